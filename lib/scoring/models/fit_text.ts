import { join } from "node:path";
import { encodeCached } from "lib/encoders/text/encode_cached.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { heldOutProtocols } from "lib/evaluation/protocol.ts";
import { fitNovelty } from "lib/heads/novelty.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { startProgress } from "lib/progress.ts";
import {
  type HeldOutPerformance,
  heldOutPerformance,
} from "lib/scoring/models/held_out_performance.ts";
import {
  fitTextModel,
  textArrays,
  type TextItems,
  textModel,
  type TextModelOptions,
  type TextModelState,
  textStateOf,
} from "lib/scoring/models/text_model.ts";
import { poolIdentity, type TrainingPool } from "lib/scoring/models/training_pool.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";
import {
  readSealedArrays,
  type SealedArrays,
  writeSealedArrays,
} from "lib/storage/sealed_arrays.ts";
import { scoresOf, targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Scores, TrainTest } from "lib/types.ts";

/** A fitted text model with all that is known of its worth. */
export interface FittedText {
  readonly state: TextModelState;
  readonly performance: HeldOutPerformance;
  /** `FittedNovelty.distances` of the pool's texts. */
  readonly distances: Float64Array;
}

export interface FitTextOptions {
  /** Reads meanings. @default none: words are counted and no more */
  readonly encoder?: TextEncoder;
  /** Folder of caches, in which texts' meanings are kept. */
  readonly cache: string;
}

/** Fits the text model on a pool of videos, and measures it on those that it has not seen. */
export async function fitText(
  pool: TrainingPool,
  { encoder, cache }: FitTextOptions,
): Promise<FittedText> {
  const texts = pool.videos.map(({ transcript }) => transcript);
  const meanings = encoder && await encodeCached(encoder, texts, { cache: join(cache, "text") });
  const items = { texts, meanings, targets: targetMatrix(pool.videos) };
  const [options, protocols] = [optionsFor(pool), heldOutProtocols(pool)];
  const total = protocols.random.folds.length + protocols.unseen.folds.length + 1;
  const progress = startProgress("Text model", { total, unit: "fits" });
  try {
    const performance = await heldOutPerformance(pool.videos, {
      protocols,
      predict: async (fold) => {
        const predicted = await predictFold(items, fold, options);
        progress.advance();
        return predicted;
      },
    });
    const state = await fitTextModel(items, options);
    progress.advance();
    const features = meanings ?? await (await textModel(state)).words.encode(texts);
    const { distances } = fitNovelty(features, { groups: pool.groups });
    return { state, performance, distances };
  } finally {
    progress.stop();
  }
}

async function predictFold(
  items: TextItems & { readonly targets: DenseMatrix },
  { train, test }: TrainTest,
  options: TextModelOptions,
): Promise<Scores[]> {
  const select = ({ texts, meanings }: TextItems, rows: readonly number[]): TextItems => ({
    texts: rows.map((row) => texts[row]!),
    meanings: meanings && selectRows(meanings, rows),
  });
  const targets = selectRows(items.targets, train);
  const model = await textModel(
    await fitTextModel({ ...select(items, train), targets }, options),
  );
  return scoresOf(await model.predict(select(items, test)));
}

function optionsFor({ kind }: Pick<TrainingPool, "kind">): Required<TextModelOptions> {
  return { minDf: 2, alpha: kind === "sample" ? 2 : 1 };
}

/** Counted up whenever the same videos give another model, or it is kept in another form. */
const TEXT_MODEL_VERSION = 2;

/** All that tells a fitted text model from its neighbours. */
export function textModelKey(
  pool: TrainingPool,
  encoder?: Pick<TextEncoder, "identity">,
): FolderKey {
  const { minDf, alpha } = optionsFor(pool);
  const identity = { version: TEXT_MODEL_VERSION, minDf, alpha, encoder: encoder?.identity };
  return { name: "text", identity: { ...identity, ...poolIdentity(pool) } };
}

/** The name of a kept text model's files. */
export const TEXT_FILES = "model";

/** The part of a kept text model that is JSON. */
interface KeptContent {
  readonly words: Pick<TextModelState["words"], "name" | "vocabulary">;
  readonly measured: HeldOutPerformance;
}

/**
 * Writes a fitted text model into a folder of its own.
 *
 * @throws {UnwritableError} when it cannot be written
 */
export async function writeText(folder: string, fitted: FittedText): Promise<void> {
  await writeSealedArrays(folder, toKeep(fitted));
}

/**
 * Reads what `writeText` wrote.
 *
 * @throws {SyntaxError} when a file is damaged, or they do not belong together
 * @throws {Deno.errors.NotFound} when a file is missing
 */
export async function readText(folder: string): Promise<FittedText> {
  return asKept(await readSealedArrays<KeptContent>(folder, TEXT_FILES));
}

/** A model as `readText` gives it: numbers of 64 bits are rounded to 32. */
export function roundedText(fitted: FittedText): FittedText {
  return asKept(toKeep(fitted));
}

function toKeep({ state, performance, distances }: FittedText): SealedArrays<KeptContent> {
  const { name, vocabulary } = state.words;
  const stored = { shape: [distances.length], data: Float32Array.from(distances) };
  return {
    name: TEXT_FILES,
    content: { words: { name, vocabulary }, measured: performance },
    arrays: new Map([...textArrays(state), ["distances", stored]]),
  };
}

function asKept({ content, arrays }: SealedArrays<KeptContent>): FittedText {
  return {
    state: textStateOf(content.words, arrays),
    performance: content.measured,
    distances: Float64Array.from(arrays.get("distances")!.data),
  };
}
