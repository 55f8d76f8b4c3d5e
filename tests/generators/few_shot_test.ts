import assert from "assert";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { nearestExamples, spreadExamples } from "lib/generators/few_shot.ts";
import type { Video } from "lib/types.ts";

function video(videoId: string, transcript: string, score = 0): Video {
  return { videoId, transcript, scores: { virality: score, engagement: score }, row: 0 };
}

const TRAINING = [
  video("bread", "how to bake bread with flour and water", 0.9),
  video("cat", "my cat sleeps on the warm sofa", 0.1),
  video("dough", "bake a dough of flour", 0.5),
  video("dog", "my dog sleeps outside", 0.3),
];

Deno.test("nearestExamples() shows the most alike last and never the same words", async () => {
  const encoder = fitTfidf(TRAINING.map(({ transcript }) => transcript), { ngramRange: [1, 1] });
  const nearest = await nearestExamples(TRAINING, { count: 2, encoder });
  const idsFor = async (it: Video) => (await nearest.examplesFor(it)).map(({ videoId }) => videoId);
  assert.deepEqual(await idsFor(video("new", "bake flour into dough today")), ["bread", "dough"]);
  assert.deepEqual(await idsFor(TRAINING[1]!), ["bread", "dog"]);
  const copy = video("copy", "My cat sleeps -- on the warm sofa!");
  assert.ok(!(await idsFor(copy)).includes("cat"));
  assert.equal(nearest.name, "2 nearest");
});

Deno.test("spreadExamples() takes the middles of equal parts of the range of scores", async () => {
  const spread = spreadExamples(TRAINING, { count: 2 });
  const shown = await spread.examplesFor(video("new", "something else"));
  // Sorted: cat 0.1, dog 0.3, dough 0.5, bread 0.9; quantiles 0.25 and 0.75 are positions 1 and 3.
  assert.deepEqual(shown.map(({ videoId }) => videoId), ["dog", "bread"]);
  const forOneOfThem = await spread.examplesFor(TRAINING[3]!);
  assert.deepEqual(forOneOfThem.map(({ videoId }) => videoId), ["bread"]);
});

Deno.test("spreadExamples() and nearestExamples() refuse more examples than there are videos", async () => {
  const encoder = fitTfidf(["a word"]);
  for (const count of [0, 5, 1.5]) {
    const wrong = {
      name: "RangeError",
      message: `Cannot choose examples: count expected 1 to 4 (the training videos), got ${count}`,
    };
    assert.throws(() => spreadExamples(TRAINING, { count }), wrong);
    await assert.rejects(nearestExamples(TRAINING, { count, encoder }), wrong);
  }
});
