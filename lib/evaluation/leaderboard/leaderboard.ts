import { createHash } from "node:crypto";
import { orderGroups } from "lib/evaluation/leaderboard/_group_order.ts";
import { predictionsDigest } from "lib/evaluation/predictions/predictions_digest.ts";
import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { openingsOf, type TestOpening } from "lib/evaluation/predictions/test_openings.ts";
import type { BootstrapOptions } from "lib/metrics/bootstrap.ts";
import { evaluate, type Evaluation } from "lib/metrics/evaluate.ts";
import { metricOf } from "lib/metrics/metric_of.ts";

/** Models that were asked about the same videos, so that their errors can be ranked. */
export interface LeaderboardGroup extends Pick<SavedPredictions, "data" | "protocol" | "side"> {
  /** Videos that each model scored, each counted once. */
  readonly videos: number;
  /** How often a model scored a video; above 1 where cross-validation was repeated. */
  readonly predictionsPerVideo: number;
  /** Best averaged mean squared error first. */
  readonly rows: readonly LeaderboardRow[];
}

/** One model's place on a leaderboard. */
export interface LeaderboardRow {
  /** The model's name, its notebook's behind it where two notebooks have unlike models of one name. */
  readonly model: string;
  /** What tables and graphs call it: the name, marked where it comes from an older run. */
  readonly label: string;
  readonly role: NonNullable<SavedPredictions["role"]>;
  /**
   * Every metric of each target and averaged, with intervals that resample groups where known and
   * are then expanded, since groups are few.
   */
  readonly evaluations: readonly Evaluation[];
  /** Seconds that fitting took, where measured. */
  readonly fitSeconds?: number;
  /** Milliseconds that a prediction took, where measured. */
  readonly millisecondsPerVideo?: number;
  /** How many different predictions of the test set were compared with the truth; 0 on other sides. */
  readonly openings: number;
  /** What the row was computed from. */
  readonly saved: SavedPredictions;
}

/** How `leaderboard` computes its intervals and counts openings. */
export interface LeaderboardOptions extends Omit<BootstrapOptions, "groups" | "expanded"> {
  /** What `readOpenings` gives. @default none */
  openings?: readonly TestOpening[];
  /** Which of the saved predictions come from an older run, to be marked. @default none */
  older?: ReadonlySet<SavedPredictions>;
}

/**
 * Ranks models by averaged mean squared error, apart for each data set, protocol, side and set of
 * videos: errors on other videos do not compare. The same predictions from two notebooks are one row.
 *
 * @returns real data before the sample corpus, all of it before a part, single splits before
 * cross-validations, the random split before unseen channels, validation before test
 * @throws {TypeError} when a score is not finite
 * @throws {RangeError} when an option of the bootstrap is out of range
 */
export function leaderboard(
  saved: readonly SavedPredictions[],
  options: LeaderboardOptions,
): LeaderboardGroup[] {
  const groups = [...Map.groupBy(saved, groupKey).values()].map((members) => {
    const { data, protocol, side, predictions } = members[0]!;
    const rows = withDistinctNames(withoutRepeats(members, options))
      .map((it) => rowOf(it, options))
      .sort((a, b) => averagedError(a) - averagedError(b));
    const videos = new Set(predictions.map(({ videoId }) => videoId)).size;
    return { data, protocol, side, videos, predictionsPerVideo: predictions.length / videos, rows };
  });
  return orderGroups(groups);
}

function groupKey(saved: SavedPredictions): string {
  const { data, dataDigest, protocol, side, predictions } = saved;
  const videos = predictions.map(({ videoId }) => videoId).sort();
  const digest = createHash("sha256").update(JSON.stringify(videos)).digest("hex");
  return JSON.stringify([data, dataDigest, protocol, side, digest]);
}

/** Keeps one of several equal ones: of the present run first, then the one that knows its cost. */
function withoutRepeats(
  members: readonly SavedPredictions[],
  { older }: Pick<LeaderboardOptions, "older">,
): SavedPredictions[] {
  const rank = (it: SavedPredictions) => 3 * Number(older?.has(it) ?? false) + unmeasured(it);
  const kept = new Map<string, SavedPredictions>();
  for (const member of members.toSorted((a, b) => rank(a) - rank(b))) {
    const key = JSON.stringify([member.model, predictionsDigest(member.predictions)]);
    if (!kept.has(key)) kept.set(key, member);
  }
  return [...kept.values()];
}

/** 0 to 2. */
function unmeasured({ seconds }: SavedPredictions): number {
  return [seconds.fit, seconds.predict].filter((it) => it === undefined).length;
}

interface Named {
  readonly name: string;
  readonly saved: SavedPredictions;
}

function withDistinctNames(members: readonly SavedPredictions[]): Named[] {
  const taken = Map.groupBy(members, ({ model }) => model);
  return members.map((saved) => ({
    name: taken.get(saved.model)!.length === 1 ? saved.model : `${saved.model} · ${saved.notebook}`,
    saved,
  }));
}

function rowOf({ name, saved }: Named, options: LeaderboardOptions): LeaderboardRow {
  const { openings = [], older, ...bootstrap } = options;
  const { groups, predictions, role = "model", seconds, side } = saved;
  return {
    model: name,
    label: older?.has(saved) ? `${name} (older run)` : name,
    role,
    evaluations: evaluate(predictions, { ...bootstrap, groups, expanded: groups !== undefined }),
    fitSeconds: seconds.fit,
    millisecondsPerVideo: seconds.predict && 1000 * seconds.predict / predictions.length,
    openings: side === "test" ? openingsOf(openings, saved).length : 0,
    saved,
  };
}

function averagedError({ evaluations }: LeaderboardRow): number {
  return metricOf(evaluations, "mse").average.value;
}
