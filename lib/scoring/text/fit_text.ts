import { join } from "node:path";
import { encodeCached } from "lib/encoders/text/encode_cached.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { fitFamiliarity } from "lib/heads/familiarity.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { startProgress } from "lib/progress.ts";
import type { KeptText } from "lib/scoring/text/kept_text.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { FOLDS, measureModel, protocolsOf } from "lib/scoring/measured.ts";
import {
  fitTextModel,
  type TextItems,
  textModel,
  type TextModelOptions,
} from "lib/scoring/text/text_model.ts";
import { targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, TrainTest } from "lib/types.ts";

/** How `fitText` reads and learns. */
export interface FitTextOptions {
  /** Reads meanings; without it words are counted and no more. */
  readonly encoder?: TextEncoder;
  /** Folder in which texts' meanings are kept. */
  readonly cache: string;
  readonly model: TextModelOptions;
}

/**
 * Fits the text model on known videos, and measures it on those it has not seen: on the random
 * split's validation side, and by 5 folds of whole groups.
 */
export async function fitText(known: KnownVideos, options: FitTextOptions): Promise<KeptText> {
  const { encoder, cache, model } = options;
  const texts = known.videos.map(({ transcript }) => transcript);
  const meanings = encoder && await encodeCached(encoder, texts, { cache: join(cache, "text") });
  const items = { texts, meanings, targets: targetMatrix(known.videos) };
  const progress = startProgress("Text model", { total: FOLDS + 2, unit: "fits" });
  try {
    const predict = async (fold: TrainTest) => {
      const predicted = await predictFold(items, fold, model);
      progress.advance();
      return predicted;
    };
    const measured = await measureModel(known, { protocols: protocolsOf(known), predict });
    const state = await fitTextModel(items, model);
    progress.advance();
    const features = meanings ?? await (await textModel(state)).words.encode(texts);
    const { distances } = fitFamiliarity(features, { groups: known.groups });
    return { state, measured, distances };
  } finally {
    progress.stop();
  }
}

async function predictFold(
  items: TextItems & { readonly targets: DenseMatrix },
  { train, test }: TrainTest,
  options: TextModelOptions,
): Promise<DenseMatrix> {
  const select = ({ texts, meanings }: TextItems, rows: readonly number[]): TextItems => ({
    texts: rows.map((row) => texts[row]!),
    meanings: meanings && selectRows(meanings, rows),
  });
  const targets = selectRows(items.targets, train);
  const model = await textModel(
    await fitTextModel({ ...select(items, train), targets }, options),
  );
  return await model.predict(select(items, test));
}
