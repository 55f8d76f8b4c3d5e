import assert from "assert";
import fc from "fast-check";
import { createGenerator } from "lib/random.ts";
import { locateModalities } from "lib/training/sequences/_modalities.ts";
import { drawDropped } from "lib/training/sequences/_modality_dropout.ts";
import { padItems } from "lib/training/sequences/_padded_items.ts";
import { fitPreparation } from "lib/training/sequences/_prepare_sequences.ts";
import { fitWhitening } from "lib/training/sequences/_whitening.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";
import { assertClose } from "../_arrays.ts";

await loadTensorFlow({ backend: "cpu" });

function matrixOf(rows: readonly (readonly number[])[]): DenseMatrix {
  const data = Float32Array.from(rows.flat());
  return { kind: "dense", rows: rows.length, columns: rows[0]!.length, data };
}

function sequencesOf(...items: readonly (readonly number[])[][]): Sequences {
  const matrices = items.map(matrixOf);
  const [{ columns }] = matrices as [DenseMatrix];
  return { kind: "sequences", rows: items.length, columns, items: matrices };
}

const columnsOf = { visual: 1, text: 2 };
const modalities = locateModalities(columnsOf, 3);

Deno.test("locateModalities() puts modalities side by side and leaves out those of no columns", () => {
  assert.deepEqual(locateModalities({ visual: 2, text: 0, audio: 1 }, 3), [
    { name: "visual", first: 0, end: 2, canLack: true },
    { name: "audio", first: 2, end: 3, canLack: true },
  ]);
  assert.deepEqual(locateModalities(undefined, 3), [
    { name: "all", first: 0, end: 3, canLack: false },
  ]);
});

Deno.test("fitPreparation() standardises each modality over the rows that have it", () => {
  // visual 1, 3: mean 2, deviation 1; text 4, 8 and 5, 5 in the rows that have words
  const sequences = sequencesOf([[1, 4, 5], [3, 0, 0]], [[0, 8, 5]]);
  const { modalities: prepared, apply } = fitPreparation(sequences, { modalities, whiten: [] });
  assert.deepEqual(prepared, modalities);
  const [first, second] = apply(sequences).items;
  assertClose(first!.data, [-1, -1, 0, 1, 0, 0]);
  assertClose(second!.data, [0, 1, 0]);
});

Deno.test("fitPreparation() takes rows of zeros for numbers where no modalities are named", () => {
  const sequences = sequencesOf([[0], [2]]);
  const whole = locateModalities(undefined, 1);
  const { apply } = fitPreparation(sequences, { modalities: whole, whiten: [] });
  assertClose(apply(sequences).items[0]!.data, [-1, 1]);
});

Deno.test("fitPreparation() leaves a modality that no row has at 0", () => {
  const sequences = sequencesOf([[1, 0, 0], [3, 0, 0]]);
  const { apply } = fitPreparation(sequences, { modalities, whiten: ["visual", "text"] });
  const [item] = apply(sequencesOf([[1, 7, 9]])).items;
  assertClose(item!.data, [-1, 0, 0]);
});

Deno.test("fitWhitening() makes columns uncorrelated with variance 1, whatever they were", () =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
    const generator = createGenerator(seed);
    const rows = Array.from({ length: 40 }, () => {
      const [a, b, c] = [generator.normal(), generator.normal(), generator.normal()];
      return [a, a + 0.1 * b, 5 * c - a, 7, 2 * a + 1]; // the last two say nothing new
    });
    const map = fitWhitening(matrixOf(rows), { decorrelate: true });
    assert.equal(map.to, 3);
    const white = rows.map((row) => {
      const into = new Float32Array(map.to);
      map.apply(row, into);
      return into;
    });
    for (let d = 0; d < map.to; d++) {
      for (let e = 0; e < map.to; e++) {
        const moment = white.reduce((sum, row) => sum + row[d]! * row[e]!, 0) / rows.length;
        assertClose([moment], [d === e ? 1 : 0], 1e-3);
      }
    }
  })));

Deno.test("padItems() marks what rows have, and drops a modality of one sequence", () => {
  const { items } = sequencesOf([[1, 4, 5], [3, 0, 0]], [[0, 8, 5]]);
  const isDropped = (b: number, modality: number) => b === 0 && modality === 0;
  const { x, present } = padItems(items, { modalities, isDropped });
  assert.deepEqual(x.arraySync(), [[[0, 4, 5], [0, 0, 0]], [[0, 8, 5], [0, 0, 0]]]);
  assert.deepEqual(present.map((mask) => mask.arraySync()), [
    [[0, 0], [0, 0]],
    [[1, 0], [1, 0]],
  ]);
});

Deno.test("drawDropped() drops each modality as often as asked, never all, only what is there", () => {
  const generator = createGenerator(1);
  const [whole, silent] = sequencesOf([[1, 1, 1]], [[1, 0, 0]]).items;
  const counts = [0, 0];
  for (let i = 0; i < 4000; i++) {
    const dropped = drawDropped(generator, { item: whole!, modalities, chance: 0.4 });
    assert.ok(dropped.size <= 1);
    for (const modality of dropped) counts[modality]!++;
    assert.equal(drawDropped(generator, { item: silent!, modalities, chance: 0.9 }).size, 0);
  }
  // 0.4 · 0.6, and half of 0.4²
  for (const count of counts) assert.ok(Math.abs(count / 4000 - 0.32) < 0.03, `${count}`);
  assert.equal(drawDropped(generator, { item: whole!, modalities, chance: 0 }).size, 0);
});
