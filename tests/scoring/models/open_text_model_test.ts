import assert from "assert";
import { join } from "node:path";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { MODEL_CARD } from "lib/evaluation/cards/model_card.ts";
import { readText } from "lib/scoring/models/fit_text.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { damagesOf } from "../../storage/_damages.ts";
import { captionWords } from "../_caption_words.ts";
import { pool, textScorer } from "../_scorers.ts";

const TEXT = "One morning the sailor found a violin. Nothing but homework, more homework.";

async function keptFolder(cache: string): Promise<string> {
  const names = await Array.fromAsync(Deno.readDir(join(cache, "scoring")), ({ name }) => name);
  assert.equal(names.length, 1);
  return join(cache, "scoring", names[0]!);
}

Deno.test("openTextModel() says the same from the kept model as from the fitted one", () =>
  inFolder(async (cache) => {
    const fitted = await (await textScorer(pool, { cache, root: cache })).score({ text: TEXT });
    const folder = await keptFolder(cache);
    assert.match(
      await Deno.readTextFile(join(folder, MODEL_CARD)),
      /Model card: TF-IDF word ridge/,
    );
    const before = (await Deno.stat(join(folder, "model.json"))).mtime;
    const kept = await (await textScorer(pool, { cache, root: cache })).score({ text: TEXT });
    assert.deepEqual(kept, fitted);
    assert.deepEqual((await Deno.stat(join(folder, "model.json"))).mtime, before);
  }));

Deno.test("openTextModel() fits anew where a part of the kept model is missing", () =>
  inFolder(async (cache) => {
    await textScorer(pool, { cache, root: cache });
    const folder = await keptFolder(cache);
    for (const name of ["model.json", "model.safetensors"]) {
      await Deno.remove(join(folder, name));
      await assert.rejects(readText(folder));
      await textScorer(pool, { cache, root: cache });
      assert.ok(await readText(folder));
    }
  }));

Deno.test("openTextModel() sets a damaged model aside, of whatever damage, and says the same again", () =>
  inFolder(async (cache) => {
    const before = await (await textScorer(pool, { cache, root: cache })).score({ text: TEXT });
    const folder = await keptFolder(cache);
    let count = 0;
    for (const name of ["model.json", "model.safetensors"]) {
      const path = join(folder, name);
      const whole = await Deno.readFile(path);
      for (const [how, bytes] of Object.entries(damagesOf(whole))) {
        await Deno.writeFile(path, bytes);
        const again = await (await textScorer(pool, { cache, root: cache })).score({ text: TEXT });
        assert.deepEqual(again, before, `${name}, ${how}`);
        assert.deepEqual(await Deno.readFile(path), whole, `${name}, ${how}`);
        count++;
        const aside = `${folder}.damaged${count === 1 ? "" : `-${count}`}`;
        assert.deepEqual(await Deno.readFile(join(aside, name)), bytes);
      }
    }
  }));

Deno.test("openTextModel() refuses numbers that belong to another model", () =>
  inFolder(async (cache) => {
    await textScorer(pool, { cache, root: cache });
    const folder = await keptFolder(cache);
    const real = { ...pool, kind: "real" } as const;
    const other = join(cache, "other");
    await textScorer(real, { cache: other, root: cache });
    const file = "model.safetensors";
    await Deno.copyFile(join(await keptFolder(other), file), join(folder, file));
    await assert.rejects(readText(folder), {
      name: "SyntaxError",
      message: /was written for$/,
    });
  }));

Deno.test("openTextModel() writes a card that a killed process left out", () =>
  inFolder(async (cache) => {
    await textScorer(pool, { cache, root: cache });
    const path = join(await keptFolder(cache), MODEL_CARD);
    const card = await Deno.readTextFile(path);
    await Deno.remove(path);
    await textScorer(pool, { cache, root: cache });
    assert.equal(await Deno.readTextFile(path), card);
  }));

testWithDisk(
  "openTextModel() answers from a read-only disk, a full one and an empty one",
  (disk) =>
    inFolder(async (cache) => {
      const options = { encoder: byLength, root: cache };
      const score = async (cache: string) =>
        await (await textScorer(pool, { ...options, cache })).score({ text: TEXT });
      const expected = await score(cache);
      await disk.makeReadOnly();
      assert.deepEqual(await score(disk.folder), expected);
      await disk.makeWritable();
      await disk.fill();
      assert.deepEqual(await score(disk.folder), expected);
      await disk.makeWritable();
      assert.deepEqual(await score(disk.folder), expected);
      await disk.makeReadOnly();
      assert.deepEqual(await score(disk.folder), expected);
    }),
);

