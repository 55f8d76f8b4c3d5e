import assert from "assert";
import fc from "fast-check";
import { parseCaptions } from "lib/loaders/captions/read_captions.ts";
import { wordsToFrames } from "lib/loaders/clips/words_to_frames.ts";

const word = (startMs: number, endMs: number, lineStartMs?: number) => ({
  text: "word",
  startMs,
  endMs,
  lineStartMs,
});

Deno.test("wordsToFrames() follows the original's rule, worked by hand", () => {
  const segs = [{ utf8: "a" }, { utf8: "b", tOffsetMs: 360 }, { utf8: "c", tOffsetMs: 1290 }];
  const words = parseCaptions(JSON.stringify([
    { time_start_ms: 1290, d_duration_ms: 2000, segs },
    { time_start_ms: 4000, d_duration_ms: 1000, segs: [{ utf8: "d" }] },
  ]));
  // floor(12.9) = 12; 12 + floor(3.6) = 15; 12 + floor(12.9) = 24; the line's end 12 + 20 = 32
  assert.deepEqual(wordsToFrames(words, { frames: 100 }), [
    { first: 12, end: 15 },
    { first: 15, end: 24 },
    { first: 24, end: 32 },
    { first: 40, end: 50 },
  ]);
});

Deno.test("wordsToFrames() rounds a line's start and a word's offset apart", () => {
  assert.deepEqual(wordsToFrames([word(180, 400, 90)], { frames: 10 }), [{ first: 0, end: 3 }]);
  assert.deepEqual(wordsToFrames([word(180, 400)], { frames: 10 }), [{ first: 1, end: 4 }]);
});

Deno.test("wordsToFrames() gives a short word one frame and a late one the last", () => {
  const words = [word(110, 120), word(150, 150), word(980, 1400), word(5000, 6000)];
  assert.deepEqual(wordsToFrames(words, { frames: 10 }), [
    { first: 1, end: 2 },
    { first: 1, end: 2 },
    { first: 9, end: 10 },
    { first: 9, end: 10 },
  ]);
});

Deno.test("wordsToFrames() takes other rates", () => {
  assert.deepEqual(wordsToFrames([word(500, 1000)], { frames: 50, fps: 25 }), [{
    first: 12,
    end: 25,
  }]);
});

Deno.test("wordsToFrames() lands every word, in order, within the clip", () => {
  const words = fc.array(
    fc.record({ gapMs: fc.nat(2000), lengthMs: fc.nat(3000), offsetMs: fc.nat(5000) }),
  ).map((drawn) => {
    let at = 0;
    return drawn.map(({ gapMs, lengthMs, offsetMs }) => {
      at += gapMs;
      return word(at, at + lengthMs, Math.max(0, at - offsetMs));
    });
  });
  const rates = fc.constantFrom(1, 10, 24, 29.97);
  fc.assert(fc.property(words, fc.integer({ min: 1, max: 300 }), rates, (words, frames, fps) => {
    let before = 0;
    wordsToFrames(words, { frames, fps }).forEach(({ first, end }, i) => {
      assert.ok(first >= before && end > first && end <= frames);
      const exact = words[i]!.startMs / 1000 * fps;
      assert.ok(first === frames - 1 || first === before || Math.abs(first - exact) < 2);
      before = first;
    });
  }));
});

Deno.test("wordsToFrames() refuses what makes no sense", () => {
  const message = /^Cannot map words to frames: /;
  assert.throws(() => wordsToFrames([], { frames: 0 }), { name: "RangeError", message });
  assert.throws(() => wordsToFrames([], { frames: 5, fps: 0 }), { name: "RangeError", message });
  assert.throws(() => wordsToFrames([word(100, 200), word(50, 90)], { frames: 5 }), {
    name: "RangeError",
    message:
      'Cannot map words to frames: expected word 1 ("word") after the one before it and to ' +
      "end after its start, got 50 to 90 ms",
  });
  assert.throws(() => wordsToFrames([word(NaN, 5)], { frames: 5 }), { message });
});
