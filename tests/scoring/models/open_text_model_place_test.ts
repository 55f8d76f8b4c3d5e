import assert from "assert";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { openTextModel } from "lib/scoring/models/open_text_model.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import type { Video } from "lib/types.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";

/** Knows three meanings: music, what comes from elsewhere, and anything else. */
const encoder: TextEncoder = {
  name: "three meanings",
  identity: {},
  columns: 2,
  encode: (texts) =>
    Promise.resolve(dense(texts.map((text) => {
      if (/alien/.test(text)) return [-1, 0];
      return /violin|fiddle/.test(text) ? [1, 0] : [0, 1];
    }))),
};

/** Five videos of music and five of homework, in five channels that have one of each. */
const videos = Array.from({ length: 10 }, (_, row): Video => ({
  videoId: row < 5 ? `violin${row}` : `homework${row}`,
  row,
  transcript: row < 5 ? "a violin sings one two three four five" : "homework six seven eight nine",
  scores: row < 5 ? { virality: 0.8, engagement: 0.6 } : { virality: 0.2, engagement: 0.4 },
}));
const pool: TrainingPool = {
  kind: "real",
  name: "10 videos",
  videos,
  rows: [...videos.keys()],
  groups: videos.map(({ row }) => "abcde"[row % 5]!),
  groupName: "channels",
  randomFold: { train: [0, 1, 5, 6], test: [2, 3, 4, 7, 8, 9] },
};

async function open(cache: string, reads?: TextEncoder) {
  return await openTextModel(pool, { encoder: reads, cache, root: cache });
}

/** Where a text lies among texts that the encoder reads. */
async function placed(text: string) {
  const places = await placedAll([text]);
  return places[0]!;
}

async function placedAll(texts: readonly string[]) {
  const places: Awaited<ReturnType<Awaited<ReturnType<typeof open>>["place"]>>[] = [];
  await inFolder(async (cache) => {
    const model = await open(cache, encoder);
    for (const text of texts) places.push(await model.place({ text }));
  });
  return places;
}

Deno.test("openTextModel() compares texts by their meanings where these were learned", async () => {
  // by its words it is like the videos about homework
  const { neighbours } = await placed("fiddle homework homework");
  assert.deepEqual(
    neighbours.map(({ videoId, similarity }) => [videoId, similarity]),
    [0, 1, 2, 3, 4].map((row) => [`violin${row}`, 1]),
  );
});

Deno.test("openTextModel() compares texts by their words elsewhere, and says that it does", () =>
  inFolder(async (cache) => {
    const { place, name } = await open(cache);
    const { neighbours, warnings } = await place({ text: "fiddle homework homework" });
    assert.deepEqual(
      neighbours.map(({ videoId }) => videoId).sort(),
      [5, 6, 7, 8, 9].map((row) => `homework${row}`),
    );
    assert.equal(name, "TF-IDF word ridge");
    assert.match(warnings[0]!, /^The language model .* is not on disk/);
  }));

Deno.test("openTextModel() predicts from words and meanings together", () =>
  inFolder(async (cache) => {
    const [byBoth, byWords] = [await open(cache, encoder), await open(cache)];
    const asked = [{ text: "fiddle" }, { text: "drum" }]; // no known word: they differ in meaning
    const [fiddle, drum] = await byBoth.predict(asked);
    assert.ok(fiddle!.virality > drum!.virality && fiddle!.engagement > drum!.engagement);
    const [first, second] = await byWords.predict(asked);
    assert.deepEqual(first, second);
  }));

const LONG = "one two three four five six seven eight nine";

Deno.test("openTextModel() has nothing to warn of in a usual text", async () => {
  assert.deepEqual((await placed(LONG)).warnings, []);
});

Deno.test("openTextModel() warns of texts of fewer than 8 words, or with under 60% known ones", async () => {
  const words = LONG.split(" ");
  const strange = (count: number) => Array.from({ length: count }, (_, i) => `strange${i}`);
  const [eight, seven, one, usual, less, hardly] = await placedAll([
    words.slice(0, 8).join(" "),
    words.slice(0, 7).join(" "),
    "one",
    [...words, ...strange(6)].join(" "),
    ["one", ...words, ...strange(7)].join(" "),
    strange(9).join(" "),
  ]);
  assert.deepEqual(eight!.warnings, []);
  assert.match(seven!.warnings[0]!, /has only 7 different words/);
  assert.match(one!.warnings[0]!, /has only 1 different word:/);
  assert.deepEqual(usual!.warnings, [], "9 of 15 words are known");
  assert.match(less!.warnings[0]!, /^Only 59% of its words/, "10 of 17");
  assert.match(
    hardly!.warnings[0]!,
    /^Hardly any of its words occurs in the known videos: it is in another/,
  );
});

Deno.test("openTextModel() tells words apart by letters of two or more, not by case", async () => {
  const [half, all, none] = await placedAll(["Violin, HOMEWORK and drums q", "Homework", "? !"]);
  assert.match(half!.warnings[1]!, /^Only 50% of its words/, "and, drums: no; q: no word");
  assert.equal(all!.warnings.length, 1, "few words");
  assert.match(none!.warnings[1]!, /^Hardly any/);
});

Deno.test("openTextModel() names each reason for mistrust", async () => {
  const { warnings } = await placed("alien one alien drums");
  assert.equal(warnings.length, 3);
  assert.match(warnings[0]!, /^The text has only 3 different words/);
  assert.match(warnings[1]!, /^Only 25% of its words occur/);
  assert.match(warnings[2]!, /^Far from the training data: .*\.$/);
});