Deno.test("openTextModel() gives two processes on one empty cache the same model", () =>
  inFolder(async (cache) => {
    const scorers = await Promise.all(
      [1, 2].map(() => textScorer(pool, { cache, root: cache })),
    );
    const [one, other] = await Promise.all(scorers.map((scorer) => scorer.score({ text: TEXT })));
    assert.deepEqual(one, other);
    const folder = await keptFolder(cache);
    assert.ok(await readText(folder));
    assert.deepEqual(
      (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort(),
      [MODEL_CARD, "identity.json", "model.json", "model.safetensors"],
    );
  }));

Deno.test("openTextModel() puts the measured score inside its interval, with all it rests on", () =>
  inFolder(async (cache) => {
    const scorer = await textScorer(pool, { cache, root: cache });
    const { finding, warnings } = await scorer.score({ text: TEXT });
    for (const { score, low, high, percentile } of Object.values(finding.scores)) {
      assert.ok(0 <= low && low <= score && score <= high && high <= 100);
      assert.ok(0 <= percentile && percentile <= 100);
    }
    const [random, unseen] = finding.facts.heldOut;
    assert.deepEqual([random!.protocol, random!.videos], ["random split", 10]);
    assert.deepEqual([unseen!.protocol, unseen!.videos, unseen!.groups], ["channels", 48, 6]);
    assert.ok(warnings.some((text) => text.includes("invented")));
    assert.equal(finding.neighbours.length, 5);
    assert.deepEqual(finding.basis, ["words"]);
  }));

Deno.test("openTextModel() is moved towards a channel's past scores, the more the more there are", () =>
  inFolder(async (cache) => {
    const scorer = await textScorer(pool, { cache, root: cache });
    const past = (count: number) =>
      new Array(count).fill({ scores: { virality: 1, engagement: 1 } });
    const { finding: alone } = await scorer.score({ text: TEXT });
    const { finding: two } = await scorer.score({ text: TEXT }, { past: past(2) });
    const { finding: many } = await scorer.score({ text: TEXT }, { past: past(20) });
    assert.equal(alone.moved, undefined);
    assert.ok(two.moved!.virality > 0 && many.moved!.virality > two.moved!.virality);
    assert.ok(two.scores.virality.score > alone.scores.virality.score);
    assert.equal(two.facts.heldOut.at(-1)!.protocol, "channels, with 2 known videos each");
    assert.match(two.facts.intervals, /2 past videos are known/);
  }));

Deno.test("openTextModel() says so when it was fitted on the very text", () =>
  inFolder(async (cache) => {
    const scorer = await textScorer(pool, { cache, root: cache });
    const { videoId, transcript } = pool.videos[3]!;
    const { finding, warnings } = await scorer.score({ text: transcript });
    assert.equal(finding.neighbours[0]!.videoId, videoId);
    assert.ok(
      warnings.some((text) => text.includes(`fitted on this very text (video ${videoId})`)),
    );
  }));

/** Knows a text by its length alone. */
const byLength: TextEncoder = {
  name: "lengths",
  identity: { model: "lengths" },
  columns: 2,
  encode: (texts) =>
    Promise.resolve(dense(texts.map(({ length }) => [Math.cos(length), Math.sin(length)]))),
};

Deno.test("openTextModel() reads meanings where it can, and says so of real videos where it cannot", () =>
  inFolder(async (cache) => {
    const real = { ...pool, kind: "real" } as const;
    const words = await (await textScorer(real, { cache, root: cache })).score({ text: TEXT });
    assert.equal(words.finding.facts.model, "TF-IDF word ridge");
    assert.match(words.warnings[0]!, /^The language model .* is not on disk, so words were only/);
    const options = { cache, root: cache, encoder: byLength };
    const meanings = await (await textScorer(real, options)).score({ text: TEXT });
    assert.match(meanings.finding.facts.model, /^mean of TF-IDF word ridge, MiniLM kernel ridge/);
    assert.ok(!meanings.warnings.some((text) => text.includes("is not on disk")));
    assert.notDeepEqual(meanings.finding.scores, words.finding.scores);
  }));

Deno.test("openTextModel() names the language model and its revision in the card", () =>
  inFolder(async (cache) => {
    const encoder = { ...byLength, source: { id: "a/lengths", revision: "main" } };
    await textScorer(pool, { cache, root: cache, encoder });
    const card = await Deno.readTextFile(join(await keptFolder(cache), MODEL_CARD));
    assert.match(card, /^- \*\*Made from:\*\* a\/lengths, revision main$/m);
  }));

Deno.test("openTextModel() gives moments instead of passages where times are known", () =>
  inFolder(async (cache) => {
    const scorer = await textScorer(pool, { cache, root: cache });
    const lines = [0, 1, 2, 3].map((line) =>
      Array.from({ length: 15 }, (_, i) => `word${15 * line + i}`).join(" ")
    );
    const text = lines.join(" ");
    const words = captionWords(lines.map((line, i) => [5000 * i, line]), 300);
    const { finding: untimed } = await scorer.score({ text });
    assert.ok(untimed.passages.length > 0 && untimed.moments.length === 0);
    const { finding: timed } = await scorer.score({ text, words });
    assert.deepEqual(timed.moments.map(({ startMs }) => startMs), [0, 5000, 10_000, 15_000]);
    assert.deepEqual(timed.passages, []);
  }));
