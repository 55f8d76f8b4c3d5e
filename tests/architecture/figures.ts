import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { print } from "lib/commands/_print.ts";
import { readSources } from "lib/commands/_read_sources.ts";
import { filesOf, readAnswersWay } from "./answers_way.ts";
import { beginsAsQuestion, docstringsOf, drawDocstrings } from "./docstrings.ts";
import { filesBetween, singleUserFiles } from "./findings.ts";
import { roomOf } from "./floors.ts";
import { counted, EXCEPTIONS, GUARDS, textOf } from "./guards.ts";
import { type Library, readLibrary } from "./library.ts";

/** From the command to the interval. */
const WAY = { from: "lib/commands/score.ts", to: "lib/metrics/conformal.ts" };

/**
 * Prints the library's figures; with `--lists` also what was counted, with `--root` another project's.
 * With `--docstrings N` and `--seed S` prints that many docstrings instead, to be judged by hand.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values: { root, lists, docstrings: count, seed } } = parseArgs({
    args: [...args],
    options: {
      root: { type: "string", default: join(import.meta.dirname!, "..", "..") },
      lists: { type: "boolean", default: false },
      docstrings: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  const docstrings = docstringsOf(await readSources(root, "lib"));
  if (count !== undefined) {
    for (const it of drawDocstrings(docstrings, { count: Number(count), seed: Number(seed) })) {
      print(`${it.path}:${it.line}\n${it.text}\n    ${it.about}\n`);
    }
    return;
  }
  const library = await readLibrary(root);
  for (const line of sizesByRoom(library)) print(line);
  const singles = singleUserFiles(library);
  print(`\n${singles.length} files with a single importer`);
  const way = filesOf(readAnswersWay(await architectureOf(root)));
  print(`${filesBetween(library, WAY).length} files on import paths from score to its interval`);
  print(`${way.length} files on the way of one answer, as docs/architecture.md lists it`);
  const questions = docstrings.filter(beginsAsQuestion).length;
  print(`${docstrings.length} docstrings, ${questions} that begin with "What" or "How"`);
  for (const guard of GUARDS) {
    const found = counted(guard, library);
    print(`${found.length} ${guard.what} (at most ${guard.ceiling})`);
    if (lists) { for (const finding of found) print(`    ${textOf(finding)}`); }
  }
  print(`${Object.keys(EXCEPTIONS).length} exceptions`);
}

function sizesByRoom({ files }: Library): string[] {
  const sizes = Map.groupBy(files.values(), ({ path }) => roomOf(path) ?? dirname(path));
  const rows = [...sizes].map(([room, files]) => row(room, files.map(({ lines }) => lines)));
  const all = row("all", [...files.values()].map(({ lines }) => lines));
  return [tableLine("room", ["files", "mean", "median"]), ...rows, all];
}

/** A room's name, its files, and the mean and median of their lines. */
function row(room: string, lines: readonly number[]): string {
  const sorted = [...lines].sort((a, b) => a - b);
  const mean = lines.reduce((sum, count) => sum + count, 0) / lines.length;
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return tableLine(room, [`${lines.length}`, mean.toFixed(1), median.toFixed(1)]);
}

function tableLine(first: string, rest: readonly string[]): string {
  return first.padEnd(12) + rest.map((cell) => cell.padStart(8)).join("");
}

async function architectureOf(root: string): Promise<string> {
  try {
    return await Deno.readTextFile(join(root, "docs", "architecture.md"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

if (import.meta.main) await main(Deno.args);
