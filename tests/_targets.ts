import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";

/** A target on a range of its own. */
export const RATING = {
  name: "rating",
  label: "Rating",
  meaning: "what viewers think of the video",
  formula: "mean of the viewers' stars",
  column: "stars",
  range: [1, 5],
  unit: "stars",
} as const satisfies Target;

/** A target that is not known of every video. */
export const RETENTION = {
  name: "retention",
  label: "Retention",
  meaning: "how much of the video its viewers see",
  formula: "mean seconds watched / seconds of the video",
  column: "retention_%",
  range: [0, 100],
  gaps: true,
} as const satisfies Target;

/** A list of one target. */
export const ONE_TARGET: readonly Target[] = [RATING];

/** A list of three, of which one has another range and one has gaps. */
export const THREE_TARGETS: readonly Target[] = [DEFAULT_TARGETS[0], RATING, RETENTION];
