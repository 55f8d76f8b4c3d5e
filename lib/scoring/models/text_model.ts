import { restoreTfidf } from "lib/encoders/text/restore_tfidf.ts";
import { fitTfidf, type Tfidf } from "lib/encoders/text/tfidf.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import {
  type Kernel,
  kernelRidge,
  type KernelRidgeWeights,
  restoreKernelRidge,
} from "lib/heads/kernel_ridge.ts";
import type { FittedHead } from "lib/heads/head.ts";
import { restoreRidge, ridge, type RidgeWeights } from "lib/heads/ridge.ts";
import type { StoredTensor } from "lib/storage/safetensors.ts";
import type { Arrays } from "lib/storage/sealed_arrays.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Texts, and their meanings where a language model reads them. */
export interface TextItems {
  readonly texts: readonly string[];
  /** [N, D]. */
  readonly meanings?: DenseMatrix;
}

export interface TextModelOptions {
  /** Texts that a word or a pair of words must stand in. @default 2 */
  readonly minDf?: number;
  /** Penalty on the words' weights. @default 1 */
  readonly alpha?: number;
}

/** All that a text model learned, in numbers and words that can be written to a file. */
export interface TextModelState {
  readonly words: Pick<Tfidf, "name" | "vocabulary" | "idf">;
  readonly weights: RidgeWeights;
  /** Scores of the training texts [N, K]. */
  readonly targets: DenseMatrix;
  readonly meaning?: { readonly rows: DenseMatrix; readonly kernel: KernelRidgeWeights };
}

/** Predicts scores from texts. */
export interface TextModel {
  readonly name: string;
  readonly words: Tfidf;
  /** Scores [M, K] of M texts; with the training texts' meanings, theirs are needed too. */
  predict(items: TextItems): Promise<DenseMatrix>;
}

const KERNEL: Kernel = { name: "rbf", gamma: 1 };
const NEIGHBOURS = 15;

/** Learns from texts and their scores [N, K]; see `textModel` for what. */
export async function fitTextModel(
  { texts, meanings, targets }: TextItems & { readonly targets: DenseMatrix },
  { minDf = 2, alpha = 1 }: TextModelOptions = {},
): Promise<TextModelState> {
  const words = fitTfidf(texts, { minDf });
  const { kept: weights } = await ridge({ alpha }).fit(await words.encode(texts), targets);
  if (!meanings) return { words, weights, targets };
  const kernel = await kernelRidge({ kernel: KERNEL, alpha: 1, tolerance: 1e-6 })
    .fit(meanings, targets);
  return { words, weights, targets, meaning: { rows: meanings, kernel: kernel.kept } };
}

/**
 * The mean of three predictions where the texts' meanings are known: ridge on TF-IDF of words, kernel
 * ridge and 15 nearest neighbours on meanings; the first alone elsewhere.
 */
export async function textModel(state: TextModelState): Promise<TextModel> {
  const words = restoreTfidf(state.words);
  const onWords = restoreRidge(state.weights);
  const onMeanings = state.meaning ? await meaningHeads(state.meaning, state.targets) : [];
  return {
    name: state.meaning
      ? "mean of TF-IDF word ridge, MiniLM kernel ridge and 15 MiniLM neighbours"
      : "TF-IDF word ridge",
    words,
    async predict({ texts, meanings }) {
      const first = await onWords.predict(await words.encode(texts));
      if (onMeanings.length === 0) return first;
      if (!meanings) throw new TypeError("Cannot predict: expected the texts' meanings, got none");
      const others = await Promise.all(onMeanings.map((head) => head.predict(meanings)));
      return meanOf([first, ...others]);
    },
  };
}

async function meaningHeads(
  { rows, kernel }: NonNullable<TextModelState["meaning"]>,
  targets: DenseMatrix,
): Promise<FittedHead[]> {
  const k = Math.min(NEIGHBOURS, rows.rows);
  return [
    restoreKernelRidge(kernel, { features: rows, kernel: KERNEL }),
    await kNearestNeighbours({ k }).fit(rows, targets),
  ];
}

function meanOf(matrices: readonly DenseMatrix[]): DenseMatrix {
  const [first] = matrices;
  const data = Float64Array.from(
    first!.data,
    (_, at) => matrices.reduce((sum, { data }) => sum + data[at]!, 0) / matrices.length,
  );
  return { ...first!, data };
}

/** A text model's numbers in 32 bits, as they are kept. */
export function textArrays({ words, weights, targets, meaning }: TextModelState): Arrays {
  return new Map<string, StoredTensor>([
    ["idf", storedVector(words.idf)],
    ["weights", storedMatrix(weights.weights)],
    ["intercepts", storedVector(weights.intercepts)],
    ["targets", storedMatrix(targets)],
    ...(meaning
      ? [
        ["rows", storedMatrix(meaning.rows)],
        ["dual", storedMatrix(meaning.kernel.dual)],
        ["offset", storedVector(meaning.kernel.offset)],
      ] as const
      : []),
  ]);
}

/** The state whose `textArrays` these are. */
export function textStateOf(
  words: Pick<Tfidf, "name" | "vocabulary">,
  arrays: Arrays,
): TextModelState {
  const matrix = (name: string): DenseMatrix => {
    const { shape, data } = arrays.get(name)!;
    return { kind: "dense", rows: shape[0]!, columns: shape[1]!, data };
  };
  const vector = (name: string) => Float64Array.from(arrays.get(name)!.data);
  const meaning = arrays.has("rows")
    ? { rows: matrix("rows"), kernel: { dual: matrix("dual"), offset: vector("offset") } }
    : undefined;
  return {
    words: { ...words, idf: vector("idf") },
    weights: { weights: matrix("weights"), intercepts: vector("intercepts") },
    targets: matrix("targets"),
    ...(meaning && { meaning }),
  };
}

function storedMatrix({ rows, columns, data }: DenseMatrix): StoredTensor {
  return { shape: [rows, columns], data: Float32Array.from(data) };
}

function storedVector(values: Float64Array): StoredTensor {
  return { shape: [values.length], data: Float32Array.from(values) };
}
