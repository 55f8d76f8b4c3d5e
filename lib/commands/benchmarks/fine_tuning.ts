import { findModel } from "lib/loaders/models/find_model.ts";
import { settings } from "lib/settings.ts";
import { type Benchmark, compare } from "./benchmark.ts";
import { TEXT_MODEL, TEXT_NEEDS } from "./text_encoding.ts";
import { ownProgram, peerProgram, requireDataset } from "./_program.ts";

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
