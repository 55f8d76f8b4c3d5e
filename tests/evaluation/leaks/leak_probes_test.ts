import assert from "assert";
import { rowNumber } from "lib/encoders/row_number.ts";
import type { LeakProbe } from "lib/evaluation/leaks/leak_probe.ts";
import { probeLeaks } from "lib/evaluation/leaks/leak_probes.ts";
import { evaluationProtocol } from "lib/evaluation/protocol.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { mean } from "lib/heads/mean.ts";
import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import { groupSplit } from "lib/loaders/splits/group_split.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { pairedDifference } from "lib/metrics/paired_difference.ts";
import { createGenerator } from "lib/random.ts";
import { settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";

const GROUPS = 20;
const SIZE = 12;
const groups = Array.from({ length: GROUPS * SIZE }, (_, row) => Math.floor(row / SIZE));
const random = originalSplit(groups.length, { seed: 1 });
const apart = groupSplit(groups, { seed: 1, validationSize: 6 });

/** Videos by group, whose scores and words follow the group or nothing. */
function inventVideos({ leaking }: { leaking: boolean }): Video[] {
  const { uniform, integer } = createGenerator(8);
  const levels = Array.from({ length: GROUPS }, uniform);
  return groups.map((group, row) => {
    const level = leaking ? levels[group]! : uniform();
    const words = Array.from({ length: 12 }, () => `word${integer(400)}`);
    if (leaking) words.push(`name${group}`, `motto${group}`);
    return {
      videoId: `v${row}`,
      row,
      transcript: words.join(" "),
      scores: { virality: level, engagement: 1 - level },
    };
  });
}

const verdicts = (probes: readonly LeakProbe[]) => probes.map(({ verdict }) => verdict);

Deno.test("probeLeaks() finds a planted leak of channels under a random split", async () => {
  const videos = inventVideos({ leaking: true });
  const probes = await probeLeaks(videos, { split: random, groups, seed: 1 });
  assert.deepEqual(probes.map(({ name, measure }) => [name, measure]), [
    ["row number", "MSE"],
    ["repeated transcripts", "MSE"],
    ["group guessed from text", "accuracy"],
  ]);
  assert.deepEqual(verdicts(probes), ["leaks", "passes", "leaks"]);
  const [byRow, , guessed] = probes;
  assert.ok(byRow!.value < 0.2 * byRow!.baseline);
  assert.ok(guessed!.value > 0.8 && Math.abs(guessed!.baseline - 1 / GROUPS) < 0.02);
});

Deno.test("probeLeaks() tells a gain as the training mean's pairedDifference() over few groups", async () => {
  const videos = inventVideos({ leaking: true });
  const { train: fitOn, validation: predictOn } = random;
  const trial = { features: await rowNumber.encode(videos), videos, fitOn, predictOn };
  const first = await fitAndPredict(mean(), trial);
  const second = await fitAndPredict(kNearestNeighbours({ k: 3 }), trial);
  const drawn = { seed: 5, groups: predictOn.map((row) => groups[row]!), expanded: true };
  const [byRow] = await probeLeaks(videos, { split: random, groups, seed: 5, neighbours: 3 });
  assert.deepEqual(byRow!.gain, pairedDifference({ first, second }, drawn));
});

Deno.test("probeLeaks() passes the same videos when groups are kept apart", async () => {
  const videos = inventVideos({ leaking: true });
  const probes = await probeLeaks(videos, { split: apart, groups, seed: 1 });
  assert.deepEqual(verdicts(probes), ["passes", "passes", "passes"]);
  const { value, baseline, gain, rows, sentence } = probes[2]!;
  assert.deepEqual({ value, baseline, gain, rows }, {
    value: 0,
    baseline: 0,
    gain: { value: 0, low: 0, high: 0 },
    rows: [],
  });
  assert.equal(
    sentence,
    "No validation video's group stands in training, so words cannot give it away; " +
      "gain 0.0000 to 0.0000: there is nothing to cheat by.",
  );
});

Deno.test("probeLeaks() passes a random split of videos that groups say nothing of", async () => {
  const videos = inventVideos({ leaking: false });
  const probes = await probeLeaks(videos, { split: random, groups, seed: 1 });
  assert.deepEqual(verdicts(probes), ["passes", "passes", "passes"]);
});

Deno.test("probeLeaks() finds transcripts that stand in training too, and names their rows", async () => {
  const videos = inventVideos({ leaking: false });
  const repeats = random.validation.slice(0, 24);
  const twinned = videos.map((video, row) => {
    const at = repeats.indexOf(row);
    const { transcript, scores } = videos[random.train[at]!] ?? video;
    return { ...video, transcript, scores };
  });
  const probes = await probeLeaks(twinned, { split: random, groups, seed: 1 });
  assert.equal(probes[1]!.verdict, "leaks");
  assert.deepEqual(probes[1]!.rows, repeats.toSorted((a, b) => a - b));
  assert.match(probes[1]!.sentence, /^Looking up the 24 of 39 validation transcripts/);
});

// Of two twins with scores 0.2 and 0.6 the mean 0.4 is predicted: an error of 0.1 instead of 0.1875.
Deno.test("probeLeaks() predicts a repeated transcript by the mean of its twins", async () => {
  const scores = [0.2, 0.6, 0.05, 0.5, 0.95];
  const videos = scores.map((score, row) => ({
    videoId: `v${row}`,
    row,
    transcript: row === 2 ? "quite another story told" : "the same words again and again",
    scores: { virality: score, engagement: score },
  }));
  const split = { train: [0, 1, 2], validation: [3], test: [4] }; // a twin in test is not looked at
  const options = { split, groups: ["a", "b", "c", "d", "e"], seed: 1, neighbours: 1 };
  const [, twins] = await probeLeaks(videos, options);
  assert.ok(Math.abs(twins!.value - 0.1 ** 2) < 1e-12);
  assert.ok(Math.abs(twins!.baseline - (0.5 - 0.85 / 3) ** 2) < 1e-12);
});

Deno.test("probeLeaks() looks at nothing of the test side", async () => {
  const videos = inventVideos({ leaking: false });
  const spoken = Array.from({ length: 200 }, (_, i) => `word${i}`).join(" ");
  const scores = { virality: 1, engagement: 1 };
  const changed = videos.map((video, row) =>
    random.test.includes(row) ? { ...video, transcript: spoken, scores } : video
  );
  const options = { split: random, groups, seed: 1 };
  assert.deepEqual(await probeLeaks(changed, options), await probeLeaks(videos, options));
});

Deno.test("probeLeaks() cannot tell over fewer than six groups", async () => {
  const videos = inventVideos({ leaking: true });
  const split = groupSplit(groups, { seed: 1, validationSize: 5 });
  const probes = await probeLeaks(videos, { split, groups, seed: 1 });
  assert.equal(probes[0]!.verdict, "cannot tell");
  assert.match(probes[0]!.sentence, /: 5 groups are too few to tell\.$/);
});

Deno.test("probeLeaks() refuses groups that are not the videos'", async () => {
  const videos = inventVideos({ leaking: false });
  await assert.rejects(probeLeaks(videos, { split: random, groups: [1, 2], seed: 1 }), {
    name: "TypeError",
    message: "Cannot probe for leaks: expected a group for each of 240 videos, got 2",
  });
});

Deno.test({
  name: "probeLeaks() flags the original's random split and passes the split by blocks",
  ignore: settings.dataset === undefined, // needs the real data set
  fn: async () => {
    const videos = await loadDataset(settings.dataset!);
    const { random, unseen, groups } = evaluationProtocol(videos);
    const probe = (split: typeof random.split) => probeLeaks(videos, { split, groups, seed: 1 });
    assert.deepEqual(verdicts(await probe(random.split)), ["leaks", "passes", "leaks"]);
    assert.deepEqual(verdicts(await probe(unseen.split)), ["passes", "passes", "passes"]);
  },
});
