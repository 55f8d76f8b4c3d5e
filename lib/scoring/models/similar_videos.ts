import { type Neighbour, points } from "lib/scoring/answer.ts";
import type { Features, Video } from "lib/types.ts";

/** The most videos that are found. */
const MOST = 5;

const SNIPPET_CHARACTERS = 120;

/** Finds the training pool's videos whose rows have the largest cosine to an item's row [1, D]. */
export function openSimilarVideos(
  videos: readonly Video[],
  { features }: {
    /** A row of each known video [N, D], of length 1 or zeros. */
    readonly features: Features;
  },
): (item: Features) => Neighbour[] {
  return (item) => {
    const row = denseRow(item);
    const cosines = videos.map((_, i) => product(features, i, row));
    const nearest = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]! || a - b);
    return nearest.slice(0, MOST).filter((i) => cosines[i]! > 0).map((i) => {
      const { videoId, scores, transcript } = videos[i]!;
      return {
        videoId,
        similarity: Math.min(1, cosines[i]!),
        scores: points(scores),
        snippet: snippetOf(transcript),
      };
    });
  };
}

/** The beginning of a text, cut at a word's end. */
function snippetOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= SNIPPET_CHARACTERS) return line;
  return `${line.slice(0, SNIPPET_CHARACTERS).replace(/\s\S*$/, "")} …`;
}

function denseRow(item: Features): Float64Array {
  if (item.kind === "dense") return Float64Array.from(item.data.subarray(0, item.columns));
  const row = new Float64Array(item.columns);
  for (let at = 0; at < item.rowStarts[1]!; at++) row[item.indices[at]!] = item.values[at]!;
  return row;
}

/** The inner product of row i [D] with a vector [D]. */
function product(features: Features, i: number, vector: Float64Array): number {
  let sum = 0;
  if (features.kind === "dense") {
    const { columns, data } = features;
    for (let column = 0; column < columns; column++) {
      sum += data[i * columns + column]! * vector[column]!;
    }
    return sum;
  }
  const { rowStarts, indices, values } = features;
  for (let at = rowStarts[i]!; at < rowStarts[i + 1]!; at++) {
    sum += values[at]! * vector[indices[at]!]!;
  }
  return sum;
}
