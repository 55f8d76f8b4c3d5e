import { join } from "node:path";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { writeLeaderboard } from "lib/evaluation/leaderboard/leaderboard_files.ts";
import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { predictedAgainstActual } from "lib/graphs/predicted_against_actual.ts";
import { leakProbe } from "lib/graphs/leak_probe.ts";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { showGraph } from "lib/graphs/show.ts";
import type { ReportNotebook } from "lib/report/collect_chapters.ts";
import { samplePredictions, sampleScores } from "../graphs/_sample_rows.ts";

/** Two notebooks, the second one's code naming its graphs against the alphabet. */
export const NOTEBOOKS: readonly ReportNotebook[] = [
  {
    name: "Split Datasets",
    title: "Split Datasets",
    claim: "A claim with <em>markup</em> & more.",
    href: "../notebooks/Split%20Datasets.ipynb",
    code: "",
  },
  {
    name: "Baselines (Textual)",
    title: "Baselines (Textual)",
    href: "../notebooks/Baselines%20(Textual).ipynb",
    code: '{ folder, name: "Score Distribution" } … { folder, name: "Against" }',
  },
];

/** Saves one graph in the first notebook's folder and two in the second's. */
export async function saveGraphs(graphs: string): Promise<void> {
  const text = { subtitle: "40 made-up videos · profile sample" };
  const splits = [{ split: "Random split", rowNumberError: 0.01, meanError: 0.02 }];
  await showGraph(
    leakProbe(splits, { ...text, title: "Leak </script><b>" }),
    { graphs, folder: "Split Datasets", name: "Leak" },
  );
  await showGraph(
    scoreDistribution(sampleScores(40), { ...text, title: "Scores" }),
    { graphs, folder: "Baselines", name: "Score Distribution" },
  );
  await showGraph(
    predictedAgainstActual(samplePredictions(40), {
      ...text,
      title: "Against",
      trainingMean: { virality: 0.7, engagement: 0.75 },
    }),
    { graphs, folder: "Baselines", name: "Against" },
  );
}

/** Saves a leaderboard of three models on one set of videos, one of them of unknown cost. */
export async function saveLeaderboard(graphs: string): Promise<void> {
  const models = [
    savedModel("Close", { shift: 0.01, seconds: { fit: 100, predict: 0.4 } }),
    savedModel("Off", { shift: 0.1, seconds: { fit: 9, predict: 0.2 } }),
    savedModel("A <b>mean", { shift: 0.2, seconds: {}, role: "baseline" }),
  ];
  const groups = leaderboard(models, { resamples: 20, seed: 1 });
  await writeLeaderboard(groups, { folder: join(graphs, "Leaderboard") });
}

interface ModelOptions extends Pick<SavedPredictions, "seconds" | "role"> {
  /** What the model adds to the truth. */
  readonly shift: number;
}

function savedModel(model: string, { shift, ...rest }: ModelOptions): SavedPredictions {
  const predictions = samplePredictions(40).map(({ videoId, actual }) => ({
    videoId,
    actual,
    predicted: { virality: actual.virality - shift, engagement: actual.engagement - 2 * shift },
  }));
  return {
    model,
    notebook: "Baselines (Textual)",
    notebookDigest: "a".repeat(64),
    data: "40 made-up videos",
    dataDigest: "b".repeat(64),
    protocol: "random split",
    side: "validation",
    trainingRows: 1200,
    predictions,
    ...rest,
  };
}
