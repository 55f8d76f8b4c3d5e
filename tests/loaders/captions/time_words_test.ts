import assert from "assert";
import fc from "fast-check";
import { timeWords } from "lib/loaders/captions/time_words.ts";

const line = (startMs: number, endMs: number | undefined, text: string) => ({
  startMs,
  endMs,
  parts: [{ text, startMs }],
});

/** Words as `text start-end`. */
const timesOf = (lines: Parameters<typeof timeWords>[0]) =>
  timeWords(lines).map(({ text, startMs, endMs }) => `${text} ${startMs}-${endMs}`);

Deno.test("timeWords() shares a part's time by the words' length", () => {
  // 3 + 5 parts of 800 ms: 100 ms each
  assert.deepEqual(timesOf([line(1000, 1800, "to four")]), ["to 1000-1300", "four 1300-1800"]);
});

Deno.test("timeWords() ends a line where the next later one begins", () => {
  assert.deepEqual(timesOf([line(0, 5000, "one"), line(1500, 3000, "two")]), [
    "one 0-1500",
    "two 1500-3000",
  ]);
});

Deno.test("timeWords() keeps lines that begin together side by side", () => {
  assert.deepEqual(timesOf([line(0, 800, "he"), line(0, 1000, "she"), line(2000, 2500, "then")]), [
    "he 0-800",
    "she 0-1000",
    "then 2000-2500",
  ]);
});

Deno.test("timeWords() lets a line without an end last until the next one", () => {
  assert.deepEqual(timesOf([line(100, undefined, "one"), line(900, undefined, "two")]), [
    "one 100-900",
    "two 900-900",
  ]);
});

Deno.test("timeWords() ends a word of an overlapped line where the next line's word begins", () => {
  const parts = [{ text: "late", startMs: 900 }, { text: "later", startMs: 1400 }];
  assert.deepEqual(timesOf([{ startMs: 0, endMs: 3000, parts }, line(1000, 2000, "now")]), [
    "late 900-1000",
    "now 1000-1400",
    "later 1400-1400",
  ]);
});

Deno.test("timeWords() drops line breaks, blanks and zero-width spaces", () => {
  assert.deepEqual(timesOf([line(0, 400, "\n"), line(400, 800, " \u200b\u200b a\n\u200b ")]), [
    "a 400-800",
  ]);
  assert.deepEqual(timeWords([]), []);
});

Deno.test("timeWords() prefers a part's own end and remembers its line's start", () => {
  const parts = [{ text: "a", startMs: 130.4, endMs: 150.2 }, { text: "b", startMs: 300 }];
  assert.deepEqual(timeWords([{ startMs: 120, endMs: 400, parts }]), [
    { text: "a", startMs: 130, endMs: 150, lineStartMs: 120 },
    { text: "b", startMs: 300, endMs: 400, lineStartMs: 120 },
  ]);
});

Deno.test("timeWords() says every word once, in order, none while a later one is said", () => {
  const time = fc.nat(20_000);
  const lines = fc.array(fc.record({
    startMs: time,
    endMs: fc.option(time, { nil: undefined }),
    parts: fc.array(
      fc.record({ text: fc.constantFrom("a", "b c", "\n", "d e f"), startMs: time }),
      { maxLength: 4 },
    ),
  }));
  fc.assert(fc.property(lines, (lines) => {
    const words = timeWords(lines);
    const said = lines.flatMap(({ parts }) => parts.flatMap(({ text }) => text.match(/\w/g) ?? []));
    assert.deepEqual(words.map(({ text }) => text).sort(), said.sort());
    words.forEach(({ startMs, endMs }, i) => {
      const next = words[i + 1];
      assert.ok(Number.isInteger(startMs) && endMs >= startMs);
      assert.ok(
        !next || (next.startMs >= startMs && (next.startMs === startMs || endMs <= next.startMs)),
      );
    });
  }));
});
