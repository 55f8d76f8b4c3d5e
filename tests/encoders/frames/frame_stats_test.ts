import assert from "assert";
import fc from "fast-check";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { createGenerator } from "lib/random.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { Frame } from "lib/types.ts";

const [WIDTH, HEIGHT] = [72, 128];

/** What each column holds, in order. */
const COLUMNS = [
  "meanRed",
  "meanGreen",
  "meanBlue",
  "stdRed",
  "stdGreen",
  "stdBlue",
  "meanBrightness",
  "stdBrightness",
  "darkShare",
  "lightShare",
  "meanSaturation",
  "colourfulness",
  "warmth",
  "edgeStrength",
  "edgeShare",
  "centreBrightness",
  "topBrightness",
  "bottomBrightness",
  "motion",
  "movingShare",
] as const;

/** A frame whose pixel at row and column has the colour that `paint` says. */
function frameOf(paint: (row: number, column: number) => readonly number[]): Frame {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      pixels.set(paint(row, column), 3 * (row * WIDTH + column));
    }
  }
  return { timestampMs: 0, width: WIDTH, height: HEIGHT, pixels };
}

async function statsOf(frame: Frame, previous?: Frame) {
  const { data } = await frameStats.encode([{ frame, previous }]);
  return Object.fromEntries(
    COLUMNS.map((column, i) => [column, +data[i]!.toFixed(5)]),
  ) as Record<typeof COLUMNS[number], number>;
}

const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];

Deno.test("frameStats describes a plain red frame", async () => {
  // luma 0.299; saturation 1; rg = 1, yb = 0.5: 0.3 * sqrt(1.25) / 2 = 0.16771
  assert.deepEqual(await statsOf(frameOf(() => [255, 0, 0])), {
    ...{ meanRed: 1, meanGreen: 0, meanBlue: 0, stdRed: 0, stdGreen: 0, stdBlue: 0 },
    ...{ meanBrightness: 0.299, stdBrightness: 0, darkShare: 0, lightShare: 0 },
    ...{ meanSaturation: 1, colourfulness: 0.16771, warmth: 1 },
    ...{ edgeStrength: 0, edgeShare: 0 },
    ...{ centreBrightness: 0.299, topBrightness: 0.299, bottomBrightness: 0.299 },
    ...{ motion: 0, movingShare: 0 },
  });
});

Deno.test("frameStats describes a white upper half over black", async () => {
  const stats = await statsOf(frameOf((row) => row < 64 ? WHITE : BLACK));
  assert.equal(stats.meanBrightness, 0.5);
  assert.equal(stats.stdBrightness, 0.5);
  assert.deepEqual([stats.darkShare, stats.lightShare], [0.5, 0.5]);
  assert.deepEqual([stats.topBrightness, stats.bottomBrightness], [1, 0]);
  assert.equal(stats.edgeShare, +(1 / 128).toFixed(5)); // one row of 128
  assert.equal(stats.edgeStrength, +(Math.SQRT1_2 / 128).toFixed(5));
  assert.equal(stats.colourfulness, 0);
});

Deno.test("frameStats calls red warm, blue cool and grey neither", async () => {
  const warmthOf = async (...colour: number[]) => (await statsOf(frameOf(() => colour))).warmth;
  assert.equal(await warmthOf(153, 90, 102), 0.6); // (1 + 0.6 - 0.4) / 2
  assert.equal(await warmthOf(0, 255, 255), 0);
  assert.equal(await warmthOf(80, 80, 80), 0.5);
});

Deno.test("frameStats sees the change since the clip's last frame", async () => {
  const before = frameOf(() => BLACK);
  const after = frameOf((row) => row < 32 ? WHITE : BLACK);
  assert.equal((await statsOf(after)).motion, 0);
  assert.equal((await statsOf(after, before)).motion, 0.25);
  assert.equal((await statsOf(after, before)).movingShare, 0.25);
  assert.equal((await statsOf(after, after)).motion, 0);
});

Deno.test("frameStats stays in 0..1 and encodes each frame by itself", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(255), { minLength: 12, maxLength: 12 }), async (bytes) => {
      const noise = (shift: number) =>
        frameOf((row, column) => {
          const at = (row * 7 + column * 3 + shift) % 10;
          return bytes.slice(at, at + 3);
        });
      const items = [{ frame: noise(0) }, { frame: noise(1), previous: noise(0) }];
      const { rows, columns, data } = await frameStats.encode(items);
      assert.deepEqual([rows, columns], [2, frameStats.columns]);
      assert.ok(data.every((value) => value >= 0 && value <= 1));
      const { data: second } = await frameStats.encode(items.slice(1));
      assert.deepEqual(data.subarray(columns), second);
    }),
    { numRuns: 10 },
  ));

Deno.test("frameStats refuses frames of another size", () => {
  const small = { timestampMs: 0, width: 8, height: 8, pixels: new Uint8Array(192) };
  assert.throws(() => frameStats.encode([{ frame: small }]), {
    name: "TypeError",
    message: "Cannot describe a frame: expected 72x128 pixels, got 8x8",
  });
});

Deno.test("frameStats has another version when its numbers are others", async () => {
  const { integer } = createGenerator(5);
  const noise = frameOf(() => [integer(255), integer(99), integer(180)]);
  const slope = frameOf((row, column) => [2 * row, 3 * column, 255 - row]);
  const rows = [await statsOf(noise), await statsOf(slope, noise)];
  assert.deepEqual(
    { version: frameStats.identity.version, numbers: digestOf(rows) },
    { version: "2", numbers: "a546523c8d48227f3bec12225f6314f7eef4487cc74de560c1266729c3bd676a" },
    "stores tell features apart by the version: count it up in frame_stats.ts, and note both here",
  );
});
