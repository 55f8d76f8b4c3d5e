import {
  file,
  type HostileInput,
  SENTENCE,
  streamOf,
  transcript,
  utf16,
} from "./_hostile_inputs.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const MEGABYTE = 1024 * 1024;

/** Two captions that begin at these times and last for none. */
function srt(first: string, second: string): string {
  return `1\n${first} --> ${first}\nsecret violin\n\n2\n${second} --> ${second}\nmore homework\n`;
}

/** Texts that are none, too much, of another kind, or dangerous to show. */
export const HOSTILE_TEXTS: readonly HostileInput[] = [
  { name: "an empty text", make: transcript(""), code: 1, says: /expected words, got none/ },
  { name: "nothing but spaces", make: transcript(" \n\t\u00a0 "), code: 1, says: /got none/ },
  { name: "emoji only", make: transcript("😀🎉👍🏽👩‍👩‍👧"), code: 1, says: /expected words, got only/ },
  { name: "punctuation only", make: transcript("... !!! ???"), code: 1, says: /expected words/ },
  { name: "one word", make: transcript("secret"), code: 0, says: /only 1 different word/ },
  {
    name: "a megabyte of text",
    make: transcript(`${SENTENCE} `.repeat(MEGABYTE / SENTENCE.length)),
    code: 0,
    says: /only the first 19,9\d\d were read/,
  },
  {
    name: "one endless word",
    make: transcript("a".repeat(MEGABYTE)),
    code: 0,
    says: /Hardly any of its words/,
  },
  {
    name: "more bytes than are read",
    make: transcript("word ".repeat(2 * MEGABYTE)),
    code: 1,
    says: /expected at most 8388608 bytes/,
  },
  {
    name: "another language",
    make: transcript(
      "Eines Morgens fand der Seemann eine Geige, und niemand wusste, woher sie kam.",
    ),
    code: 0,
    says: /another language/,
  },
  {
    name: "Chinese",
    make: transcript("有一天早上水手找到了一把小提琴"),
    code: 0,
    says: /another language/,
  },
  {
    name: "Arabic, right to left",
    make: transcript("في صباح أحد الأيام وجد البحار كمانا تحت الدرج"),
    code: 0,
    says: /another language/,
  },
  { name: "marks that turn the direction", make: transcript(`\u202e${SENTENCE}\u2066`), code: 0 },
  {
    name: "stacked accents",
    make: transcript(`${SENTENCE} ${"e\u0301\u0302".repeat(900)}`),
    code: 0,
  },
  { name: "NUL bytes", make: transcript(`one\0two`), code: 1, says: /got NUL bytes/ },
  {
    name: "no UTF-8",
    make: transcript(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0xff)),
    code: 1,
    says: /expected utf-8 text/,
  },
  { name: "UTF-8 with a mark", make: transcript(`\ufeff${SENTENCE}`), code: 0, says: /secret/ },
  { name: "UTF-16, low byte first", make: transcript(utf16(SENTENCE)), code: 0, says: /secret/ },
  {
    name: "UTF-16, high byte first",
    make: transcript(utf16(SENTENCE, { bigEndian: true })),
    code: 0,
    says: /secret/,
  },
  {
    name: "UTF-16 without a mark",
    make: transcript(utf16(SENTENCE, { mark: false })),
    code: 1,
    says: /got NUL bytes/,
  },
  { name: "a script", make: transcript(`<script>alert("x")</script> ${SENTENCE}`), code: 0 },
  {
    name: "escape codes",
    make: transcript(`\x1b[2J\x1b]0;owned\x07\x1b[31m${SENTENCE}\x1b[0m\x9b31m`),
    code: 0,
  },
  { name: "Markdown", make: transcript(`# ![x](javascript:alert(1))\n\n**${SENTENCE}**`), code: 0 },
  {
    name: "a formula",
    make: transcript(`=HYPERLINK("http://x")+cmd|' /C calc'!A0 ${SENTENCE}`),
    code: 0,
  },
  {
    name: "standard input",
    make: () => ({ args: ["--transcript", "-"], input: streamOf(encode(SENTENCE)) }),
    code: 0,
    says: /^standard input/,
  },
  {
    name: "an empty standard input",
    make: () => ({ args: ["-"], input: streamOf(new Uint8Array()) }),
    code: 1,
    says: /got none/,
  },
  {
    name: "a standard input without end",
    make: () => ({ args: ["-"], input: streamOf(new Uint8Array(65_536).fill(97), true) }),
    code: 1,
    says: /expected at most 8388608 bytes/,
  },
  {
    name: "captions cut in the middle",
    make: file("captions", "a.json", '[{"time_start_ms": 0, "d_duration_ms": 100, "segs": [{"ut'),
    code: 1,
  },
  {
    name: "captions with a negative duration",
    make: file("captions", "a.srt", "1\n00:00:05,000 --> 00:00:01,000\nhello there\n"),
    code: 1,
    says: /Not scored/,
  },
  {
    name: "captions without words",
    make: file("captions", "a.vtt", "WEBVTT\n\n"),
    code: 1,
    says: /got none/,
  },
  {
    name: "captions of another kind",
    make: file("captions", "a.srt", "%PDF-1.7 x"),
    code: 1,
    says: /WebVTT/,
  },
  {
    name: "captions that are all said at once",
    make: file("captions", "a.srt", srt("00:00:00,000", "00:00:00,000")),
    code: 0,
    says: /secret \S+ \(at 0\.0 s\)/,
  },
  {
    name: "captions that last for days",
    make: file("captions", "a.srt", srt("00:00:00,000", "99:59:59,000")),
    code: 0,
    says: /from 359999\.0 to 359999\.0 s “/,
  },
  {
    name: "captions of ten thousand words a minute",
    make: file(
      "captions",
      "a.srt",
      Array.from({ length: 1000 }, (_, i) => {
        const time = (ms: number) =>
          `00:00:0${Math.floor(ms / 1000)},${String(ms % 1000).padStart(3, "0")}`;
        return `${i + 1}\n${time(6 * i)} --> ${time(6 * i + 6)}\nsecret\n`;
      }).join("\n"),
    ),
    code: 0,
  },
];
