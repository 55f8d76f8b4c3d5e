import assert from "assert";
import fc from "fast-check";
import { createGenerator } from "lib/random.ts";
import { lengthBucketedBatches, sortedBatches } from "lib/batches.ts";

const lengthsOf = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200 });

Deno.test("lengthBucketedBatches() puts every row in exactly one batch of at most `rows`", () => {
  fc.assert(
    fc.property(lengthsOf, fc.integer({ min: 1, max: 20 }), fc.nat(), (lengths, rows, seed) => {
      const batches = lengthBucketedBatches(
        lengths,
        { rows, bucketRows: 64 },
        createGenerator(seed),
      );
      assert.deepEqual(batches.flat().sort((a, b) => a - b), lengths.map((_, i) => i));
      assert.ok(batches.every((batch) => batch.length >= 1 && batch.length <= rows));
    }),
  );
});

Deno.test("lengthBucketedBatches() keeps padded batches within a token budget", () => {
  fc.assert(fc.property(lengthsOf, fc.integer({ min: 60, max: 400 }), (lengths, tokens) => {
    for (const batch of lengthBucketedBatches(lengths, { tokens }, createGenerator(1))) {
      assert.ok(batch.length * Math.max(...batch.map((row) => lengths[row]!)) <= tokens);
    }
  }));
});

Deno.test("lengthBucketedBatches() pads at most a tenth where shuffled batches pad half", () => {
  const generator = createGenerator(2);
  const lengths = Array.from({ length: 2000 }, () => 10 + generator.integer(240));
  const padded = (batches: number[][]) =>
    batches.reduce((sum, b) => sum + b.length * Math.max(...b.map((row) => lengths[row]!)), 0);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const bucketed = lengthBucketedBatches(lengths, { rows: 16 }, createGenerator(3));
  const plain = lengthBucketedBatches(lengths, { rows: 16, bucketRows: 1 }, createGenerator(3));
  assert.ok(padded(bucketed) < 1.1 * tokens);
  assert.equal(plain.length, 2000, "buckets of one row leave batches of one row");
});

Deno.test("lengthBucketedBatches() gives another order each epoch and repeats by seed", () => {
  const lengths = Array.from({ length: 100 }, (_, i) => 1 + i % 7);
  const generator = createGenerator(4);
  const first = lengthBucketedBatches(lengths, { rows: 8 }, generator);
  assert.notDeepEqual(lengthBucketedBatches(lengths, { rows: 8 }, generator), first);
  assert.deepEqual(lengthBucketedBatches(lengths, { rows: 8 }, createGenerator(4)), first);
});

Deno.test("sortedBatches() goes from the shortest row to the longest, ties by row", () => {
  assert.deepEqual(sortedBatches([5, 1, 5, 2, 9], { rows: 2 }), [[1, 3], [0, 2], [4]]);
  assert.deepEqual(sortedBatches([5, 1, 5, 2, 9], { tokens: 10 }), [[1, 3], [0, 2], [4]]);
  assert.deepEqual(sortedBatches([], { rows: 2 }), []);
});

Deno.test("batches refuse unclear sizes and rows over the budget", () => {
  for (const options of [{}, { rows: 2, tokens: 8 }, { rows: 0 }, { tokens: 1.5 }]) {
    assert.throws(() => sortedBatches([1], options), {
      name: "RangeError",
      message: /expected a positive whole number of either rows or tokens/,
    });
  }
  assert.throws(() => sortedBatches([3, 11], { tokens: 10 }), {
    name: "RangeError",
    message: "Cannot gather batches: row 1 has 11 tokens, more than the 10 of a whole batch",
  });
});
