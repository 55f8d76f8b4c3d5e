import assert from "assert";
import fc from "fast-check";
import { windowsOf } from "lib/encoders/text/_token_windows.ts";

Deno.test("windowsOf() cuts a long text into windows of like length", () => {
  const words = Array.from({ length: 11 }, (_, i) => [i]);
  // 11 tokens, 10 at a time: two windows of 6 and 5 rather than 10 and 1
  assert.deepEqual(windowsOf(words, 10).map(({ length }) => length), [6, 5]);
  assert.deepEqual(windowsOf(words, 11).map(({ length }) => length), [11]);
  assert.deepEqual(windowsOf([], 10), []);
  assert.deepEqual(windowsOf([[], []], 10), []);
});

Deno.test("windowsOf() keeps every word whole and in order, and no window longer than allowed", () => {
  const word = fc.array(fc.nat(100), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 1, max: 12 }), (words, longest) => {
      const windows = windowsOf(words, longest);
      assert.ok(windows.every(({ length }) => length > 0 && length <= longest));
      const kept = words.flatMap((ids, word) => ids.slice(0, longest).map((id) => ({ id, word })));
      assert.deepEqual(windows.flat(), kept);
      const inWindows = windows.flatMap((window) => [...new Set(window.map(({ word }) => word))]);
      assert.equal(new Set(inWindows).size, inWindows.length); // no word stands in two windows
    }),
  );
});
