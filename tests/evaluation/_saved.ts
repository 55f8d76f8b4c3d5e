import { join } from "node:path";
import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { writeNotebook } from "lib/notebooks/notebook_file.ts";
import { digestOf } from "lib/storage/digest.ts";

/** `notebookDigest` of a notebook whose only code cell is this. */
export const CODE = "await savePredictions(made, { folder });";
export const CODE_DIGEST = digestOf({ cells: [CODE] });

/** Saved predictions of two videos, to be changed where a test looks. */
export function saved(changes: Partial<SavedPredictions> = {}): SavedPredictions {
  return {
    model: "Ridge",
    notebook: "Baselines (Textual)",
    notebookDigest: CODE_DIGEST,
    data: "sample corpus of 2 videos",
    dataDigest: "d".repeat(64),
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

/** Writes notebooks by their names, each with one code cell. */
export async function writeNotebooks(
  folder: string,
  code: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, source] of Object.entries(code)) {
    await writeNotebook(join(folder, `${name}.ipynb`), {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: "markdown", source: `# ${name}`, metadata: {}, id: "title" },
        {
          ...{ cell_type: "code", source, metadata: {}, id: "code" },
          ...{ execution_count: null, outputs: [] },
        },
      ],
    });
  }
}
