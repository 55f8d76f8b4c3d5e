import assert from "assert";
import { checkRate, spansOf } from "lib/encoders/sound/sound_encoder.ts";
import { soundOf } from "./_sounds.ts";

Deno.test("spansOf() cuts a sound as frames are cut", () => {
  const sound = soundOf(0.25, () => 0);
  assert.deepEqual(spansOf(sound, 10), [
    { sound, startMs: 0, endMs: 100 },
    { sound, startMs: 100, endMs: 200 },
    { sound, startMs: 200, endMs: 300 },
  ]);
  assert.equal(spansOf(soundOf(2, () => 0), 10).length, 20);
  assert.deepEqual(spansOf(soundOf(0, () => 0), 10), []);
  assert.throws(() => spansOf(sound, 0), {
    name: "RangeError",
    message: "Cannot cut sound into spans: expected fps > 0, got 0",
  });
});

Deno.test("checkRate() refuses a sound at another rate", () => {
  const sound = soundOf(0.1, () => 0);
  assert.equal(checkRate(sound, { name: "ear", sampleRateHz: 16_000 }), sound);
  assert.throws(() => checkRate(sound, { name: "ear", sampleRateHz: 8000 }), {
    name: "TypeError",
    message: "Cannot encode sound with ear: expected 8000 Hz, got 16000 Hz",
  });
});
