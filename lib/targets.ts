import type { DenseMatrix, Prediction, Scores, Target, Video } from "lib/types.ts";

/** The two targets in the order of every [N, 2] matrix. */
export const TARGETS = ["virality", "engagement"] as const satisfies readonly Target[];

/** Stacks scores as rows [N, 2] in the order of `TARGETS`. */
export function targetMatrix(items: readonly { readonly scores: Scores }[]): DenseMatrix {
  const data = Float64Array.from(items.flatMap(({ scores }) => TARGETS.map((t) => scores[t])));
  return { kind: "dense", rows: items.length, columns: TARGETS.length, data };
}

/** Reads rows [N, 2] back as scores. */
export function scoresOf(matrix: DenseMatrix): Scores[] {
  if (matrix.columns !== TARGETS.length) {
    throw new TypeError(
      `Cannot read scores: expected ${TARGETS.length} columns, got ${matrix.columns}`,
    );
  }
  return Array.from({ length: matrix.rows }, (_, row) => ({
    virality: matrix.data[row * 2]!,
    engagement: matrix.data[row * 2 + 1]!,
  }));
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
