import assert from "assert";
import { parseValue } from "lib/loaders/captions/_fields.ts";
import { youtubeWords } from "lib/loaders/captions/youtube_captions.ts";

/** Words of segments as JSON or as a Python literal. */
const read = (text: string, source = "text") =>
  youtubeWords(parseValue(text, { source, place: "" }), source);

const SEGMENTS = [
  { time_start_ms: 0, d_duration_ms: 9000, id: 1 }, // sets up a window, says nothing
  {
    time_start_ms: 1240,
    d_duration_ms: 4000,
    segs: [
      { utf8: "don't", acAsrConf: 251 },
      { utf8: " say", tOffsetMs: 360 },
      { utf8: ' "never"', tOffsetMs: 1200 },
    ],
  },
  { time_start_ms: 3100, d_duration_ms: 2140, segs: [{ utf8: "\n" }] },
  { time_start_ms: 3110, d_duration_ms: 2500, segs: [{ utf8: "again", tOffsetMs: 80 }] },
];

/** Worked by hand: the second line ends where the third begins, the fourth lasts its own time. */
const WORDS = [
  { text: "don't", startMs: 1240, endMs: 1600, lineStartMs: 1240 },
  { text: "say", startMs: 1600, endMs: 2440, lineStartMs: 1240 },
  { text: '"never"', startMs: 2440, endMs: 3100, lineStartMs: 1240 },
  { text: "again", startMs: 3190, endMs: 5610, lineStartMs: 3110 },
];

Deno.test("youtubeWords() reads segments word for word", () => {
  assert.deepEqual(read(JSON.stringify(SEGMENTS)), WORDS);
});

Deno.test("youtubeWords() reads the Python literal of segments", () => {
  const literal = `[{'time_start_ms': 0, 'd_duration_ms': 9000, 'id': 1},
    {'time_start_ms': 1240, 'd_duration_ms': 4000.0, 'segs': [{'utf8': "don't", 'acAsrConf': 251},
      {'utf8': ' say', 'tOffsetMs': 360}, {'utf8': ' "never"', 'tOffsetMs': 1200}]},
    {'time_start_ms': 3100, 'd_duration_ms': 2140, 'segs': [{'utf8': '\\n'}]},
    {'time_start_ms': 3110, 'd_duration_ms': 2500, 'segs': [{'utf8': 'again', 'tOffsetMs': 80}]}]`;
  assert.deepEqual(read(literal), WORDS);
});

Deno.test("youtubeWords() reads YouTube's own file and segs kept as text", () => {
  const events = SEGMENTS.map(({ time_start_ms: tStartMs, d_duration_ms: dDurationMs, segs }) => (
    { tStartMs, dDurationMs, segs }
  ));
  assert.deepEqual(read(JSON.stringify({ wireMagic: "pb3", events })), WORDS);
  const cells = [{ time_start_ms: "100", d_duration_ms: "", segs: "[{'utf8': 'a b'}]" }];
  assert.deepEqual(read(JSON.stringify(cells)), [
    { text: "a", startMs: 100, endMs: 100, lineStartMs: 100 },
    { text: "b", startMs: 100, endMs: 100, lineStartMs: 100 },
  ]);
});

Deno.test("youtubeWords() says a seg without an offset together with the one before", () => {
  const segs = [{ utf8: "one" }, { utf8: " two" }, { utf8: " three", tOffsetMs: 800 }];
  const words = read(JSON.stringify([
    { time_start_ms: 1000, d_duration_ms: 1000, segs },
  ]));
  assert.deepEqual(words.map(({ startMs, endMs }) => [startMs, endMs]), [
    [1000, 1400],
    [1400, 1800],
    [1800, 2000],
  ]);
});

Deno.test("youtubeWords() reads a whole line in one seg, as people type them", () => {
  const segs = [{ utf8: "I knew\nit" }];
  const [first, , last] = read(JSON.stringify([
    { time_start_ms: 0, d_duration_ms: 1000, segs },
  ]));
  assert.deepEqual([first!.text, first!.endMs], ["I", 200]); // 2 of 2 + 5 + 3 parts
  assert.deepEqual([last!.text, last!.startMs, last!.endMs], ["it", 700, 1000]);
});

Deno.test("youtubeWords() names the segment that is wrong", () => {
  const seg = { utf8: "a" };
  const cases: [segments: unknown, message: string][] = [
    [
      [{ time_start_ms: 0, d_duration_ms: -5, segs: [seg] }],
      "segment 1: expected d_duration_ms from 0 to 1e9, got -5",
    ],
    [[{ segs: [] }, { segs: [seg] }].slice(1), "segment 1: expected time_start_ms, got none"],
    [
      [{ time_start_ms: 0, segs: [{ utf8: "a", tOffsetMs: -1 }] }],
      "segment 1: expected tOffsetMs from 0 to 1e9, got -1",
    ],
    [
      [{ time_start_ms: "soon", segs: [seg] }],
      'segment 1: expected time_start_ms from 0 to 1e9, got "soon"',
    ],
    [
      [{ time_start_ms: 0, segs: [{ tOffsetMs: 3 }] }],
      "segment 1: expected utf8 as text, got none",
    ],
    [[{ time_start_ms: 0, segs: {} }], "segment 1: expected segs as a list of objects, got {}"],
  ];
  for (const [segments, message] of cases) {
    assert.throws(() => read(JSON.stringify(segments), "a.json"), {
      name: "CaptionsError",
      message: `Cannot read captions a.json, ${message}`,
    });
  }
  assert.throws(() => read("{}", "a.json"), {
    message: "Cannot read captions a.json: expected segments as a list of objects, got none",
  });
});

Deno.test("youtubeWords() says where a file that is cut off stops being JSON", () => {
  assert.throws(
    () => read('{"events": [', "a.json"),
    /found no JSON \(.*\); as a Python literal: expected a Python literal with all its brackets/,
  );
});
