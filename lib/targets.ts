import type { ByTarget, DenseMatrix, Prediction, Scores, Video } from "lib/types.ts";

/** Something that a data set says of each video and that models are to predict. */
export interface Target {
  /** What its scores are keyed by: a small letter, then letters, digits and `_`. */
  readonly name: string;
  /** What a heading calls it. */
  readonly label: string;
  /** What it measures, as a prompt tells a language model. */
  readonly meaning: string;
  /** How its value is computed before it is rescaled. */
  readonly formula: string;
  /** The column of a data set's files that holds it. */
  readonly column: string;
  /** Its least and its greatest value there and on screen; everywhere else these are 0 and 1. */
  readonly range: readonly [low: number, high: number];
  /** What its values are counted in, such as "seconds". @default points of its range */
  readonly unit?: string;
  /** Whether a video may be without it, its cell being empty. @default false */
  readonly gaps?: boolean;
}

/** What a data set is to predict where nothing else is said, in the order of every [N, K] matrix. */
export const DEFAULT_TARGETS = [
  {
    name: "virality",
    label: "Virality",
    meaning: "how far the video reaches beyond its channel, views measured against subscribers",
    formula: "projected first-day views / subscribers that day + views / subscribers",
    column: "virality_score_%",
    range: [0, 100],
  },
  {
    name: "engagement",
    label: "Engagement",
    meaning: "how many of those who see it react, likes and comments measured against views",
    formula: "(likes + comments) / views",
    column: "engagement_score_%",
    range: [0, 100],
  },
] as const satisfies readonly Target[];

/** The default targets' names. */
export const TARGETS = ["virality", "engagement"] as const;

/** A value as the column holds it, as its share of the target's range in 0..1. */
export function shareOf(value: number, { range: [low, high] }: Pick<Target, "range">): number {
  return (value - low) / (high - low);
}

/** A share of the target's range in 0..1 as the value that the column holds and graphs show. */
export function valueOf(share: number, { range: [low, high] }: Pick<Target, "range">): number {
  return low + share * (high - low);
}

/** Makes something of each target, keyed by its name, in the order of the names. */
export function forTargets<T>(
  names: readonly string[],
  make: (name: string, place: number) => T,
): ByTarget<T> {
  return Object.fromEntries(names.map((name, i) => [name, make(name, i)])) as ByTarget<T>;
}

/** The targets' names, in their order. */
export function namesOf(targets: readonly Pick<Target, "name">[]): string[] {
  return targets.map(({ name }) => name);
}

/** The names of the targets that predictions speak of, in their order; none where there are none. */
export function predictedTargets(
  [first]: readonly Pick<Prediction, "predicted">[],
): string[] {
  return Object.keys(first?.predicted ?? {});
}

/** The mean score of each target over the videos of which it is known; without those of none. */
export function meanScores(
  videos: readonly { readonly scores: Scores }[],
  names: readonly string[],
): Scores {
  const known = names.map((name) => videos.flatMap(({ scores }) => scores[name] ?? []));
  return forTargets(
    names.filter((_, i) => known[i]!.length > 0),
    (name) => {
      const scores = known[names.indexOf(name)]!;
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    },
  );
}

/** What a sentence calls all of so many targets, such as "both" or "all 3". */
export function allOf(targets: number): string {
  return targets === 2 ? "both" : `all ${targets}`;
}

/** Stacks scores as rows [N, K] in the order of the targets, NaN where one is not known. */
export function targetMatrix(
  items: readonly { readonly scores: Scores }[],
  targets: readonly Pick<Target, "name">[] = DEFAULT_TARGETS,
): DenseMatrix {
  const data = Float64Array.from(
    items.flatMap(({ scores }) => targets.map(({ name }) => scores[name] ?? NaN)),
  );
  return { kind: "dense", rows: items.length, columns: targets.length, data };
}

/**
 * Reads rows [N, K] back as scores.
 *
 * @throws {TypeError} when there is not one column a target
 */
export function scoresOf(
  { rows, columns, data }: DenseMatrix,
  targets: readonly Pick<Target, "name">[] = DEFAULT_TARGETS,
): Scores[] {
  if (columns !== targets.length) {
    throw new TypeError(
      `Cannot read scores: expected ${targets.length} columns, got ${columns}`,
    );
  }
  const names = namesOf(targets);
  return Array.from(
    { length: rows },
    (_, row) => forTargets(names, (_, i) => data[row * columns + i]!),
  );
}

/**
 * Sets predicted scores beside what came true, in the order of the videos.
 *
 * @throws {TypeError} when there is not one prediction a video
 */
export function predictionsOf(
  videos: readonly Pick<Video, "videoId" | "scores">[],
  predicted: readonly Scores[],
): Prediction[] {
  if (predicted.length !== videos.length) {
    throw new TypeError(
      `Cannot pair predictions: expected one for each of ${videos.length} videos, ` +
        `got ${predicted.length}`,
    );
  }
  return videos.map(({ videoId, scores }, row) => ({
    videoId,
    predicted: predicted[row]!,
    actual: scores,
  }));
}
