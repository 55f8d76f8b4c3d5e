import type { Scores } from "lib/types.ts";

/** What an answer says: both scores in 0..1, or why it says none. */
export type Answer =
  | { readonly kind: "scores"; readonly scores: Scores }
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Reads both scores of an answer, given as one JSON object or as `virality: 47, engagement: 62`.
 *
 * Nothing is guessed: a score that is missing, given twice, no number or outside 0..100 makes the
 * answer unusable, and so do two objects, since either may be the answer.
 */
export function parseAnswer(text: string): Answer {
  const objects = text.match(/\{[^{}]*\}/g) ?? [];
  if (objects.length > 1) return unusable(`${objects.length} JSON objects`, text);
  const [object] = objects;
  return object === undefined ? parsePlain(text) : parseObject(object);
}

function parseObject(text: string): Answer {
  for (const name of ["virality", "engagement"]) {
    const times = text.split(`"${name}"`).length - 1;
    if (times !== 1) return unusable(`${name} given ${times} times`, text);
  }
  const fields = parseJson(text);
  if (!fields) return unusable("no valid JSON", text);
  const { virality, engagement } = fields;
  if (typeof virality !== "number" || typeof engagement !== "number") {
    return unusable("a score that is no number", text);
  }
  return scoresOf([virality, engagement], text);
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // told to the caller as its reason
    throw error;
  }
}

function parsePlain(text: string): Answer {
  const number = String.raw`(-?\d+(?:\.\d+)?)\s*%?`;
  const form = String
    .raw`^\s*virality\s*[:=]\s*${number}\s*[,;\n]\s*engagement\s*[:=]\s*${number}\.?\s*$`;
  const found = new RegExp(form, "i").exec(text);
  if (!found) return unusable(text.trim() ? "neither JSON nor two named scores" : "empty", text);
  return scoresOf([Number(found[1]), Number(found[2])], text);
}

function scoresOf([virality, engagement]: [number, number], text: string): Answer {
  if (![virality, engagement].every((score) => score >= 0 && score <= 100)) {
    return unusable("a score outside 0..100", text);
  }
  return { kind: "scores", scores: { virality: virality / 100, engagement: engagement / 100 } };
}

function unusable(what: string, text: string): Answer {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return { kind: "unusable", reason: `${what} in the answer ${JSON.stringify(shown)}` };
}
