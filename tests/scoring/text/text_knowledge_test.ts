import assert from "assert";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { fitFamiliarity } from "lib/heads/familiarity.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import { openTextKnowledge } from "lib/scoring/text/text_knowledge.ts";
import { fitTextModel } from "lib/scoring/text/text_model.ts";
import { targetMatrix } from "lib/targets.ts";
import type { Video } from "lib/types.ts";
import { dense } from "../../heads/_matrices.ts";

/** Knows two meanings: music, and anything else. */
const encoder: TextEncoder = {
  name: "two meanings",
  identity: {},
  columns: 2,
  encode: (texts) =>
    Promise.resolve(dense(texts.map((text) => /violin|fiddle/.test(text) ? [1, 0] : [0, 1]))),
};

const texts = ["a violin sings", "the violin plays", "homework now", "more homework"];
const videos = texts.map((transcript, row): Video => ({
  videoId: `video${row}`,
  row,
  transcript,
  scores: row < 2 ? { virality: 0.8, engagement: 0.6 } : { virality: 0.2, engagement: 0.4 },
}));
const known: KnownVideos = {
  kind: "real",
  name: "4 videos",
  videos,
  rows: [0, 1, 2, 3],
  groups: ["a", "b", "a", "b"],
  groupsName: "channels",
  randomFold: { train: [0, 2], test: [1, 3] },
};

async function open(reads?: TextEncoder) {
  const meanings = await reads?.encode(texts);
  const state = await fitTextModel({ texts, meanings, targets: targetMatrix(videos) }, {
    minDf: 1,
  });
  const { distances } = fitFamiliarity(await encoder.encode(texts), { groups: known.groups });
  return await openTextKnowledge({ state, distances }, { known, encoder: reads });
}

Deno.test("openTextKnowledge() compares texts by their meanings where these were learned", async () => {
  const { place } = await open(encoder);
  // by its words it is like the videos about homework
  const { neighbours, familiarity } = await place("fiddle homework homework");
  assert.deepEqual(neighbours.map(({ videoId, similarity }) => [videoId, similarity]), [
    ["video0", 1],
    ["video1", 1],
  ]);
  assert.deepEqual([familiarity.distance, familiarity.far], [0, false]);
});

Deno.test("openTextKnowledge() compares texts by their words elsewhere", async () => {
  const { place, name } = await open();
  const { neighbours } = await place("fiddle homework homework");
  assert.deepEqual(neighbours.map(({ videoId }) => videoId).sort(), ["video2", "video3"]);
  assert.equal(name, "TF-IDF word ridge");
});

Deno.test("openTextKnowledge() predicts from words and meanings together", async () => {
  const [byBoth, byWords] = [await open(encoder), await open()];
  const asked = ["fiddle", "drum"]; // no known word: they differ in meaning alone
  const [fiddle, drum] = await byBoth.predict(asked);
  assert.ok(fiddle!.virality > drum!.virality && fiddle!.engagement > drum!.engagement);
  const [first, second] = await byWords.predict(asked);
  assert.deepEqual(first, second);
});

Deno.test("openTextKnowledge() tells the share of a text's words that are known", async () => {
  const { knownShare } = await open();
  assert.equal(knownShare("Violin, HOMEWORK and drums q"), 2 / 4, "and, drums: no; q: no word");
  assert.equal(knownShare("more homework"), 1);
  assert.equal(knownShare("? !"), 0);
});
