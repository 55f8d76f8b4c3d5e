import { fileURLToPath } from "node:url";
import { findModel } from "lib/loaders/model_folder.ts";
import { settings } from "lib/settings.ts";
import { compare } from "./_compare.ts";
import type { Benchmark } from "./benchmark.ts";

/** The model whose features are timed. */
export const TEXT_MODEL = "sentence-transformers/all-MiniLM-L6-v2";

/** Frozen features of real transcripts, f32 and int8, both against PyTorch in f32. */
export const textEncoding: Benchmark = {
  name: `256 transcripts through ${TEXT_MODEL} against PyTorch in f32`,
  run: async ({ repetitions, python, dataset }) => {
    if (!dataset) {
      throw new Deno.errors.NotFound(
        "The text encoder's benchmark needs the real data set: point VIRANOVA_DATA at the folder " +
          "of train_set.csv and validation_set.csv",
      );
    }
    const { folder } = await findModel(TEXT_MODEL, settings);
    const own = path("./text_encoding_steps.ts");
    const peer = path("../../../tests/peers/encode_text_torch.py");
    return compare({
      ours: { command: Deno.execPath(), args: ["run", "-A", "--no-prompt", own, dataset] },
      peer: { command: python, args: [peer, folder, dataset] },
    }, { repetitions });
  },
};

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
