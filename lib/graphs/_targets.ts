import type { Target } from "lib/types.ts";

/** What a heading calls each target. */
export const TARGET_NAMES: Readonly<Record<Target, string>> = {
  virality: "Virality",
  engagement: "Engagement",
};
