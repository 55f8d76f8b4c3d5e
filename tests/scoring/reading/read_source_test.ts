import assert from "assert";
import { prepareText, readSource, STANDARD_INPUT } from "lib/scoring/reading/read_source.ts";
import { streamOf } from "../../commands/_hostile_inputs.ts";

/** Characters of a text that are read. */
const MOST = 20_000;

/** Reads standard input that holds a text. */
async function read(text: string, kind: "transcript" | "captions" = "captions") {
  const standardInput = streamOf(new TextEncoder().encode(text));
  return await readSource({ kind, path: STANDARD_INPUT }, { standardInput });
}

Deno.test("readSource() keeps text and timed words the same", async () => {
  const { text, words } = await read(
    "1\n00:00:00,000 --> 00:00:02,000\none \x07 t\x1bwo\n\n" +
      "2\n00:00:02,000 --> 00:00:03,000\nthree\n",
  );
  assert.equal(text, "one two three");
  assert.deepEqual(words!.map(({ text }) => text), ["one", "two", "three"]);
  assert.deepEqual([words![0]!.startMs, words![2]!.startMs, words![1]!.lineStartMs], [0, 2000, 0]);
  assert.ok(words![1]!.startMs > 0 && words![1]!.startMs < 2000);
});

Deno.test("readSource() drops the words that are cut off with the text", async () => {
  const line = "word ".repeat(MOST / 4).trim();
  const { text, words, warnings } = await read(`1\n00:00:00,000 --> 00:01:00,000\n${line}\n`);
  assert.equal(words!.map(({ text }) => text).join(" "), text);
  assert.ok(text.length <= MOST);
  assert.equal(warnings.length, 1);
});

Deno.test("readSource() leaves a text without times without words", async () => {
  assert.deepEqual(await read(" a\tb ", "transcript"), { text: "a b", warnings: [] });
});

Deno.test("prepareText() leaves out control characters and nothing else", () => {
  assert.deepEqual(prepareText(" Zoë\x1b[1m\n\tsaid\u00a0<hi> "), {
    text: "Zoë [1m said\u00a0<hi>",
    warnings: [],
  });
});

Deno.test("prepareText() cuts a long text at a word's end and says so", () => {
  const { text, warnings } = prepareText("seven77 ".repeat(3000));
  assert.ok(text.length <= MOST && text.endsWith(" seven77"));
  assert.deepEqual(warnings, [
    "The text has 23,999 characters, more than a short video's; only the first 19,999 were read.",
  ]);
  const word = prepareText("🎻".repeat(MOST)).text;
  assert.ok(word.isWellFormed() && word.length <= MOST);
});
