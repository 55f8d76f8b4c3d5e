import { createGenerator, type Generator } from "lib/random.ts";

/** A caption file's name and bytes. */
export interface CaptionFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What was said before the file was damaged, sorted. */
  readonly said: readonly string[];
}

const SPOKEN = [
  "don't",
  'so "good"',
  "naïve",
  "look\\here",
  "日本語",
  "-->",
  "{'a': 1}",
  "\n",
  "I",
  "<i>x</i>",
];

interface Line {
  startMs: number;
  durationMs: number;
  words: { text: string; offsetMs: number }[];
}

/** Captions whose lines overlap, as YouTube's do; now and then 10,000 words a minute. */
function drawLines(generator: Generator): Line[] {
  const fast = generator.uniform() < 0.1;
  const count = fast ? 40 : 1 + generator.integer(4);
  return Array.from({ length: count }, (_, i) => ({
    startMs: fast ? 60 * i : 1500 * i + generator.integer(400),
    durationMs: 500 + generator.integer(3000),
    words: Array.from({ length: fast ? 10 : 1 + generator.integer(4) }, (_, j) => ({
      text: SPOKEN[generator.integer(SPOKEN.length - 1)]!,
      offsetMs: (fast ? 6 : 300) * j,
    })),
  }));
}

const clock = (ms: number, mark: string) => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const [h, m, s] = [two(ms / 3_600_000), two(ms / 60_000 % 60), two(ms / 1000 % 60)];
  return `${h}:${m}:${s}${mark}${String(ms % 1000).padStart(3, "0")}`;
};

/** A cue's text, which can hold neither an arrow nor an empty line. */
const textOf = ({ words }: Line) =>
  words.map(({ text }) => text.replace("-->", "->").trim()).join(" ").trim() || "-";

const segmentsOf = (lines: readonly Line[]) =>
  lines.map(({ startMs, durationMs, words }) => ({
    time_start_ms: startMs,
    d_duration_ms: durationMs,
    segs: words.map(({ text, offsetMs }) => ({ utf8: ` ${text}`, tOffsetMs: offsetMs })),
  }));

/** Python's `repr`, which takes double quotes where a text holds single ones only. */
function repr(value: unknown): string {
  if (typeof value === "string") {
    const body = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
    return value.includes("'") && !value.includes('"')
      ? `"${body}"`
      : `'${body.replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${
    Object.entries(value).map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(", ")
  }}`;
}

/** Writes lines in each format that is read. */
const WRITERS: Readonly<Record<string, (lines: readonly Line[]) => string>> = {
  "youtube.json": (lines) => JSON.stringify(segmentsOf(lines)),
  "youtube.txt": (lines) => repr(segmentsOf(lines)),
  "captions.srt": (lines) =>
    lines.map((line, i) =>
      `${i + 1}\n${clock(line.startMs, ",")} --> ${clock(line.startMs + line.durationMs, ",")}\n${
        textOf(line)
      }\n`
    ).join("\n"),
  "captions.vtt": (lines) =>
    "WEBVTT\n\n" +
    lines.map((line) =>
      `${clock(line.startMs, ".")} --> ${clock(line.startMs + line.durationMs, ".")}\n${
        textOf(line)
      }\n`
    ).join("\n"),
  "whisper.json": (lines) =>
    JSON.stringify({
      segments: lines.map(({ startMs, durationMs, words }) => ({
        start: startMs / 1000,
        end: (startMs + durationMs) / 1000,
        text: "",
        words: words.map(({ text, offsetMs }) => ({
          word: ` ${text}`,
          start: (startMs + offsetMs) / 1000,
          end: (startMs + offsetMs + 100) / 1000,
        })),
      })),
    }),
};

/** The words that a reader of the format should find. */
function wordsIn(lines: readonly Line[], format: string): string[] {
  const texts = format.startsWith("captions")
    ? lines.map((line) => textOf(line).replace(/<.?i>/g, ""))
    : lines.flatMap(({ words }) => words.map(({ text }) => text));
  return texts.flatMap((text) => text.match(/\S+/g) ?? []).sort();
}

type Damage = (text: string, generator: Generator) => string | Uint8Array<ArrayBuffer>;

const at = (text: string, generator: Generator) => generator.integer(Math.max(text.length - 1, 0));

/** What goes wrong with caption files, by name. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  none: (text) => text,
  truncation: (text, generator) => text.slice(0, at(text, generator)),
  "negative number": (text, generator) => {
    const numbers = [...text.matchAll(/(?<=[: ])\d+(?=[,}.\]])/g)];
    const chosen = numbers[generator.integer(Math.max(numbers.length - 1, 0))];
    return chosen ? `${text.slice(0, chosen.index)}-${text.slice(chosen.index)}` : text;
  },
  "missing times": (text) =>
    text.replaceAll(/['"](tOffsetMs|d_duration_ms|end)['"]: ?[\d.]+,? ?/g, ""),
  "swapped times": (text) => text.replace(/(\d\d:\S+) --> (\d\d:\S+)/, "$2 --> $1"),
  "lost line": (text, generator) => {
    const lines = text.split("\n");
    lines.splice(generator.integer(lines.length - 1), 1);
    return lines.join("\n");
  },
  "wrong encoding": (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff),
  "UTF-16": (text) => {
    const units = Uint16Array.from(`\ufeff${text}`, (letter) => letter.charCodeAt(0));
    return new Uint8Array(units.buffer);
  },
  "Windows line ends": (text) => `\ufeff${text.replaceAll("\n", "\r\n")}`,
  junk: (text, generator) => {
    const place = at(text, generator);
    const noise = Array.from({ length: 8 }, () => String.fromCharCode(32 + generator.integer(90)));
    return text.slice(0, place) + noise.join("") + text.slice(place);
  },
  "all junk": (_, generator) => Uint8Array.from({ length: 200 }, () => generator.integer(255)),
  nothing: () => "",
};

/** Caption files of every format, damaged in every way in turn; the same seed gives the same. */
export function damagedCaptions(count: number, seed: number): CaptionFile[] {
  const generator = createGenerator(seed);
  const [formats, damages] = [Object.entries(WRITERS), Object.entries(DAMAGES)];
  return Array.from({ length: count }, (_, i) => {
    const [format, write] = formats[i % formats.length]!;
    const [damage, apply] = damages[Math.floor(i / formats.length) % damages.length]!;
    const lines = drawLines(generator);
    const damaged = apply(write(lines), generator);
    const bytes = typeof damaged === "string" ? new TextEncoder().encode(damaged) : damaged;
    return { name: `${i} ${damage} of ${format}`, bytes, said: wordsIn(lines, format) };
  });
}
