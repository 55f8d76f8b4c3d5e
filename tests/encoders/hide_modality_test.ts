import assert from "assert";
import { alignFeatures } from "lib/encoders/aligned_features.ts";
import { hideModality } from "lib/encoders/hide_modality.ts";
import type { DenseMatrix } from "lib/types.ts";

const matrix = (rows: number[][]): DenseMatrix => ({
  kind: "dense",
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
});

const words = [{ text: "look", startMs: 0, endMs: 100 }];
const aligned = alignFeatures([{
  videoId: "abcdefghijk",
  visual: matrix([[1, 2], [3, 4]]),
  text: { words, vectors: matrix([[5]]), known: Uint8Array.of(1) },
  audio: matrix([[6], [7]]),
}], { columns: { visual: 2, text: 1, audio: 1 } });

Deno.test("hideModality() leaves what a clip without the modality would have", () => {
  assert.deepEqual([...aligned.items[0]!.data], [1, 2, 5, 6, 3, 4, 0, 7]);
  const deaf = hideModality(aligned, "audio");
  assert.deepEqual([...deaf.items[0]!.data], [1, 2, 5, 0, 3, 4, 0, 0]);
  assert.deepEqual(deaf.masks[0], {
    visual: Uint8Array.of(1, 1),
    text: Uint8Array.of(1, 0),
    audio: Uint8Array.of(0, 0),
  });
  const blind = hideModality(aligned, "visual");
  assert.deepEqual([...blind.items[0]!.data], [0, 0, 5, 6, 0, 0, 0, 7]);
  const mute = hideModality(aligned, "text");
  assert.deepEqual([...mute.items[0]!.data], [1, 2, 0, 6, 3, 4, 0, 7]);
});

Deno.test("hideModality() leaves its argument as it was", () => {
  hideModality(aligned, "visual");
  assert.deepEqual([...aligned.items[0]!.data], [1, 2, 5, 6, 3, 4, 0, 7]);
  assert.deepEqual(aligned.masks[0]!.visual, Uint8Array.of(1, 1));
});

Deno.test("hideModality() leaves the modality to the clips that keep it", () => {
  const { items, masks } = aligned;
  const two = { ...aligned, rows: 2, items: [items[0]!, items[0]!], masks: [masks[0]!, masks[0]!] };
  const hidden = hideModality(two, "audio", { except: [1] });
  assert.deepEqual([...hidden.items[0]!.data], [1, 2, 5, 0, 3, 4, 0, 0]);
  assert.deepEqual(hidden.items[1], items[0]);
  assert.deepEqual(hidden.masks.map(({ audio }) => [...audio]), [[0, 0], [1, 1]]);
});
