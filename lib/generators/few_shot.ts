import type { SparseMatrix, Video } from "lib/types.ts";

/** Chooses which training videos a prompt shows for a video. */
export interface FewShot {
  /** What a table calls the choice. */
  readonly name: string;
  /** Training videos to show, the one that tells most last. */
  examplesFor(video: Video): Promise<readonly Video[]>;
}

/** How `nearestExamples` compares transcripts. */
export interface NearestOptions {
  /** Examples a prompt. */
  readonly count: number;
  /** An encoder fitted on training texts, such as TF-IDF, whose rows have length 1. */
  readonly encoder: { encode(texts: readonly string[]): Promise<SparseMatrix> };
}

/**
 * Shows the training videos whose transcripts are most alike by cosine, the most alike one last.
 *
 * The video itself and any with the same words are left out, so that no answer stands in the
 * prompt; pass training videos only.
 *
 * @throws {RangeError} when there are fewer training videos than examples
 */
export async function nearestExamples(
  training: readonly Video[],
  { count, encoder }: NearestOptions,
): Promise<FewShot> {
  checkCount(training, count);
  const rows = await encoder.encode(training.map(({ transcript }) => transcript));
  return {
    name: `${count} nearest`,
    async examplesFor(video) {
      const query = await encoder.encode([video.transcript]);
      const cosines = cosinesTo(query, rows);
      return training.map((_, row) => row)
        .filter((row) => !isSame(training[row]!, video))
        .sort((a, b) => cosines[b]! - cosines[a]! || a - b)
        .slice(0, count).reverse().map((row) => training[row]!);
    },
  };
}

/**
 * Shows the same training videos for every video, spread evenly over the range of scores: those at
 * the quantiles `(i + 0.5) / count` of the two scores' sum.
 *
 * A video among them is not shown for itself; pass training videos only.
 *
 * @throws {RangeError} when there are fewer training videos than examples
 */
export function spreadExamples(training: readonly Video[], { count }: { count: number }): FewShot {
  checkCount(training, count);
  const sum = ({ scores }: Video) => scores.virality + scores.engagement;
  const sorted = training.toSorted((a, b) => sum(a) - sum(b));
  const chosen = Array.from(
    { length: count },
    (_, i) => sorted[Math.floor(((i + 0.5) / count) * sorted.length)]!,
  );
  return {
    name: `${count} spread`,
    examplesFor: (video) => Promise.resolve(chosen.filter((example) => !isSame(example, video))),
  };
}

function checkCount(training: readonly Video[], count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > training.length) {
    throw new RangeError(
      `Cannot choose examples: count expected 1 to ${training.length} (the training videos), ` +
        `got ${count}`,
    );
  }
}

function isSame(example: Video, video: Video): boolean {
  return example.videoId === video.videoId || wordsOf(example) === wordsOf(video);
}

function wordsOf({ transcript }: Video): string {
  return transcript.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? "";
}

/** Inner products [N] of one sparse row with N others. */
function cosinesTo(query: SparseMatrix, others: SparseMatrix): Float64Array {
  const weights = new Map(Array.from(query.indices, (column, at) => [column, query.values[at]!]));
  const products = new Float64Array(others.rows);
  for (let row = 0; row < others.rows; row++) {
    for (let at = others.rowStarts[row]!; at < others.rowStarts[row + 1]!; at++) {
      products[row]! += (weights.get(others.indices[at]!) ?? 0) * others.values[at]!;
    }
  }
  return products;
}
