import assert from "assert";
import { averageSeeds } from "lib/training/sequences/average_seeds.ts";
import type { SequenceHead } from "lib/training/sequences/sequence_head.ts";
import { plantMeetings } from "../_meetings.ts";

const { features, targets } = plantMeetings(2, 1);

/** Numbers as a matrix of one column. */
function column(...values: number[]) {
  const data = Float64Array.from(values);
  return { kind: "dense", rows: values.length, columns: 1, data } as const;
}

/** Makes heads that predict 0, 1, 2 … in the order in which they are made. */
function countingHead() {
  const seeds: number[] = [];
  const make = (seed: number): SequenceHead => {
    const value = seeds.push(seed) - 1;
    return {
      name: "counting",
      fit: () =>
        Promise.resolve({
          bias: Float32Array.of(value),
          predict: () => Promise.resolve(column(value, 10 * value)),
          contributions: () =>
            Promise.resolve([{ text: column(value, 2 * value) }, { text: column(5 * value) }]),
        }),
    };
  };
  return { make, seeds };
}

Deno.test("averageSeeds() averages predictions, biases and contributions", async () => {
  const { make, seeds } = countingHead();
  const head = averageSeeds(make, { members: 3, seed: 7 });
  assert.equal(head.name, "mean of 3 counting");
  assert.equal(new Set(seeds).size, 3);
  const fitted = await head.fit(features, targets);
  assert.deepEqual([...fitted.bias], [1]);
  assert.deepEqual((await fitted.predict(features)).data, Float64Array.of(1, 10));
  assert.deepEqual(await fitted.contributions(features), [
    { text: column(1, 2) },
    { text: column(5) },
  ]);
});

Deno.test("averageSeeds() draws other seeds for another seed, and the same for the same", () => {
  const drawn = [7, 7, 8].map((seed) => {
    const { make, seeds } = countingHead();
    averageSeeds(make, { seed });
    return seeds;
  });
  assert.deepEqual(drawn[0], drawn[1]);
  assert.ok(drawn[2]!.every((seed) => !drawn[0]!.includes(seed)));
});

Deno.test("averageSeeds() refuses no members", () => {
  assert.throws(() => averageSeeds(countingHead().make, { members: 0 }), {
    name: "RangeError",
    message: "Cannot average heads: expected a positive whole number of members, got 0",
  });
});
