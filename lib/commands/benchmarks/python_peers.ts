import { ownProgram, peerProgram, requireDataset } from "lib/commands/benchmarks/_program.ts";
import { type Benchmark, compare } from "lib/commands/benchmarks/benchmark.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import { settings } from "lib/settings.ts";

/** Reading, TF-IDF, fit and prediction of the text baseline against scikit-learn. */
export const textBaseline: Benchmark = {
  name: "text baseline against pandas and scikit-learn",
  async run({ repetitions, python, dataset }) {
    const data = requireDataset(dataset, "the text baseline");
    return await compare({
      ours: ownProgram("text_baseline_steps.ts", data),
      peer: peerProgram(python, "baseline_sklearn.py", data),
    }, { repetitions });
  },
};

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

/** Steps and epochs of fine-tuning by the original recipe against PyTorch. */
export const fineTuning: Benchmark = {
  name: `fine-tuning ${TEXT_MODEL} against PyTorch`,
  async run({ python, dataset }) {
    const data = requireDataset(dataset, "fine-tuning");
    const { folder } = await findModel(TEXT_MODEL, settings, { needs: TEXT_NEEDS });
    return await compare({
      ours: ownProgram("fine_tuning_steps.ts", folder, data),
      peer: peerProgram(python, "finetune_steps_torch.py", folder, data),
    }, { repetitions: 1 }); // each side takes medians of its own, minutes long
  },
};

/** Sampling with a key-value cache against transformers on PyTorch, by `generate()` and by hand. */
export const sampleGpt2: Benchmark = {
  name: "32 samples of 8 tokens after 300 from a GPT-2-small against transformers",
  run: ({ repetitions, python }) =>
    compare({
      ours: ownProgram("sample_gpt2_steps.ts"),
      peer: peerProgram(python, "sample_gpt2_torch.py"),
    }, { repetitions }),
};
