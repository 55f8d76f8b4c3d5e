import assert from "assert";
import { leaveOneOut } from "lib/leave_one_out.ts";
import type { Scores } from "lib/types.ts";

/** Virality is the sum of the numbers, engagement their product. */
function predict(items: readonly (readonly number[])[]): Promise<Scores[]> {
  return Promise.resolve(items.map((numbers) => ({
    virality: numbers.reduce((sum, number) => sum + number, 0),
    engagement: numbers.reduce((product, number) => product * number, 1),
  })));
}

Deno.test("leaveOneOut() is above 0 for what raised a score, in the order of the parts", async () => {
  const effects = await leaveOneOut([2, 3, -1], {
    parts: [0, 2],
    without: (numbers, left) => numbers.toSpliced(left, 1),
    predict,
  });
  // the sum is 4, and 2 or 5 without the part; the product -6, and -3 or 6
  assert.deepEqual(effects, [{ virality: 2, engagement: -3 }, { virality: -1, engagement: -12 }]);
});

Deno.test("leaveOneOut() asks once for all, and not at all without parts", async () => {
  const asked: number[] = [];
  const counted = (items: readonly (readonly number[])[]) => {
    asked.push(items.length);
    return predict(items);
  };
  const without = (numbers: readonly number[], left: number) => numbers.toSpliced(left, 1);
  await leaveOneOut<readonly number[], number>([1, 2], {
    parts: [0, 1],
    without,
    predict: counted,
  });
  const none = { parts: [], without, predict: counted };
  assert.deepEqual(await leaveOneOut<readonly number[], number>([1, 2], none), []);
  assert.deepEqual(asked, [3]);
});
