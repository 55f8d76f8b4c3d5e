import type { Generator } from "lib/random.ts";
import { idOf } from "./_csv_files.ts";

/** Header and 40 rows whose index is their position; cells as they are before quoting. */
export const CELLS: readonly (readonly string[])[] = [
  ["Unnamed: 0", "video_id", "virality_score_%", "engagement_score_%", "transcript"],
  ...Array.from({ length: 40 }, (_, i) => {
    const said = ["plain words", "one, two", 'he said "no"', "line\nbreak, and", "naïve 日本 🎬"];
    return [`${i}`, idOf(i), `${50 + i / 8}`, `${100 - i / 7}`, `${said[i % 5]} number ${i}`];
  }),
];

const TEXT = toCsv(CELLS);

/** Writes cells as CSV, quoted where needed. */
function toCsv(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => `${row.map(quote).join(",")}\n`).join("");
}

type Damage = (generator: Generator) => string | Uint8Array;

/** Damage after which every row still reads as it was. */
export const HARMLESS: Readonly<Record<string, Damage>> = {
  "a byte order mark and CRLF": () => `\ufeff${TEXT.replace(/\n(?=\d|$|Unn)/g, "\r\n")}`,
  "no index column": () => toCsv(CELLS.map((row) => row.slice(1))),
  "columns moved": () => toCsv(CELLS.map((row) => [row[0]!, ...row.slice(2), row[1]!])),
  "a column too many": () => toCsv(CELLS.map((row) => [...row, "more, of it"])),
  "rows moved": (g) => toCsv([CELLS[0]!, ...g.permutation(40).map((i) => CELLS[i + 1]!)]),
};

/** Damage that must be noticed. */
export const FATAL: Readonly<Record<string, Damage>> = {
  "a dropped column": (g) => {
    const column = 1 + g.integer(3);
    return toCsv(CELLS.map((row) => row.toSpliced(column, 1)));
  },
  "a repeated column": (g) => {
    const column = 1 + g.integer(3);
    return toCsv(CELLS.map((row) => [...row, row[column]!]));
  },
  "a dropped cell": (g) => inRow(g, (row) => row.toSpliced(g.integer(4), 1)),
  "cells in a wrong order": (g) => inRow(g, (row) => row.toReversed()),
  "a wrong type": (g) => {
    const wrong = ["", "abc", "NaN", "inf", "-1", "100.1", "1,5", "0x10", "50%", " 5"];
    return inRow(g, (row) => row.with(2 + g.integer(1), pick(wrong, g)));
  },
  "a repeated id": (g) => inRow(g, (row) => row.with(1, idOf((Number(row[0]) + 7) % 40))),
  "a repeated row": (g) => TEXT + toCsv([pick(CELLS.slice(1), g)]),
  "a lost quote": (g) => lose(TEXT, '"', g),
  "a quote too many": (g) => insert(TEXT, '"', g),
  "rows swallowed by a cell": (g) => {
    const first = 5 * g.integer(6) + 3; // row 3, 8, …: the next quoted cells are 3 and 4 rows below
    const closing = `and number ${first}"\n`;
    const opening = `"one, two number ${first + 3}"`;
    return TEXT.replace(closing, closing.replace('"', ""))
      .replace(opening, `one two number ${first + 3}"`);
  },
  "a control character": (g) => {
    const [header, ...rows] = TEXT.split(/(?<=\n)/); // in the header of an ignored column it is harmless
    return header + insert(rows.join(""), pick(["\0", "\x1b", "\x7f", "\x85"], g), g);
  },
  "bytes that are no UTF-8": (g) => {
    const at = g.integer(TEXT.length);
    return concat(encode(TEXT.slice(0, at)), [0xc3, 0x28], encode(TEXT.slice(at)));
  },
  "UTF-16": () => new Uint8Array(Uint16Array.from(`\ufeff${TEXT}`, (c) => c.charCodeAt(0)).buffer),
  "semicolons": () => TEXT.replaceAll(",", ";"),
  "a stretch of random bytes": (g) => {
    const bytes = encode(TEXT);
    const at = g.integer(bytes.length - 100);
    for (let i = 0; i < 100; i++) bytes[at + i] = g.integer(255);
    return bytes;
  },
  "nothing but random bytes": (g) => Uint8Array.from({ length: 3000 }, () => g.integer(255)),
};

/** Damage that may leave one row with other, sound content; what was meant cannot be known. */
export const AMBIGUOUS: Readonly<Record<string, Damage>> = {
  "two lost quotes": (g) => lose(lose(TEXT, '"', g), '"', g),
  "two quotes too many": (g) => insert(insert(TEXT, '"', g), '"', g),
  "a lost comma": (g) => lose(TEXT, ",", g),
  "a comma too many": (g) => insert(TEXT, ",", g),
  "a lost line break": (g) => lose(TEXT, "\n", g),
  "a line break too many": (g) => insert(TEXT, "\n", g),
  "some random byte": (g) => insert(TEXT, String.fromCharCode(g.integer(127)), g),
  "a huge cell": (g) => {
    const huge = 'words, "words"\nand 日本 words '.repeat(10_000);
    return inRow(g, (row) => row.with(4, huge));
  },
  "a lost end": (g) => TEXT.slice(0, g.integer(TEXT.length)),
};

function inRow(generator: Generator, change: (row: readonly string[]) => string[]): string {
  const at = 1 + generator.integer(39);
  return toCsv(CELLS.map((row, i) => i === at ? change(row) : row));
}

function lose(text: string, character: string, generator: Generator): string {
  const at = pick([...text.matchAll(RegExp(character, "g"))], generator).index;
  return text.slice(0, at) + text.slice(at + 1);
}

function insert(text: string, character: string, generator: Generator): string {
  const at = generator.integer(text.length);
  return text.slice(0, at) + character + text.slice(at);
}

function pick<T>(items: readonly T[], generator: Generator): T {
  return items[generator.integer(items.length - 1)]!;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function concat(...parts: readonly (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
