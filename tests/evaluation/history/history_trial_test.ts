import assert from "assert";
import { type HistoryProtocol, tryHistory } from "lib/evaluation/history/history_trial.ts";
import { historyCurve } from "lib/evaluation/history/history_curve.ts";
import { mean } from "lib/heads/mean.ts";
import { groupRunFolds } from "lib/loaders/splits/group_run_folds.ts";
import { createGenerator } from "lib/random.ts";
import type { DenseMatrix } from "lib/types.ts";
import { channelOf } from "./_history.ts";

const CHANNELS = "abcdefghijkl".split("");
const LEVEL = { name: "Level", head: mean(), learnsFrom: "level" } as const;

/** Twelve channels of eight videos with levels of their own and as much noise. */
function protocolOf(changes: Partial<HistoryProtocol> = {}): HistoryProtocol {
  const generator = createGenerator(11);
  const videos = CHANNELS.flatMap((id, i) => {
    const level = 0.5 + 0.2 * generator.normal();
    return channelOf(id, Array.from({ length: 8 }, () => level + 0.1 * generator.normal()), 8 * i);
  });
  const groups = videos.map(({ channelId }) => channelId!);
  const features: DenseMatrix = {
    kind: "dense",
    rows: videos.length,
    columns: 1,
    data: new Float64Array(videos.length).fill(1),
  };
  return {
    videos,
    groups,
    featuresOf: () => Promise.resolve(features),
    folds: groupRunFolds(groups, { folds: 2 }),
    known: [0, 1, 5],
    order: "random",
    draws: 3,
    seed: 1,
    ...changes,
  };
}

Deno.test("tryHistory() predicts what is not known of each channel in each draw", async () => {
  const draws = await tryHistory(LEVEL, protocolOf());
  assert.equal(draws.length, 12 * 3 * 3);
  for (const { group, known, predictions } of draws) {
    assert.equal(predictions.length, 8 - known);
    const ids = predictions.map(({ videoId }) => videoId);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => id.startsWith(group)));
  }
  const ofDraws = draws.filter(({ group, known }) => group === "a" && known === 5)
    .map(({ predictions }) => predictions.map(({ videoId }) => videoId).sort().join());
  assert.ok(new Set(ofDraws).size > 1, "expected other videos to be known in other draws");
});

Deno.test("tryHistory() moves predictions by the known videos and by nothing else", async () => {
  const protocol = protocolOf();
  const draws = await tryHistory(LEVEL, protocol);
  const [draw] = draws.filter(({ group, known }) => group === "a" && known === 1);
  const predicted = draw!.predictions[0]!.predicted.virality;
  assert.ok(draw!.predictions.every((it) => it.predicted.virality === predicted));
  const unknown = new Set(draw!.predictions.map(({ videoId }) => videoId));
  const changed = protocol.videos.map((video) =>
    unknown.has(video.videoId) ? { ...video, scores: { virality: 0, engagement: 9 } } : video
  );
  const again = await tryHistory(LEVEL, { ...protocol, videos: changed });
  const same = again.find((it) => it.group === "a" && it.known === 1 && it.draw === draw!.draw);
  assert.equal(same!.predictions[0]!.predicted.virality, predicted);
});

Deno.test("tryHistory() errs less the more is known, down to a video's own noise", async () => {
  const curve = historyCurve(await tryHistory(LEVEL, protocolOf({ draws: 20 })), { seed: 1 });
  const [none, one, five] = curve.map(({ value }) => value);
  assert.ok(none! > 1.3 * one! && one! > 1.1 * five!, `${curve.map(({ value }) => value)}`);
  assert.ok(five! > 0.007 && five! < 0.018, `expected about 0.01 (1 + 1/5), got ${five}`);
});

Deno.test("tryHistory() gives the head's own predictions where nothing is learned", async () => {
  const protocol = protocolOf();
  const draws = await tryHistory({ ...LEVEL, learnsFrom: "nothing" }, protocol);
  for (const { group, predictions } of draws) {
    const train = protocol.folds.find(({ train }) =>
      !train.some((row) => protocol.groups[row] === group)
    )!.train;
    const scores = train.map((row) => protocol.videos[row]!.scores.virality);
    const expected = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    for (const { predicted } of predictions) {
      assert.ok(Math.abs(predicted.virality - expected) < 1e-12);
    }
  }
});

Deno.test("tryHistory() in order of the past knows the videos right before", async () => {
  const protocol = protocolOf({ order: "past", known: [0, 1, 2] });
  const draws = await tryHistory(LEVEL, protocol);
  assert.equal(draws.length, 12 * 3 * 6); // the same six videos of eight for each number
  for (const known of [0, 1, 2]) {
    const ids = draws.filter((it) => it.known === known && it.group === "b")
      .flatMap(({ predictions }) => predictions.map(({ videoId }) => videoId));
    assert.deepEqual(ids, protocol.videos.slice(10, 16).map(({ videoId }) => videoId));
  }
  // what comes later, or before the known ones, does not matter to the fourth video
  const changed = protocol.videos.map((video, row) =>
    row === 8 || row === 9 || row > 11 && row < 16
      ? { ...video, scores: { virality: 0, engagement: 0 } }
      : video
  );
  const again = await tryHistory(LEVEL, { ...protocol, videos: changed });
  const ofFourth = (all: typeof draws) =>
    all.find((it) => it.known === 1 && it.predictions[0]!.videoId === protocol.videos[11]!.videoId)!
      .predictions[0]!.predicted;
  assert.deepEqual(ofFourth(again), ofFourth(draws));
});

Deno.test("tryHistory() believes the known videos that are alike, if asked to", async () => {
  const generator = createGenerator(4);
  const videos = CHANNELS.flatMap((id, i) => {
    const kinds = [generator.normal(), generator.normal()];
    const scores = Array.from({ length: 8 }, (_, at) => 0.2 * kinds[at % 2]!);
    return channelOf(id, scores.map((score) => score + 0.02 * generator.normal()), 8 * i);
  });
  const data = Float64Array.from(videos.flatMap((_, row) => row % 2 ? [0, 1] : [1, 0]));
  const features: DenseMatrix = { kind: "dense", rows: videos.length, columns: 2, data };
  const featuresOf = () => Promise.resolve(features);
  const protocol = protocolOf({ videos, featuresOf, order: "past", known: [2] });
  const error = async (learnsFrom: "level" | "likeness") =>
    historyCurve(await tryHistory({ ...LEVEL, learnsFrom }, protocol), { seed: 1 })[0]!.value;
  const [level, likeness] = [await error("level"), await error("likeness")];
  assert.ok(likeness < 0.2 * level, `${likeness} against ${level}`);
});

Deno.test("tryHistory() leaves out channels with too few videos", async () => {
  const draws = await tryHistory(LEVEL, protocolOf({ known: [7, 8] }));
  assert.deepEqual([...new Set(draws.map(({ known }) => known))], [7]);
  assert.deepEqual(await tryHistory(LEVEL, protocolOf({ known: [8], order: "past" })), []);
});
