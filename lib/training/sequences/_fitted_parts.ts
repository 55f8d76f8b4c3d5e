import { checkPredictionSequences } from "lib/heads/sequences/sequence_guards.ts";
import { predictRows, type TrainedModel } from "lib/training/sequences/_sequence_model.ts";
import { frameContributions } from "lib/training/sequences/frame_contributions.ts";
import type { FittedSequenceHead } from "lib/training/sequences/sequence_head.ts";

/** What a trained model predicts, and what its predictions are made of, for checked sequences. */
export function fittedParts(
  trained: TrainedModel,
  { name, columns }: { readonly name: string; readonly columns: number },
): FittedSequenceHead {
  return {
    bias: trained.weights.b!.data,
    async predict(sequences) {
      checkPredictionSequences(name, sequences, columns);
      return await predictRows(trained, sequences);
    },
    async contributions(sequences) {
      checkPredictionSequences(name, sequences, columns);
      return await frameContributions(trained, sequences);
    },
  };
}
