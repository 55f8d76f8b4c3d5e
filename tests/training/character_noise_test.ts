import assert from "assert";
import fc from "fast-check";
import { createGenerator } from "lib/random.ts";
import { addCharacterNoise } from "lib/training/character_noise.ts";

const ORIGINAL = { probability: 0.7, level: 0.3 };

Deno.test("addCharacterNoise() replaces exactly the stated share and keeps the length", () => {
  const text = "0".repeat(50); // no letter, so every replacement shows
  const noisy = addCharacterNoise(text, { probability: 1, level: 0.3 }, createGenerator(1));
  assert.equal(noisy.length, 50);
  assert.equal([...noisy].filter((c) => c !== "0").length, 15);
  assert.match(noisy, /^[0a-zA-Z]+$/);
});

Deno.test("addCharacterNoise() touches the stated share of texts", () => {
  const generator = createGenerator(5);
  const touched =
    Array.from({ length: 4000 }, () => addCharacterNoise("0000000000", ORIGINAL, generator))
      .filter((noisy) => noisy !== "0000000000").length;
  assert.ok(Math.abs(touched / 4000 - 0.7) < 0.03, `${touched} of 4000`); // four standard errors
});

Deno.test("addCharacterNoise() draws anew each time and repeats by seed", () => {
  const text = "the quick brown fox jumps over the lazy dog";
  const twice = (seed: number) => {
    const generator = createGenerator(seed);
    const always = { probability: 1, level: 0.3 };
    return [addCharacterNoise(text, always, generator), addCharacterNoise(text, always, generator)];
  };
  assert.notEqual(twice(1)[0], twice(1)[1]);
  assert.deepEqual(twice(1), twice(1));
  assert.notDeepEqual(twice(1), twice(2));
});

Deno.test("addCharacterNoise() never splits a code point", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (text, seed) => {
    const noisy = addCharacterNoise(text, { probability: 1, level: 0.5 }, createGenerator(seed));
    assert.equal([...noisy].length, [...text].length);
    assert.ok(noisy.isWellFormed());
  }));
});

Deno.test("addCharacterNoise() leaves empty text and level 0 alone", () => {
  assert.equal(addCharacterNoise("", { probability: 1, level: 1 }, createGenerator(1)), "");
  assert.equal(addCharacterNoise("abc", { probability: 1, level: 0 }, createGenerator(1)), "abc");
});
