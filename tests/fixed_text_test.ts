import assert from "assert";
import { capitalised, fixedText } from "lib/fixed_text.ts";

Deno.test("fixedText() writes what rounds to 0 without a minus sign", () => {
  assert.equal(fixedText(-0.00049, 3), "0.000");
  assert.equal(fixedText(-0.4, 0), "0");
  assert.equal(fixedText(-0, 2), "0.00");
});

Deno.test("fixedText() keeps every other minus sign", () => {
  assert.equal(fixedText(-0.0006, 3), "-0.001");
  assert.equal(fixedText(-10, 0), "-10");
  assert.equal(fixedText(0.5, 2), "0.50");
});

Deno.test("capitalised() begins with a capital letter", () => {
  assert.deepEqual(["all 3", "", "éclair"].map(capitalised), ["All 3", "", "Éclair"]);
});
