import assert from "assert";
import { createPairIndex } from "lib/encoders/text/_pair_index.ts";

Deno.test("createPairIndex() finds what was stored, through growth and collisions", () => {
  const index = createPairIndex();
  const pairs = Array.from({ length: 20_000 }, (_, i) => [i % 141, (i * 7919) % 20_011] as const);
  const stored = new Map<string, number>();
  pairs.forEach(([first, second], i) => {
    if (stored.has(`${first} ${second}`)) return;
    assert.equal(index.find(first, second), -1);
    index.add(first, second, i);
    stored.set(`${first} ${second}`, i);
  });
  assert.ok(stored.size > 4096);
  for (const [first, second] of pairs) {
    assert.equal(index.find(first, second), stored.get(`${first} ${second}`));
  }
  assert.equal(index.find(141, 0), -1);
});

Deno.test("createPairIndex() tells a pair from its reverse", () => {
  const index = createPairIndex();
  index.add(1, 2, 0);
  assert.deepEqual([index.find(1, 2), index.find(2, 1), index.find(0, 0)], [0, -1, -1]);
});
