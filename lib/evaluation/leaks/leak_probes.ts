import { errorProbe } from "lib/evaluation/leaks/_error_probe.ts";
import { probeGroups } from "lib/evaluation/leaks/_group_probe.ts";
import { probeTwins } from "lib/evaluation/leaks/_twin_probe.ts";
import type { LeakProbe } from "lib/evaluation/leaks/leak_probe.ts";
import { rowNumber } from "lib/encoders/row_number.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { mean } from "lib/heads/mean.ts";
import type { BootstrapOptions } from "lib/metrics/bootstrap.ts";
import type { Target } from "lib/targets.ts";
import type { Split, Video } from "lib/types.ts";

/** What `probeLeaks` looks at, and how intervals over groups are drawn. */
export interface ProbeLeaksOptions extends Omit<BootstrapOptions, "groups" | "expanded"> {
  split: Split;
  /** Each video's channel, or the block that stands in for it. */
  groups: readonly (string | number)[];
  /** Nearest rows that the row number's guess is averaged from. @default 5 */
  neighbours?: number;
  /** What could leak. @default virality and engagement */
  targets?: readonly Target[];
}

/**
 * Measures what a model could gain under a split by knowing nothing of a video's merit: from where
 * its row stands, from transcripts that stand in training too, and from the group that its words
 * give away.
 *
 * Fits on the training side and tries on the validation side; the test side stays closed. `leaks`
 * means that the gain's interval lies above 0. `passes` means that it does not, which is no proof
 * that there is no leak: the interval says how large one may still be.
 *
 * @throws {TypeError} when there is not one group a video
 * @throws {RangeError} when the training side has fewer rows than neighbours or no words, the
 * validation side is empty or an option is out of range
 */
export async function probeLeaks(
  videos: readonly Video[],
  { split, groups, neighbours = 5, targets, ...bootstrap }: ProbeLeaksOptions,
): Promise<LeakProbe[]> {
  if (groups.length !== videos.length) {
    throw new TypeError(
      `Cannot probe for leaks: expected a group for each of ${videos.length} videos, ` +
        `got ${groups.length}`,
    );
  }
  const drawn = {
    ...bootstrap,
    expanded: true,
    groups: split.validation.map((row) => groups[row]!),
  };
  const features = await rowNumber.encode(videos);
  const trial = { features, videos, fitOn: split.train, predictOn: split.validation, targets };
  const baseline = await fitAndPredict(mean(), trial);
  const byRow = await fitAndPredict(kNearestNeighbours({ k: neighbours }), trial);
  const rows = split.validation.toSorted((a, b) => a - b);
  const subject = `The mean of the ${neighbours} nearest rows`;
  return [
    errorProbe(byRow, { name: "row number", baseline, rows, subject, drawn }),
    probeTwins(videos, { split, baseline, drawn }),
    await probeGroups(videos, { split, groups, drawn }),
  ];
}
