import { stripVTControlCharacters } from "node:util";
import { UsageError } from "lib/commands/_parse_options.ts";
import { redact } from "lib/generators/redact.ts";
import { printable } from "lib/scoring/writing/printable.ts";

export interface DescribeOptions {
  /** The command that ended with it. */
  readonly command: string;
  /** Whether the trace follows the sentence. @default false */
  readonly verbose?: boolean;
  /** Gives a key that must not be shown, if there is one. */
  readonly secret?: () => string | undefined;
}

/** A sentence longer than this is cut. */
const MAX_CHARACTERS = 600;

/** Lines of a message that are read; what follows is some other program's log. */
const MAX_LINES = 4;

/** An error as a line for whoever started the command, and below it the trace if that is wanted. */
export function describeError(error: unknown, options: DescribeOptions): string {
  const { command, verbose = false, secret } = options;
  const sentence = `${command}: ${sentenceOf(error)}${hintOn(error)}`;
  const trace = verbose ? `\n${stripVTControlCharacters(Deno.inspect(error))}` : "";
  return `${redact(sentence + trace, secret?.())}\n`;
}

/** The exit code that an error comes to: 2 where the command line or the environment is wrong. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError || VARIABLE.test(messageOf(error)) ? 2 : 1;
}

/** A message's first word when an environment variable is wrong. */
const VARIABLE = /^(?:VIRANOVA_[A-Z_]+|HF_[A-Z_]+|OPENAI_API_KEY|FFMPEG)\b/;

function sentenceOf(error: unknown): string {
  const lines = stripVTControlCharacters(messageOf(error)).split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^at\s.*(?::\d+|\))$/.test(line));
  const sentence = [...printable(lines.slice(0, MAX_LINES).join(" "))];
  return sentence.length > MAX_CHARACTERS
    ? `${sentence.slice(0, MAX_CHARACTERS).join("")}…`
    : sentence.join("");
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(messageOf))].join("; ");
  }
  if (!(error instanceof Error)) return `expected an error, got ${Deno.inspect(error)}`;
  return isDefect(error) || error.message === "" ? `${error}` : error.message;
}

/** Whether an error speaks of the program rather than of what it was given. */
function isDefect(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError;
}

function hintOn(error: unknown): string {
  if (error instanceof UsageError) return error.cause ? "" : "; --help says more";
  return isDefect(error) ? "; --verbose shows where" : "";
}
