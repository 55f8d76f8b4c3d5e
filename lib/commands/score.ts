import process from "node:process";
import { printText } from "lib/commands/_print.ts";
import { readScoreArguments, type ScoreArguments } from "lib/commands/_score_arguments.ts";
import { EVERY_OPTION, exitCodes } from "lib/commands/_parse_options.ts";
import { writeAtomic } from "lib/files.ts";
import { type Answer, ANSWER_FORMAT } from "lib/scoring/answer.ts";
import { openScorers } from "lib/scoring/open_scorers.ts";
import { scoreItems, type Scorers } from "lib/scoring/score_items.ts";
import { formatText } from "lib/scoring/writing/format_text.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { settings } from "lib/settings.ts";

const USAGE = `deno task score [--video CLIP] [--transcript FILE] [--captions FILE] … [options]

Says how viral and engaging a clip or a transcript will be, 0 to 100, with 90% intervals, what
raised and lowered the scores, the most similar known videos, and how far to trust it all.

  --video CLIP        a clip; may be given several times, as may the next two
  --transcript FILE   what is said in it, as plain text; - is standard input
  --captions FILE     the same with times: YouTube's JSON, SRT, VTT or Whisper's JSON
                      Right behind a --video, either belongs to that clip. Names without
                      an option are items of their own, told apart by their endings.
  --history CSV       past videos of the same channel, with the columns virality_score_% and
                      engagement_score_% (0 to 100) and, if known, transcript; oldest first,
                      unless a column published_at dates them all
  --html PAGE         write one page with graphs too, which needs no network
  --json              print one JSON object, {"format": "${ANSWER_FORMAT}", "answers": […]},
                      as lib/scoring/answer.ts describes it
${EVERY_OPTION}
${exitCodes("when all items were scored", "when one was refused or the page cannot be written")}`;

/** Where the command reads and writes, and what it scores with. */
export interface ScoreEnvironment {
  readonly scorers: Scorers;
  readonly standardInput: ReadableStream<Uint8Array>;
  /** Writes to whoever started the command. */
  readonly write: (text: string) => void;
  /** Whether headings may be bold. @default false */
  readonly colour?: boolean;
}

/**
 * Scores what a command line names and writes the answers.
 *
 * @returns the exit code: 0 when all items were scored, 1 when one was refused
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when the page cannot be written; the answers are by then
 */
export async function run(
  args: readonly string[],
  environment: ScoreEnvironment = ofThisProcess(),
): Promise<number> {
  const { write } = environment;
  const wanted = readScoreArguments(args);
  if (wanted.help) {
    write(USAGE);
    return 0;
  }
  const answers = await answerAll(wanted, environment);
  if (wanted.html !== undefined) {
    await writePage(wanted.html, answers);
    if (!wanted.json) write(`\nPage written to ${printable(wanted.html)}\n`);
  }
  return answers.some(({ kind }) => kind === "refused") ? 1 : 0;
}

async function answerAll(
  { requests, json, history }: ScoreArguments,
  { scorers, standardInput, write, colour }: ScoreEnvironment,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of scoreItems(requests, { scorers, standardInput, history })) {
    answers.push(answer);
    if (!json) write(`${answers.length > 1 ? "\n" : ""}${formatText(answer, { colour })}\n`);
  }
  if (json) write(`${JSON.stringify({ format: ANSWER_FORMAT, answers }, rounded, 2)}\n`);
  return answers;
}

/** Four decimals are more than any of the numbers is good for. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value;
}

async function writePage(path: string, answers: readonly Answer[]): Promise<void> {
  const { htmlPage } = await import("lib/scoring/writing/html_page.ts"); // drawing takes a second to load
  await writeAtomic(path, await htmlPage(answers));
}

/** The models that the settings allow, and this process's streams. */
function ofThisProcess(): ScoreEnvironment {
  return {
    scorers: openScorers(settings),
    standardInput: Deno.stdin.readable,
    write: printText,
    colour: process.stdout.isTTY && !Deno.noColor,
  };
}
