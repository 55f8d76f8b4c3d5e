import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";

/** Saved predictions of two videos, to be changed where a test looks. */
export function saved(changes: Partial<SavedPredictions> = {}): SavedPredictions {
  return {
    model: "Ridge",
    notebook: "Baselines (Textual)",
    data: "sample corpus of 2 videos",
    protocol: "random split",
    side: "validation",
    trainingRows: 10,
    seconds: { fit: 1.5, predict: 0.25 },
    predictions: [
      prediction("aaaaaaaaaaa", 0.25, 0.5),
      prediction("bbbbbbbbbbb", 0.75, 0.5),
    ],
    ...changes,
  };
}

/** A prediction that says the same of both targets. */
export function prediction(videoId: string, predicted: number, actual: number) {
  return {
    videoId,
    predicted: { virality: predicted, engagement: predicted },
    actual: { virality: actual, engagement: actual },
  };
}
