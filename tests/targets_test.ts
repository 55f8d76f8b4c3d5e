import assert from "assert";
import { join } from "node:path";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { leaderboardCsv } from "lib/evaluation/leaderboard/leaderboard_csv.ts";
import { leaderboardMarkdown } from "lib/evaluation/leaderboard/leaderboard_markdown.ts";
import { predictionsDigest } from "lib/evaluation/predictions/predictions_digest.ts";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { mean } from "lib/heads/mean.ts";
import { ridge } from "lib/heads/ridge.ts";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { digestOfVideos } from "lib/loaders/videos_digest.ts";
import { createGenerator } from "lib/random.ts";
import {
  DEFAULT_TARGETS,
  forTargets,
  meanScores,
  namesOf,
  predictionsOf,
  scoresOf,
  shareOf,
  type Target,
  targetMatrix,
  TARGETS,
  valueOf,
} from "lib/targets.ts";
import type { Scores } from "lib/types.ts";
import { ONE_TARGET, RATING, RETENTION, THREE_TARGETS } from "./_targets.ts";
import { saved } from "./evaluation/_saved.ts";
import { withFiles } from "./loaders/dataset/_csv_files.ts";

const scores = [{ virality: 0.5, engagement: 0.25 }, { virality: 1, engagement: 0 }];
const RATED: readonly Target[] = [...DEFAULT_TARGETS, RATING];

Deno.test("targetMatrix() puts virality before engagement, a row a video", () => {
  const matrix = targetMatrix(scores.map((s) => ({ scores: s })));
  assert.deepEqual([...matrix.data], [0.5, 0.25, 1, 0]);
  assert.deepEqual([matrix.rows, matrix.columns], [2, 2]);
});

Deno.test("targetMatrix() leaves a gap where a target is not known", () => {
  const rated = [{ scores: scores[0]! }, { scores: { ...scores[1]!, rating: 0.75 } }];
  assert.deepEqual([...targetMatrix(rated, RATED).data], [0.5, 0.25, NaN, 1, 0, 0.75]);
});

Deno.test("scoresOf() reads targetMatrix() back", () => {
  assert.deepEqual(scoresOf(targetMatrix(scores.map((s) => ({ scores: s })))), scores);
  assert.deepEqual(scoresOf(targetMatrix([])), []);
  const rated = scores.map((it) => ({ ...it, rating: 0.5 }));
  assert.deepEqual(scoresOf(targetMatrix(rated.map((s) => ({ scores: s })), RATED), RATED), rated);
});

Deno.test("scoresOf() refuses a matrix that is not [N, K]", () => {
  const matrix = { kind: "dense", rows: 1, columns: 3, data: new Float64Array(3) } as const;
  assert.throws(() => scoresOf(matrix), {
    name: "TypeError",
    message: "Cannot read scores: expected 2 columns, got 3",
  });
  assert.throws(() => scoresOf(matrix, RATED.slice(0, 1)), { message: /expected 1 columns/ });
});

Deno.test("shareOf() and valueOf() go from a target's range to 0..1 and back", () => {
  const [virality, , rating] = RATED;
  assert.deepEqual([0, 42, 100].map((value) => shareOf(value, virality!)), [0, 0.42, 1]);
  assert.deepEqual([1, 2, 5].map((value) => shareOf(value, rating!)), [0, 0.25, 1]);
  assert.deepEqual([0, 0.25, 1].map((share) => valueOf(share, rating!)), [1, 2, 5]);
});

Deno.test("forTargets() makes something of each target in their order", () => {
  assert.deepEqual(namesOf(DEFAULT_TARGETS), TARGETS);
  const made = forTargets(namesOf(RATED), (name, place) => `${name} ${place}`);
  assert.deepEqual(Object.entries(made), [
    ["virality", "virality 0"],
    ["engagement", "engagement 1"],
    ["rating", "rating 2"],
  ]);
});

Deno.test("meanScores() averages over the videos of which a target is known", () => {
  const videos = [{ scores: scores[0]! }, { scores: { virality: 1 } as unknown as Scores }];
  assert.deepEqual(meanScores(videos, namesOf(RATED)), { virality: 0.75, engagement: 0.25 });
});

