import assert from "assert";
import { momentsHtml } from "lib/scoring/writing/moments_html.ts";
import { finding, moments } from "./_answer.ts";

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
