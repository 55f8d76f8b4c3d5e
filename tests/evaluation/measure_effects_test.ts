import assert from "assert";
import { measureEffects } from "lib/evaluation/measure_effects.ts";
import { ridge } from "lib/heads/ridge.ts";
import { standardised } from "lib/heads/standardised.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Columns in units 1 and 1000 apart, and one that never varies; scores follow the first two. */
const rows = [[0, 1000, 7], [1, -1000, 7], [2, -1000, 7], [3, 1000, 7], [4, 0, 7], [5, 0, 7]];
const features: DenseMatrix = {
  kind: "dense",
  rows: rows.length,
  columns: 3,
  data: Float64Array.from(rows.flat()),
};
const videos = rows.map(([a, b], row) => ({
  videoId: `${row}`,
  transcript: "",
  row,
  scores: { virality: 0.1 * a!, engagement: 0.5 - 0.0002 * b! },
}));
const all = [0, 1, 2, 3, 4, 5];

Deno.test("measureEffects() gives a linear head's standardised weights", async () => {
  const folds = [{ train: all, test: all }];
  const effects = await measureEffects(standardised(ridge({ alpha: 1e-9 })), {
    features,
    videos,
    folds,
  });
  // standard deviations by hand: sqrt(17.5 / 6) of 0..5, and 1000 * sqrt(4 / 6)
  const expected = [[0.1 * Math.sqrt(17.5 / 6), 0], [0, -0.2 * Math.sqrt(4 / 6)], [0, 0]];
  for (const [column, [virality, engagement]] of expected.entries()) {
    const effect = effects[column]!;
    assert.ok(Math.abs(effect.virality.value - virality!) < 1e-6, `${effect.virality.value}`);
    assert.ok(Math.abs(effect.engagement.value - engagement!) < 1e-6, `${effect.engagement.value}`);
  }
});

Deno.test("measureEffects() averages over folds and keeps the least and the most", async () => {
  const folds = [{ train: [0, 1, 2, 3], test: [4, 5] }, { train: [2, 3, 4, 5], test: [0, 1] }];
  const [first] = await measureEffects(ridge({ alpha: 1 }), { features, videos, folds });
  const single = await Promise.all(
    folds.map(async (fold) =>
      (await measureEffects(ridge({ alpha: 1 }), { features, videos, folds: [fold] }))[0]!.virality
        .value
    ),
  );
  const { value, low, high } = first!.virality;
  assert.deepEqual([low, high], [Math.min(...single), Math.max(...single)]);
  assert.ok(Math.abs(value - (single[0]! + single[1]!) / 2) < 1e-12);
  assert.ok(low < high);
});

Deno.test("measureEffects() refuses no folds", async () => {
  await assert.rejects(measureEffects(ridge(), { features, videos, folds: [] }), {
    name: "RangeError",
    message: "Cannot measure effects: expected a fold, got none",
  });
});
