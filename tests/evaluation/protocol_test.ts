import assert from "assert";
import { evaluationProtocol, heldOutProtocols, learningRows } from "lib/evaluation/protocol.ts";
import { crossValidateRepeats } from "lib/heads/cross_validate_repeats.ts";
import { mean } from "lib/heads/mean.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { repeatedGroupKFold } from "lib/loaders/splits/repeated_group_k_fold.ts";
import { unseenChannelSplit } from "lib/loaders/splits/unseen_channel_split.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import type { Video } from "lib/types.ts";

const { videos } = createSampleCorpus();
const channels = videos.map(({ channelId }) => channelId);
const sides = ["train", "validation", "test"] as const;

Deno.test("evaluationProtocol() gives the splits that the loaders give", () => {
  const { random, unseen, groups, groupName } = evaluationProtocol(videos, { seed: 7 });
  assert.deepEqual(random.split, originalSplit(videos.length, { seed: 7 }));
  assert.deepEqual(unseen.split, unseenChannelSplit(videos, { seed: 7 }).split);
  assert.deepEqual([random.name, unseen.name, groupName], ["random split", "channels", "channels"]);
  assert.deepEqual(groups, channels);
});

Deno.test("evaluationProtocol() draws videos for the random split and channels for the other", () => {
  const { random, unseen } = evaluationProtocol(videos, { resamples: 20, bootstrapSeed: 3 });
  for (const side of sides) {
    assert.deepEqual(random.bootstrap[side], { seed: 3, resamples: 20 });
    assert.deepEqual(unseen.bootstrap[side], {
      seed: 3,
      resamples: 20,
      expanded: true,
      groups: unseen.split[side].map((row) => channels[row]),
    });
  }
});

Deno.test("evaluationProtocol() names blocks where no channel is known", () => {
  const nameless = videos.map(({ channelId: _, ...video }) => video);
  const { unseen, folds, groups } = evaluationProtocol(nameless, { blockLength: 24, folds: 4 });
  assert.deepEqual([unseen.name, folds.name], [
    "blocks of 24 rows",
    "3 times 4 folds of blocks of 24 rows",
  ]);
  assert.deepEqual([groups[0], groups[23], groups[24], groups[239]], ["0", "0", "1", "9"]);
});

Deno.test("evaluationProtocol() has bootstrap groups for the predictions of all repeats", async () => {
  const { folds } = evaluationProtocol(videos, { folds: 4, repeats: 2, seed: 5, resamples: 10 });
  assert.deepEqual(folds.repeats, repeatedGroupKFold(channels, { folds: 4, repeats: 2, seed: 5 }));
  const features = { kind: "dense", rows: 240, columns: 0, data: new Float64Array() } as const;
  const { repeats } = folds;
  const predictions = await crossValidateRepeats(mean(), { features, videos, repeats });
  const { groups, expanded } = folds.bootstrap;
  assert.deepEqual({ groups, expanded }, { groups: [...channels, ...channels], expanded: true });
  assert.equal(evaluate(predictions, folds.bootstrap)[0]!.rows, 480);
});

Deno.test("evaluationProtocol() refuses videos of which only some name their channel", () => {
  const { channelId: _, ...nameless } = videos[0]!;
  assert.throws(() => evaluationProtocol([nameless, ...videos.slice(1)]), {
    name: "RangeError",
    message: /expected a channel for every video or for none/,
  });
});

Deno.test("learningRows() leaves the test side out and keeps each video's channel", () => {
  const { rows, groups, groupName, randomFold } = learningRows(videos);
  const { train, validation, test } = originalSplit(videos.length);
  assert.deepEqual(rows, [...train, ...validation].sort((a, b) => a - b), "in the data's order");
  assert.ok(test.every((row) => !rows.includes(row)));
  assert.deepEqual(groups, rows.map((row) => channels[row]));
  assert.equal(groupName, "channels");
  assert.deepEqual(randomFold.train.map((position) => rows[position]), [...train]);
  assert.deepEqual(randomFold.test.map((position) => rows[position]), [...validation]);
});

/** Videos of which nothing but the channel matters. */
function videosOf(count: number, channelOf?: (row: number) => string): Video[] {
  return Array.from({ length: count }, (_, row) => ({
    videoId: `${row}`,
    row,
    transcript: "",
    scores: { virality: 0.5, engagement: 0.5 },
    ...(channelOf && { channelId: channelOf(row) }),
  }));
}

Deno.test("heldOutProtocols() learns from no block beside those that it asks about", () => {
  const learning = learningRows(videosOf(1200));
  const { name, folds, groups } = heldOutProtocols(learning).unseen;
  assert.equal(name, "blocks of 100 rows, neighbours unseen too");
  assert.deepEqual(groups, learning.rows.map((row) => String(Math.floor(row / 100))));
  for (const { train, test } of folds) {
    const asked = new Set(test.map((row) => Number(groups![row])));
    const learned = new Set(train.map((row) => Number(groups![row])));
    for (const block of asked) {
      assert.ok([block - 1, block, block + 1].every((near) => !learned.has(near)), `${block}`);
    }
  }
  const all = folds.flatMap(({ test }) => test).sort((a, b) => a - b);
  assert.deepEqual(all, [...learning.rows.keys()], "each video is asked about once");
});

Deno.test("heldOutProtocols() keeps true channels apart and leaves none out", () => {
  const learning = learningRows(videosOf(60, (row) => `channel${Math.floor(row / 6)}`));
  const { random, unseen: { name, folds } } = heldOutProtocols(learning);
  assert.deepEqual(random, { name: "random split", folds: [learning.randomFold] });
  assert.equal(name, "channels");
  for (const { train, test } of folds) {
    assert.equal(train.length + test.length, learning.rows.length);
    const learned = new Set(train.map((row) => learning.groups[row]));
    assert.ok(test.every((row) => !learned.has(learning.groups[row])));
  }
});
