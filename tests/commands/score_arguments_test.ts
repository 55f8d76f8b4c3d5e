import assert from "assert";
import { readScoreArguments } from "lib/commands/_score_arguments.ts";

Deno.test("readScoreArguments() gives text to the clip right before it", () => {
  const { requests } = readScoreArguments([
    "--captions",
    "first.vtt",
    "--video",
    "a.mp4",
    "--captions",
    "a.srt",
    "--transcript",
    "alone.txt",
    "--video",
    "b.mp4",
    "--video",
    "c.mp4",
    "--transcript",
    "-",
  ]);
  assert.deepEqual(requests, [
    { kind: "captions", path: "first.vtt" },
    { kind: "video", path: "a.mp4", spoken: { kind: "captions", path: "a.srt" } },
    { kind: "transcript", path: "alone.txt" },
    { kind: "video", path: "b.mp4" },
    { kind: "video", path: "c.mp4", spoken: { kind: "transcript", path: "-" } },
  ]);
});

Deno.test("readScoreArguments() tells names without an option apart by their endings", () => {
  const { requests, json, html, history } = readScoreArguments([
    "a.TXT",
    "b.MP4",
    "--json",
    "--html",
    "page.html",
    "--history=past.csv",
    "c.webm",
    "d.json",
    "--",
    "-x.srt",
  ]);
  assert.deepEqual(requests, [
    { kind: "transcript", path: "a.TXT" },
    { kind: "video", path: "b.MP4" },
    { kind: "video", path: "c.webm" },
    { kind: "captions", path: "d.json" },
    { kind: "captions", path: "-x.srt" },
  ]);
  assert.deepEqual({ json, html, history }, { json: true, html: "page.html", history: "past.csv" });
});

Deno.test("readScoreArguments() asks for nothing but help with --help", () => {
  assert.deepEqual(readScoreArguments(["--help"]).requests, []);
  assert.equal(readScoreArguments(["--help"]).help, true);
});

Deno.test("readScoreArguments() says what is wrong with a command line", () => {
  const cases: [string[], RegExp][] = [
    [[], /^expected a --video, --transcript or --captions, got none$/],
    [["--videos", "a.mp4"], /^expected --video, .*--json or --help, got --videos$/],
    [["--video"], /^--video: expected a value, got nothing$/],
    [["a.doc"], /^"a\.doc": expected a name ending in \.txt, /],
    [["a.txt", "--html", ""], /^--html: expected one path, got \[""\]$/],
    [
      ["a.txt", "--history", "a", "--history", "b"],
      /^--history: expected one path, got \["a","b"\]$/,
    ],
    [["-", "--video", "a.mp4", "--transcript", "-"], /^-: standard input can be read only once$/],
    [["--captions="], /^--captions: expected a path, got nothing$/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => readScoreArguments(args), { name: "UsageError", message });
  }
});
