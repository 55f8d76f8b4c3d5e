import type { ChatMessage } from "lib/generators/chat_message.ts";
import { formatAnswer } from "lib/generators/prompt.ts";
import type { TokenCounter } from "lib/generators/token_counter.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** A prompt and the scores that answer it. */
export interface FineTuningExample {
  readonly messages: readonly ChatMessage[];
  readonly scores: Scores;
}

/** What `checkFineTuningFile` found. */
export interface FineTuningCheck {
  readonly examples: number;
  /** Tokens of all examples, what an epoch is charged for. */
  readonly tokens: number;
  /** What the service would refuse, by line; empty for a good file. */
  readonly problems: readonly string[];
}

/** The service's bounds. */
export interface FineTuningBounds {
  readonly counter: TokenCounter;
  /** Examples a training file has at least; a validation file needs 1. @default 10 */
  readonly minExamples?: number;
  /** Tokens of an example at most; the service cuts off what is beyond. @default 16_385 */
  readonly maxExampleTokens?: number;
}

const MAX_BYTES = 512 * 1024 * 1024;
const ROLES: readonly unknown[] = ["system", "developer", "user", "assistant"];
const KEYS: readonly string[] = ["role", "content", "name", "weight"];

/**
 * Writes examples as JSONL; answers of few-shot turns have weight 0, so only the last is learned. One
 * of which not every score is known is left out.
 *
 * @param targets the names of what is asked for
 */
export function fineTuningFile(
  examples: readonly FineTuningExample[],
  targets: readonly string[] = TARGETS,
): string {
  const known = examples.filter(({ scores }) => targets.every((it) => scores[it] !== undefined));
  const lines = known.map(({ messages, scores }) => {
    const shown = messages.map((it) => it.role === "assistant" ? { ...it, weight: 0 } : it);
    const answer = { role: "assistant", content: formatAnswer(scores, targets) };
    return JSON.stringify({ messages: [...shown, answer] });
  });
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Checks a JSONL file as OpenAI does on upload, so that nothing is refused after it was sent.
 *
 * Source: OpenAI cookbook, "Data preparation and analysis for chat model fine-tuning", and the
 * limits of the fine-tuning guide.
 */
export function checkFineTuningFile(text: string, bounds: FineTuningBounds): FineTuningCheck {
  const { minExamples = 10 } = bounds;
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const checked = lines.map((line) => checkLine(line, bounds));
  const problems = checked.flatMap(({ problem }, i) =>
    problem ? [`line ${i + 1}: ${problem}`] : []
  );
  if (lines.length < minExamples) {
    problems.push(`expected at least ${minExamples} examples, got ${lines.length}`);
  }
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_BYTES) problems.push(`expected at most ${MAX_BYTES} bytes, got ${bytes}`);
  const tokens = checked.reduce((sum, line) => sum + line.tokens, 0);
  return { examples: lines.length, tokens, problems };
}

function checkLine(line: string, { counter, maxExampleTokens = 16_385 }: FineTuningBounds) {
  const messages = readMessages(line);
  if (typeof messages === "string") return { tokens: 0, problem: messages };
  const problem = messages.map(checkMessage).find((it) => it !== undefined) ?? checkEnd(messages);
  if (problem) return { tokens: 0, problem };
  const tokens = messages.reduce((sum, it) => sum + 4 + counter.encode(`${it.content}`).length, 3);
  return {
    tokens,
    problem: tokens > maxExampleTokens
      ? `expected at most ${maxExampleTokens} tokens, got ${tokens}`
      : undefined,
  };
}

function readMessages(line: string): Record<string, unknown>[] | string {
  let example;
  try {
    example = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `expected a JSON object, got ${JSON.stringify(line.slice(0, 60))}`;
  }
  const messages = example?.messages;
  return Array.isArray(messages) && messages.length > 0 ? messages : "no list of messages";
}

function checkMessage(message: Record<string, unknown> | null, index: number): string | undefined {
  const where = `message ${index + 1}`;
  if (typeof message !== "object" || message === null) return `${where} is no object`;
  const { role, content, weight } = message;
  if (!ROLES.includes(role)) return `${where}: unknown role ${JSON.stringify(role)}`;
  if (typeof content !== "string" || content === "") return `${where}: no content`;
  if (weight !== undefined && (role !== "assistant" || (weight !== 0 && weight !== 1))) {
    return `${where}: a weight of ${JSON.stringify(weight)}, expected 0 or 1 on an assistant's`;
  }
  const unknown = Object.keys(message).find((key) => !KEYS.includes(key));
  return unknown && `${where}: unknown key ${JSON.stringify(unknown)}`;
}

function checkEnd(messages: readonly Record<string, unknown>[]): string | undefined {
  const last = messages.at(-1)!;
  if (last.role !== "assistant") return `expected an assistant's message last, got ${last.role}`;
  return last.weight === 0 ? "the last answer has weight 0, so nothing is learned" : undefined;
}
