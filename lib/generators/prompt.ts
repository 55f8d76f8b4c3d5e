import type { ChatMessage } from "lib/generators/chat_message.ts";
import { cutMiddle } from "lib/generators/cut_middle.ts";
import type { TokenCounter } from "lib/generators/token_counter.ts";
import { allOf, DEFAULT_TARGETS, type Target, TARGETS } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** Which wording of the prompt this is; it changes with any word of it. */
export const PROMPT_VERSION = "1";

/** What `buildPrompt` puts around the transcript. */
export interface PromptOptions {
  readonly counter: TokenCounter;
  /** Tokens of the transcript that stay; the middle of a longer one is left out. @default 1500 */
  readonly maxTranscriptTokens?: number;
  /** What is asked for. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** What is asked for: a whole number of each target, 0 for its least value and 100 for its greatest. */
function instructions(targets: readonly Target[]): string {
  const [one, ...more] = targets;
  const each = more.length > 0 ? "each a whole number" : "a whole number";
  const meanings = [one!, ...more].map(({ name, meaning }) => `- ${name}: ${meaning}`).join(";\n");
  return `You predict how a short video will do from what is said in it.
Give ${countedScores(targets.length)}, ${each} from 0 (lowest) to 100 (highest):
${meanings}.
Answer with one JSON object and nothing else, in this form: ${formOf(targets)}`;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** So many scores in words, such as "two scores" or "one named score". */
export function countedScores(count: number, kind = ""): string {
  return `${NUMBERS[count] ?? count} ${kind}score${count === 1 ? "" : "s"}`;
}

function formOf(targets: readonly Pick<Target, "name">[]): string {
  return `{${targets.map(({ name }) => `"${name}": n`).join(", ")}}`;
}

/** Asks for the scores of a transcript: instructions, then the question. */
export function buildPrompt(transcript: string, options: PromptOptions): ChatMessage[] {
  const { counter, maxTranscriptTokens = 1500, targets = DEFAULT_TARGETS } = options;
  const shown = cutMiddle(transcript, { counter, maxTokens: maxTranscriptTokens });
  return [
    { role: "system", content: instructions(targets) },
    { role: "user", content: `<transcript>\n${shown}\n</transcript>` },
  ];
}

/**
 * The same prompt for a second try, told firmly after the question how to answer.
 *
 * @param targets the names of what is asked for
 * @throws {TypeError} when the last message is no user's
 */
export function withFirmerInstruction(
  messages: readonly ChatMessage[],
  targets: readonly string[] = TARGETS,
): ChatMessage[] {
  const last = messages.at(-1);
  if (last?.role !== "user") {
    throw new TypeError(
      `Cannot ask more firmly: expected a user's message last, got ${last?.role ?? "no message"}`,
    );
  }
  const content = `${last.content}\n\n${firmInstruction(targets)}`;
  return [...messages.slice(0, -1), { role: "user", content }];
}

function firmInstruction(targets: readonly string[]): string {
  const scores = targets.length === 1
    ? "the score as a whole number"
    : `${allOf(targets.length)} scores as whole numbers`;
  return `Your answer must be the JSON object alone, with ${scores} from 0 to 100: ` +
    `${formOf(targets.map((name) => ({ name })))}. Always give your best estimate. No other ` +
    "word, no explanation, no code fence.";
}

/**
 * Scores 0..1 in the form in which an answer gives them, whole numbers of 0..100.
 *
 * @param targets the names of those that it gives
 * @throws {RangeError} when one is not known
 */
export function formatAnswer(scores: Scores, targets: readonly string[] = TARGETS): string {
  const named = targets.map((name) => {
    const score = scores[name];
    if (score !== undefined) return `"${name}": ${Math.round(score * 100)}`;
    throw new RangeError(`Cannot write an answer: expected a score of ${name}, got none`);
  });
  return `{${named.join(", ")}}`;
}
