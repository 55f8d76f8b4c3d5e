import assert from "assert";
import { MAX_CHARACTERS, prepareText } from "lib/scoring/reading/prepare_text.ts";

Deno.test("prepareText() leaves out control characters and nothing else", () => {
  assert.deepEqual(prepareText(" Zoë\x1b[1m\n\tsaid\u00a0<hi> "), {
    text: "Zoë [1m said\u00a0<hi>",
    cautions: [],
  });
});

Deno.test("prepareText() cuts a long text at a word's end and says so", () => {
  const { text, cautions } = prepareText("seven77 ".repeat(3000));
  assert.ok(text.length <= MAX_CHARACTERS && text.endsWith(" seven77"));
  assert.deepEqual(cautions, [
    "The text has 23,999 characters, more than a short video's; only the first 19,999 were read.",
  ]);
  const word = prepareText("🎻".repeat(MAX_CHARACTERS)).text;
  assert.ok(word.isWellFormed() && word.length <= MAX_CHARACTERS);
});
