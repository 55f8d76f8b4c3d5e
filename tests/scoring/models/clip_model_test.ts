import assert from "assert";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { fitLooks } from "lib/scoring/models/clip_model.ts";
import type { DenseMatrix } from "lib/types.ts";
import { rowsOf } from "../../heads/_matrices.ts";

/** Two rows whose columns have this mean. */
function around(mean: number, columns: number): DenseMatrix {
  const data = new Float32Array(2 * columns).fill(mean - 1, 0, columns).fill(mean + 1, columns);
  return { kind: "dense", rows: 2, columns, data };
}

const pictures = (mean: number) => around(mean, frameStats.columns);
const sound = (mean: number) => around(mean, logMelStats.columns);

// means of 4 and deviations of 2 in pictures, of 20 and 10 in sound; the third clip has no pictures
const known = [
  { pictures: pictures(2), sound: sound(10) },
  { pictures: pictures(6), sound: sound(30) },
  { sound: sound(20) },
];
const columns = frameStats.columns + logMelStats.columns;

Deno.test("fitLooks() compares clips in deviations of the known ones, as rows of length 1", () => {
  const [row] = rowsOf(fitLooks(known.slice(0, 2))([{ pictures: pictures(8), sound: sound(0) }]));
  assert.equal(row!.length, columns);
  const expected = 1 / Math.sqrt(columns); // two deviations above and below the mean, all alike
  row!.forEach((value, column) => {
    const sign = column < frameStats.columns ? 1 : -1;
    assert.ok(Math.abs(value - sign * expected) < 1e-9, `column ${column}: got ${value}`);
  });
});

Deno.test("fitLooks() counts what a clip lacks as average, and learns nothing from it", () => {
  const describe = fitLooks(known);
  const [heard, nothing, average, seen] = rowsOf(
    describe([{ sound: sound(30) }, {}, { pictures: pictures(4) }, { pictures: pictures(6) }]),
  );
  assert.ok(heard!.slice(0, frameStats.columns).every((value) => value === 0));
  assert.ok(heard!.slice(frameStats.columns).every((value) => value > 0));
  assert.ok(nothing!.every((value) => value === 0));
  assert.ok(average!.every((value) => value === 0), "the clip without pictures moves no mean");
  assert.ok(seen!.slice(0, frameStats.columns).every((value) => value > 0));
});
