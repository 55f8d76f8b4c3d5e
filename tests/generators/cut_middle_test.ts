import assert from "assert";
import fc from "fast-check";
import { cutMiddle } from "lib/generators/cut_middle.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";

const counter = await tokenCounterFor("gpt-4o");

Deno.test("cutMiddle() keeps the opening and the end of a long text", () => {
  const text = Array.from({ length: 50 }, (_, i) => `word${i}`).join(" ");
  const cut = cutMiddle(text, { maxTokens: 20, counter });
  assert.match(cut, /^word0 word1 .* \[…\] .* word49$/);
  assert.ok(counter.encode(cut).length >= 17);
});

Deno.test("cutMiddle() leaves a text that just fits as it is", () => {
  const text = "one two three four five six seven eight nine ten";
  assert.equal(counter.encode(text).length, 10);
  assert.equal(cutMiddle(text, { maxTokens: 10, counter }), text);
  assert.notEqual(cutMiddle(text, { maxTokens: 9, counter }), text);
});

Deno.test("cutMiddle() keeps to the budget and takes only from the middle", () => {
  const texts = fc.array(fc.oneof(fc.lorem(), fc.string({ unit: "grapheme" })), { maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 8, max: 60 }), (parts, maxTokens) => {
      const text = parts.join(" ");
      const cut = cutMiddle(text, { maxTokens, counter });
      assert.ok(counter.encode(cut).length <= maxTokens);
      if (cut === text) return;
      const [head, tail] = cut.split(" […] ");
      assert.ok(text.startsWith(head!) && text.endsWith(tail!), cut);
    }),
    { numRuns: 60 },
  );
});

Deno.test("cutMiddle() says how small a budget may be", () => {
  for (const maxTokens of [0, 3, 9.5, NaN]) {
    assert.throws(() => cutMiddle("", { maxTokens, counter }), {
      name: "RangeError",
      message: /^Cannot cut a text: maxTokens expected a whole number of at least \d, got /,
    });
  }
});
