import assert from "assert";
import { whisperWords } from "lib/loaders/captions/whisper_json.ts";

const read = (value: unknown) => whisperWords(JSON.parse(JSON.stringify(value)), "a.json");

Deno.test("whisperWords() reads segments with words", () => {
  const words = [
    { word: " Hello", start: 0.32, end: 0.7, probability: 0.9 },
    { word: " 7" }, // a number that was not aligned
    { word: " worlds.", start: 1.1, end: 1.62 },
  ];
  assert.deepEqual(read({ text: "", segments: [{ start: 0.3, end: 2, text: "", words }] }), [
    { text: "Hello", startMs: 320, endMs: 605, lineStartMs: 300 }, // 6 of 6 + 2 parts of 380 ms
    { text: "7", startMs: 605, endMs: 700, lineStartMs: 300 },
    { text: "worlds.", startMs: 1100, endMs: 1620, lineStartMs: 300 },
  ]);
});

Deno.test("whisperWords() shares a segment's time where words have none", () => {
  assert.deepEqual(read({ segments: [{ start: 1, end: 1.8, text: " to four" }] }), [
    { text: "to", startMs: 1000, endMs: 1300, lineStartMs: 1000 },
    { text: "four", startMs: 1300, endMs: 1800, lineStartMs: 1000 },
  ]);
});

Deno.test("whisperWords() counts a flat list of words from the clip's start", () => {
  const words = [{ word: "a", start: 0.5, end: 0.6 }, { word: "b", start: 0.9, end: 1 }];
  const expected = [
    { text: "a", startMs: 500, endMs: 600, lineStartMs: 0 },
    { text: "b", startMs: 900, endMs: 1000, lineStartMs: 0 },
  ];
  assert.deepEqual(read({ words }), expected);
  assert.deepEqual(read({ words, segments: [{ start: 0, end: 1, text: "a b" }] }), expected);
  const [alone] = read({ words: [], segments: [{ start: 0, end: 1, text: "a" }] });
  assert.deepEqual(alone, { text: "a", startMs: 0, endMs: 1000, lineStartMs: 0 });
});

Deno.test("whisperWords() reads transformers.js's chunks, the last one open", () => {
  const chunks = [{ text: " a", timestamp: [0, 0.5] }, { text: " b", timestamp: [0.8, null] }];
  assert.deepEqual(read({ text: " a b", chunks }).map(({ startMs, endMs }) => [startMs, endMs]), [
    [0, 500],
    [800, 800],
  ]);
});

Deno.test("whisperWords() reads silence as no words", () => {
  assert.deepEqual(read({ text: "", segments: [] }), []);
});

Deno.test("whisperWords() names what is wrong", () => {
  const cases: [value: unknown, message: string][] = [
    [{ segments: [{ start: 2, end: 1, text: "a" }] }, ", segment 1: expected end >= 2 s, got 1 s"],
    [{ words: [{ word: "a" }] }, ", word 1: expected start, got none"],
    [
      { words: [{ word: "a", start: -1, end: 0 }] },
      ", word 1: expected start from 0 to 1e9, got -1",
    ],
    [{ segments: [{ start: 0, end: 1 }] }, ", segment 1: expected text as text, got none"],
    [{ chunks: [{ text: "a", timestamp: [null, 1] }] }, ", chunk 1: expected start, got none"],
    [{ text: "a" }, ": expected segments, words or chunks as a list of objects, got none"],
    [[], ": expected an object with segments, words or chunks"],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => read(value), {
      name: "CaptionsError",
      message: `Cannot read captions a.json${message}`,
    });
  }
});
