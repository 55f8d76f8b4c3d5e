import assert from "assert";
import fc from "fast-check";
import { alignFeatures, type ClipModalities } from "lib/encoders/aligned_features.ts";
import type { DenseMatrix } from "lib/types.ts";

const matrix = (rows: readonly (readonly number[])[], columns: number): DenseMatrix => ({
  kind: "dense",
  rows: rows.length,
  columns,
  data: Float32Array.from(rows.flat()),
});

const columns = { visual: 2, text: 1, audio: 1 };

/** Says 10 from 100 ms to 300 ms, a word that the model did not take, and 20 from 250 ms to 400 ms. */
const text = {
  words: [
    { text: "ten", startMs: 100, endMs: 300 },
    { text: "unknown", startMs: 200, endMs: 300 },
    { text: "twenty", startMs: 250, endMs: 400 },
  ],
  vectors: matrix([[10], [0], [20]], 1),
  known: Uint8Array.of(1, 0, 1),
};
const visual = matrix([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]], 2);
const audio = matrix([[0.1], [0.2], [0.3]], 1);

function align(clip: Omit<ClipModalities, "videoId">) {
  const { items, masks } = alignFeatures([{ videoId: "clip", ...clip }], { columns });
  const { rows, columns: width, data } = items[0]!;
  const features = Array.from(
    { length: rows },
    (_, row) =>
      [...data.subarray(row * width, (row + 1) * width)].map((value) => +value.toFixed(5)),
  );
  const [{ visual, text, audio }] = masks as [typeof masks[number]];
  return { features, masks: { visual: [...visual], text: [...text], audio: [...audio] } };
}

Deno.test("alignFeatures() gives each frame the words on screen at its time", () => {
  assert.deepEqual(align({ visual, text, audio }), {
    features: [
      [1, 2, 0, 0.1],
      [3, 4, 10, 0.2],
      [5, 6, 15, 0.3], // both words
      [7, 8, 20, 0],
      [9, 10, 0, 0],
    ],
    masks: { visual: [1, 1, 1, 1, 1], text: [0, 1, 1, 1, 0], audio: [1, 1, 1, 0, 0] },
  });
});

Deno.test("alignFeatures() works without words, sound or pictures", () => {
  assert.deepEqual(align({ visual: matrix([[1, 2]], 2) }), {
    features: [[1, 2, 0, 0]],
    masks: { visual: [1], text: [0], audio: [0] },
  });
  const soundless = matrix([], 1);
  assert.deepEqual(align({ text, audio: soundless }), {
    features: [[0, 0, 0, 0], [0, 0, 10, 0], [0, 0, 15, 0], [0, 0, 20, 0]],
    masks: { visual: [0, 0, 0, 0], text: [0, 1, 1, 1], audio: [0, 0, 0, 0] },
  });
  const silent = { words: [], vectors: matrix([], 1), known: new Uint8Array() };
  assert.deepEqual(align({ text: silent, audio }), {
    features: [[0, 0, 0, 0.1], [0, 0, 0, 0.2], [0, 0, 0, 0.3]],
    masks: { visual: [0, 0, 0], text: [0, 0, 0], audio: [1, 1, 1] },
  });
});

Deno.test("alignFeatures() keeps clips of unequal length and says its columns", () => {
  const clips = [{ videoId: "a", visual }, { videoId: "b", audio }];
  const aligned = alignFeatures(clips, { columns });
  assert.deepEqual([aligned.rows, aligned.columns], [2, 4]);
  assert.deepEqual(aligned.items.map(({ rows }) => rows), [5, 3]);
  assert.deepEqual(aligned.columnsOf, columns);
});

Deno.test("alignFeatures() takes another rate", () => {
  const late = { ...text, words: [{ text: "late", startMs: 500, endMs: 1000 }] };
  const clip = { videoId: "a", visual, text: { ...late, vectors: matrix([[7]], 1) } };
  const { masks } = alignFeatures([clip], { columns, fps: 4 });
  assert.deepEqual([...masks[0]!.text], [0, 0, 1, 1, 0]);
});

Deno.test("alignFeatures() shows every known word, and nothing where its mask is 0", () => {
  const words = fc.array(fc.record({ gap: fc.nat(700), length: fc.nat(900), vector: fc.nat(50) }));
  fc.assert(fc.property(words, fc.integer({ min: 1, max: 40 }), (drawn, frames) => {
    let at = 0;
    const timed = drawn.map(({ gap, length }) => {
      at += gap;
      return { text: "word", startMs: at, endMs: at + length };
    });
    const vectors = matrix(drawn.map(({ vector }) => [vector + 1]), 1);
    const { items, masks } = alignFeatures([{
      videoId: "a",
      visual: matrix(Array.from({ length: frames }, () => [1, 1]), 2),
      text: { words: timed, vectors, known: new Uint8Array(drawn.length).fill(1) },
    }], { columns });
    const shown = Array.from({ length: frames }, (_, frame) => items[0]!.data[frame * 4 + 2]!);
    shown.forEach((value, frame) => assert.equal(value > 0 ? 1 : 0, masks[0]!.text[frame]));
    assert.equal(shown.some((value) => value > 0), drawn.length > 0);
  }));
});

Deno.test("alignFeatures() refuses what does not fit", () => {
  const refuse = (clip: Omit<ClipModalities, "videoId">, name: string, message: string) =>
    assert.throws(() => align(clip), { name, message: `Cannot align clip: ${message}` });
  refuse({}, "RangeError", "expected pictures, words or sound, got none");
  refuse({ visual: audio }, "TypeError", "expected visual [3, 2], got [3, 1]");
  refuse(
    { text: { ...text, vectors: matrix([[1]], 1) } },
    "TypeError",
    "expected text [3, 1], got [1, 1]",
  );
});