Deno.test("predictionsOf() sets predictions beside the scores of the same video", () => {
  const videos = scores.map((it, i) => ({ videoId: `video ${i}`, scores: it }));
  const predicted = [{ virality: 0.1, engagement: 0.2 }, { virality: 0.3, engagement: 0.4 }];
  assert.deepEqual(predictionsOf(videos, predicted)[1], {
    videoId: "video 1",
    predicted: { virality: 0.3, engagement: 0.4 },
    actual: { virality: 1, engagement: 0 },
  });
  assert.throws(() => predictionsOf(videos, predicted.slice(1)), {
    name: "TypeError",
    message: "Cannot pair predictions: expected one for each of 2 videos, got 1",
  });
});

/** Forty videos whose stars and retention follow from two words; every fourth retention is unknown. */
function tableOf(targets: readonly Target[]): string {
  const generator = createGenerator(2);
  const rows = Array.from({ length: 40 }, (_, row) => {
    const [good, long] = [row % 2, Math.floor(row / 2) % 2];
    const values: Readonly<Record<string, string>> = {
      "virality_score_%": `${Math.round(20 + 60 * generator.uniform())}`,
      stars: `${1.5 + 3 * good + 0.4 * generator.uniform()}`,
      "retention_%": row % 4 === 3 ? "" : `${70 - 40 * long + 5 * generator.uniform()}`,
    };
    const said = `${good ? "wonderful" : "dreadful"} ${long ? "endless" : "brief"} words`;
    const id = `video${String(row).padStart(6, "0")}`;
    return [id, ...targets.map(({ column }) => values[column]!), said].join(",");
  });
  const header = ["video_id", ...targets.map(({ column }) => column), "transcript"].join(",");
  return [header, ...rows, ""].join("\n");
}

async function rank(targets: readonly Target[]) {
  const videos = await withFiles(
    { "table.csv": tableOf(targets) },
    (folder) => readDataset(join(folder, "table.csv"), { targets }),
  );
  const texts = videos.map(({ transcript }) => transcript);
  const features = await fitTfidf(texts).encode(texts);
  const test = Array.from({ length: 20 }, (_, row) => row);
  const rest = test.map((row) => row + 20);
  const folds = [{ train: rest, test }, { train: test, test: rest }];
  const models = [];
  for (const head of [ridge({ alpha: 0.1 }), mean()]) {
    const predictions = await crossValidate(head, { features, videos, folds, targets });
    models.push({
      ...saved({ predictions }),
      model: head.name,
      dataDigest: digestOfVideos(videos),
    });
  }
  assert.notEqual(...models.map((it) => predictionsDigest(it.predictions)) as [string, string]);
  return leaderboard(models, { seed: 1, resamples: 50 });
}

for (const targets of [ONE_TARGET, THREE_TARGETS]) {
  const names = namesOf(targets);
  Deno.test(`loader, ridge and leaderboard take ${names.join(", ")} from the list`, async () => {
    const groups = await rank(targets);
    const [best, worst] = groups[0]!.rows;
    assert.match(best!.model, /ridge/);
    const mse = best!.evaluations.filter(({ metric }) => metric === "mse");
    assert.deepEqual(mse.map(({ target }) => target), [...names, "average"]);
    const known = names.map((name) => name === RETENTION.name ? 30 : 40);
    assert.deepEqual(mse.map(({ rows }) => rows), [...known, 40]);
    for (
      const learned of mse.filter(({ target }) => target === "rating" || target === "retention")
    ) {
      const byMean = worst!.evaluations.find((it) =>
        it.metric === "mse" && it.target === learned.target
      );
      assert.ok(learned.value < 0.2 * byMean!.value, `${learned.target}: ${learned.value}`);
    }
    const csv = new TextDecoder().decode(leaderboardCsv(groups)).trim().split("\n");
    assert.equal(csv.length, 1 + 2 * (1 + names.length));
    const titles = leaderboardMarkdown(groups).match(/, ([^,]*)\*\*$/gm);
    const all = names.length === 1 ? names : ["all 3 targets averaged", ...names];
    assert.deepEqual(titles, all.map((title) => `, ${title}**`));
  });
}
