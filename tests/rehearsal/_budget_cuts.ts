import type { Cuts } from "./_cut_cells.ts";

/**
 * What is cut in each notebook, so that all of them end in an hour or two: repetitions, rows and epochs,
 * never a model's size, a batch or the length of a text. Random weights answer with no scores, so that
 * GPT-2 is also taught faster than pretrained weights would bear.
 */
export const BUDGET_CUTS: Readonly<Record<string, Cuts>> = {
  "RoBERTa (Textual Autoencoding)": {
    recipes: {
      original: { epochs: 1 },
      improved: { epochs: 1, learningRate: 2e-5, batchSize: 16 },
    },
    sweepBudget: { trials: 3, maxEpochs: 3, rows: 24, maxTokens: 512 },
    seeds: [1, 2],
  },
  "GPT (Textual Autoregressive)": {
    fineTuning: { epochs: 1, learningRate: 1e-3, batchSize: 8 },
    validationRows: 12,
    testRows: 12,
  },
  "ResNet (Visual Analysis)": { epochs: 4 },
  "DinoV2 (Visual Analysis)": { epochs: 4 },
  "DinoV2 + RoBERTa (Multi-Modal)": { alignedFolds: 2, members: 1 },
  "Channel History": { known: [0, 1, 2, 5, 10], draws: 5 },
};
