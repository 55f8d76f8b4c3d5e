import { countedScores } from "lib/generators/prompt.ts";
import { forTargets, TARGETS } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** What an answer says: every score in 0..1, or why it says none. */
export type Answer =
  | { readonly kind: "scores"; readonly scores: Scores }
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Reads the scores of an answer, given as one JSON object or as `virality: 47, engagement: 62`.
 *
 * Nothing is guessed: a score that is missing, given twice, no number or outside 0..100 makes the
 * answer unusable, and so do two objects, since either may be the answer.
 *
 * @param targets the names of what was asked for, in the order of a plain answer
 */
export function parseAnswer(text: string, targets: readonly string[] = TARGETS): Answer {
  const objects = text.match(/\{[^{}]*\}/g) ?? [];
  if (objects.length > 1) return unusable(`${objects.length} JSON objects`, text);
  const [object] = objects;
  return object === undefined ? parsePlain(text, targets) : parseObject(object, targets);
}

function parseObject(text: string, targets: readonly string[]): Answer {
  for (const name of targets) {
    const times = text.split(`"${name}"`).length - 1;
    if (times !== 1) return unusable(`${name} given ${times} times`, text);
  }
  const fields = parseJson(text);
  if (!fields) return unusable("no valid JSON", text);
  const numbers = targets.map((name) => fields[name]).filter((score) => typeof score === "number");
  if (numbers.length < targets.length) return unusable("a score that is no number", text);
  return scoresOf(numbers, { text, targets });
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // told to the caller as its reason
    throw error;
  }
}

function parsePlain(text: string, targets: readonly string[]): Answer {
  const number = String.raw`(-?\d+(?:\.\d+)?)\s*%?`;
  const named = targets.map((name) => String.raw`${name}\s*[:=]\s*${number}`);
  const form = String.raw`^\s*${named.join(String.raw`\s*[,;\n]\s*`)}\.?\s*$`;
  const found = new RegExp(form, "i").exec(text);
  if (!found) {
    const what = `neither JSON nor ${countedScores(targets.length, "named ")}`;
    return unusable(text.trim() ? what : "empty", text);
  }
  return scoresOf(found.slice(1).map(Number), { text, targets });
}

function scoresOf(
  numbers: readonly number[],
  { text, targets }: { text: string; targets: readonly string[] },
): Answer {
  if (!numbers.every((score) => score >= 0 && score <= 100)) {
    return unusable("a score outside 0..100", text);
  }
  return { kind: "scores", scores: forTargets(targets, (_, i) => numbers[i]! / 100) };
}

function unusable(what: string, text: string): Answer {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return { kind: "unusable", reason: `${what} in the answer ${JSON.stringify(shown)}` };
}
