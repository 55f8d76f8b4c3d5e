import assert from "assert";
import type { Answer, Finding, Influence } from "lib/scoring/answer.ts";
import { momentsHtml, wordsHtml } from "lib/scoring/writing/influences_html.ts";
import { finding, moments } from "./_answer.ts";

const target = { score: 50, low: 40, high: 60, percentile: 50, median: 50 };

/** An answer of a text of which these words and passages moved virality. */
function scored(text: string, { words, passages = [] }: Partial<Finding>) {
  const finding: Finding = {
    basis: ["words"],
    scores: { virality: target, engagement: target },
    words: words!,
    passages,
    moments: [],
    neighbours: [],
    facts: { model: "m", data: "d", kind: "real", intervals: "i", heldOut: [] },
  };
  return { kind: "scored", item: "a.txt", finding, cautions: [], text } satisfies Answer;
}

const moved = (text: string, virality: number): Influence => ({
  text,
  effect: { virality, engagement: 0 },
});

Deno.test("wordsHtml() colours a contraction by what the whole of it did", () => {
  const html = wordsHtml(scored("They don’t stop", { words: [moved("don't", 2)] }));
  assert.match(html, /<span title="[^"]*2[^"]*" style="background:[^"]*">don’t<\/span> stop/);
});

Deno.test("wordsHtml() lists passages that moved a score, cut, and no others", () => {
  const passages = [moved("x".repeat(500), -1.5), moved("of no weight", 0.04)];
  const html = wordsHtml(scored("a text", { words: [moved("text", 1)], passages }));
  assert.match(html, /Passages that moved it most<\/p><ul><li>−1\.5 /);
  assert.ok(html.includes(`>${"x".repeat(160)}…<`));
  assert.doesNotMatch(html, /of no weight/);
  assert.equal(html.match(/Passages/g)!.length, 1, "none moved engagement");
});

Deno.test("wordsHtml() lists three passages, those that moved a score most first", () => {
  const passages = [moved("least", 0.5), moved("up", 2), moved("down", -3), moved("middle", 1)];
  const html = wordsHtml(scored("a text", { words: [moved("text", 1)], passages }));
  const listed = [...html.matchAll(/<li>(\S+) <span class="muted">(\w+)</g)];
  assert.deepEqual(listed.map(([, effect, text]) => [effect, text]), [
    ["−3.0", "down"],
    ["+2.0", "up"],
    ["+1.0", "middle"],
  ]);
});

Deno.test("wordsHtml() says when it shows the beginning alone", () => {
  const words = [moved("word", 1)];
  const long = wordsHtml(scored("word ".repeat(601).trim(), { words }));
  assert.match(long, /; the first 600 words of the text</);
  assert.equal(long.match(/>word</g)!.length, 600, "coloured for virality alone");
  assert.doesNotMatch(wordsHtml(scored("word ".repeat(600).trim(), { words })), /the first 600/);
});

const wordsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ text: `w${i}`, startMs: 10 * i, endMs: 10 * i + 9 }));

Deno.test("momentsHtml() writes the words over the moments, and says what effects are", async () => {
  const html = await momentsHtml({ ...finding, moments }, wordsOf(2));
  assert.match(html, />w1<\/text>/);
  assert.match(html, /The score with what is said in a moment less the score without it\.</);
  const clip = { ...finding, basis: ["pictures", "sound"], moments };
  assert.match(await momentsHtml(clip), /what is seen and heard in a moment/);
});

Deno.test("momentsHtml() leaves out words that would be a wall, and says so", async () => {
  const html = await momentsHtml({ ...finding, moments }, wordsOf(1234));
  assert.doesNotMatch(html, />w1<\/text>/);
  assert.match(html, /Its 1,234 words are not drawn\./);
});

Deno.test("momentsHtml() cuts a word that is too long to be one", async () => {
  const html = await momentsHtml({ ...finding, moments }, [
    { text: "a".repeat(1000), startMs: 0, endMs: 10 },
  ]);
  assert.match(html, />a{24}…<\/text>/);
  assert.doesNotMatch(html, /a{25}/);
});

Deno.test("momentsHtml() draws nothing without moments", async () => {
  assert.equal(await momentsHtml(finding, wordsOf(3)), "");
});
