import { findModel } from "lib/loaders/models/find_model.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import { settings } from "lib/settings.ts";
import { type Benchmark, compare } from "./benchmark.ts";
import { ownProgram, peerProgram, requireDataset } from "./_program.ts";

/** The model whose features are timed. */
export const TEXT_MODEL = "sentence-transformers/all-MiniLM-L6-v2";

/** Its files that are read here and by PyTorch. */
export const TEXT_NEEDS: ModelNeeds = {
  required: [
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "onnx/model.onnx",
    "model.safetensors",
  ],
};

/** Frozen features of real transcripts, f32 and int8, both against PyTorch in f32. */
export const textEncoding: Benchmark = {
  name: `256 transcripts through ${TEXT_MODEL} against PyTorch in f32`,
  async run({ repetitions, python, dataset }) {
    const data = requireDataset(dataset, "the text encoder");
    const { folder } = await findModel(TEXT_MODEL, settings, { needs: TEXT_NEEDS });
    return await compare({
      ours: ownProgram("text_encoding_steps.ts", data),
      peer: peerProgram(python, "encode_text_torch.py", folder, data),
    }, { repetitions });
  },
};
