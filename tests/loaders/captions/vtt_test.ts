import assert from "assert";
import { parseVtt } from "lib/loaders/captions/vtt.ts";

const timesOf = (text: string) =>
  parseVtt(text).map(({ text, startMs, endMs }) => `${text} ${startMs}-${endMs}`);

Deno.test("parseVtt() reads cues with names, settings, notes and styles between them", () => {
  const text = `WEBVTT - a title
Kind: captions

STYLE
::cue { color: red }

NOTE a comment
of two lines

intro
00:01.000 --> 00:02.000 align:start position:0%
<v Mary>Tom &amp; <b.loud>I</b>

100:00:00.000 --> 100:00:01.000
bye&nbsp;now`;
  assert.deepEqual(timesOf(text), [
    "Tom 1000-1500",
    "& 1500-1750",
    "I 1750-2000",
    "bye 360000000-360000500",
    "now 360000500-360001000",
  ]);
});

Deno.test("parseVtt() times words by inner timestamps", () => {
  const text = "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n" +
    "one<00:00:01.500><c> two three</c><00:00:04.000><c> four</c>";
  assert.deepEqual(timesOf(text), [
    "one 1000-1500",
    "two 1500-2500", // 4 of 4 + 6 parts
    "three 2500-4000",
    "four 4000-5000",
  ]);
});

const ROLLING = `WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.000 align:start position:0%
 
so<00:00:00.400><c> it</c><00:00:01.200><c> begins</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
so it begins
 

00:00:02.010 --> 00:00:04.000 align:start position:0%
so it begins
and<00:00:02.500><c> ends</c>

00:00:04.000 --> 00:00:04.010
and ends
 `;

Deno.test("parseVtt() says rolling captions once", () => {
  assert.deepEqual(timesOf(ROLLING), [
    "so 0-400",
    "it 400-1200",
    "begins 1200-2000",
    "and 2010-2500",
    "ends 2500-4000",
  ]);
});

Deno.test("parseVtt() says a line again in rolling captions after a pause", () => {
  const text = `${ROLLING}\n\n00:00:05.000 --> 00:00:06.000\nand ends`;
  assert.deepEqual(timesOf(text).slice(5), ["and 5000-5444", "ends 5444-6000"]); // 4 of 9 parts
});

Deno.test("parseVtt() says what is said again in captions that do not roll", () => {
  const text = "WEBVTT\n\n00:00.000 --> 00:01.000\nno\n\n00:01.000 --> 00:02.000\nno";
  assert.deepEqual(timesOf(text), ["no 0-1000", "no 1000-2000"]);
});

Deno.test("parseVtt() reads a file without cues as no words", () => {
  assert.deepEqual(parseVtt("WEBVTT"), []);
  assert.deepEqual(parseVtt("WEBVTT\n\nNOTE nothing was said"), []);
});

Deno.test("parseVtt() names the line that is wrong", () => {
  const cases: [text: string, message: string][] = [
    ["WEBVTTX\n\n", "line 1: expected WEBVTT, got something else"],
    [
      "WEBVTT\n00:01.000 --> 00:02.000\na",
      "line 2: expected an empty line after WEBVTT's, got a cue",
    ],
    ["WEBVTT\n\n00:03.000 --> 00:02.000\na", "line 3: expected the end after 3000 ms, got 2000 ms"],
    [
      "WEBVTT\n\nid\n00:03 --> 00:04\na",
      'line 4: expected times like 00:00:01.000 --> 00:00:02.500, got "00:03 --> 00:04"',
    ],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseVtt(text, "a.vtt"), {
      name: "CaptionsError",
      message: `Cannot read captions a.vtt, ${message}`,
    });
  }
});
