import assert from "assert";
import fc from "fast-check";
import { createGenerator, deriveSeed } from "lib/random.ts";

// Reference: NumPy 2.4.6, RandomState(seed).
Deno.test("createGenerator() repeats NumPy's permutation and the numbers after it", () => {
  const generator = createGenerator(42);
  assert.deepEqual(generator.permutation(10), [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
  assert.equal(generator.uniform(), 0.15599452033620265);
});

Deno.test("createGenerator() repeats NumPy beyond the generator's first 624 numbers", () => {
  const generator = createGenerator(7);
  for (let i = 0; i < 1000; i++) generator.uint32();
  assert.deepEqual(generator.permutation(5), [3, 0, 2, 4, 1]);
});

Deno.test("createGenerator() refuses a seed that is no unsigned 32-bit integer", () => {
  for (const seed of [-1, 1.5, NaN, 2 ** 32]) {
    assert.throws(() => createGenerator(seed), {
      name: "RangeError",
      message: `Cannot seed a generator: expected an integer in 0..2^32-1, got ${seed}`,
    });
  }
});

Deno.test("permutation() holds every position once", () => {
  fc.assert(fc.property(fc.nat(), fc.nat(200), (seed, length) => {
    const sorted = createGenerator(seed).permutation(length).sort((a, b) => a - b);
    assert.deepEqual(sorted, Array.from({ length }, (_, i) => i));
  }));
});

Deno.test("integer() reaches both ends and stays between them", () => {
  const generator = createGenerator(1);
  const seen = new Set(Array.from({ length: 500 }, () => generator.integer(6)));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(generator.integer(0), 0);
});

Deno.test("normal() has mean 0, standard deviation 1 and the normal share within one of it", () => {
  const generator = createGenerator(3);
  const draws = Array.from({ length: 20_000 }, () => generator.normal());
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  const within = draws.filter((x) => Math.abs(x) < 1).length / draws.length;
  // Standard errors at this size: 0.007, 0.010 and 0.0033.
  assert.ok(Math.abs(mean) < 0.03, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1) < 0.04, `variance ${variance}`);
  assert.ok(Math.abs(within - 0.6827) < 0.014, `within one ${within}`);
});

Deno.test("deriveSeed() gives every part of a task a seed of its own, the same each time", () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    for (let epoch = 0; epoch < 20; epoch++) {
      for (let batch = 0; batch < 20; batch++) seeds.add(deriveSeed(seed, epoch, batch));
    }
  }
  assert.equal(seeds.size, 8000); // 0.0075 collisions are expected among 8,000 of 2^32
  assert.equal(deriveSeed(1, 2, 3), deriveSeed(1, 2, 3));
  assert.notEqual(deriveSeed(1, 2, 3), deriveSeed(1, 3, 2));
  assert.notEqual(deriveSeed(1, 0), deriveSeed(1, 0, 0));
});
