import assert from "assert";
import { parseSrt } from "lib/loaders/captions/srt.ts";

const timesOf = (text: string) =>
  parseSrt(text).map(({ text, startMs, endMs }) => `${text} ${startMs}-${endMs}`);

Deno.test("parseSrt() reads cues, without their styling", () => {
  const text = "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Hello</i>\r\n{\\an8}there\r\n\r\n" +
    "2\r\n01:00:00,500 --> 01:00:01,500\r\n5 < 6\r\n";
  assert.deepEqual(timesOf(text), [
    "Hello 1000-1500",
    "there 1500-2000",
    "5 3600500-3600833", // 2 of 6 parts
    "< 3600833-3601167",
    "6 3601167-3601500",
  ]);
});

Deno.test("parseSrt() reads cues without numbers and cuts those that overlap", () => {
  const text = "00:00:00.000 --> 00:00:09.000\na\n\n\n00:00:04,000 --> 00:00:05,000\nb";
  assert.deepEqual(timesOf(text), ["a 0-4000", "b 4000-5000"]);
});

Deno.test("parseSrt() names the line that is wrong", () => {
  const cases: [text: string, message: string][] = [
    ["1\n00:00:02,000 --> 00:00:01,000\na", "line 2: expected the end after 2000 ms, got 1000 ms"],
    [
      "1\n00:00:01,000 --> 00:00:0",
      'line 2: expected times like 00:00:01.000 --> 00:00:02.500, got "00:00:01,000 --> 00:00:0"',
    ],
    [
      "1\n00:00:01,000 --> 00:00:02,000\na\n\nb",
      'line 5: expected times like 00:00:01.000 --> 00:00:02.500, got "b"',
    ],
    [
      "1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb",
      "line 5: expected an empty line before the next times, got none",
    ],
    [
      "1\n00:61:01,000 --> 00:62:02,000\na",
      'line 2: expected times like 00:00:01.000 --> 00:00:02.500, got "00:61:01,000 --> 00:62:02,000"',
    ],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseSrt(text, "a.srt"), {
      name: "CaptionsError",
      message: `Cannot read captions a.srt, ${message}`,
    });
  }
  assert.throws(() => parseSrt("\n\n", "a.srt"), {
    message: "Cannot read captions a.srt: expected SubRip cues, got none",
  });
});
