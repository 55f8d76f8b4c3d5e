import { endOfThoughts } from "lib/generators/without_thoughts.ts";
import { forTargets, TARGETS } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** A token of an answer, its log-probability and those of the likeliest tokens in its place. */
export interface AnswerToken {
  readonly token: string;
  readonly logprob: number;
  readonly top_logprobs: readonly { readonly token: string; readonly logprob: number }[];
}

/** What the probabilities of an answer's score tokens say, or why they say nothing. */
export type TokenReading =
  | {
    readonly kind: "scores";
    /** Expected scores in 0..1. */
    readonly scores: Scores;
    /** Probability that is not in the mean: of tokens that are no score or were not listed. */
    readonly truncatedMass: Scores;
  }
  | { readonly kind: "unusable"; readonly reason: string };

type Expectation =
  | { readonly kind: "expected"; readonly score: number; readonly truncated: number }
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Expected scores, `sum(p_i * v_i) / sum(p_i)` over the tokens that are whole scores v_i of 0..100
 * in the place of the answer's own, thoughts before it left aside.
 *
 * It needs a tokenizer that keeps a number in one token (OpenAI's, Llama 3's); where numbers are
 * split into digits the listed probabilities say too little, and the reading is unusable.
 *
 * @param targets the names of what was asked for
 */
export function tokenExpectation(
  all: readonly AnswerToken[],
  targets: readonly string[] = TARGETS,
): TokenReading {
  const tokens = afterThoughts(all);
  const read: Extract<Expectation, { kind: "expected" }>[] = [];
  for (const target of targets) {
    const expectation = expectedScore(tokens, target);
    if (expectation.kind === "unusable") return expectation;
    read.push(expectation);
  }
  return {
    kind: "scores",
    scores: forTargets(targets, (_, i) => read[i]!.score),
    truncatedMass: forTargets(targets, (_, i) => read[i]!.truncated),
  };
}

function afterThoughts(tokens: readonly AnswerToken[]): AnswerToken[] {
  const end = endOfThoughts(tokens.map(({ token }) => token).join(""));
  let until = 0;
  return tokens.filter(({ token }) => (until += token.length) > end);
}

function expectedScore(tokens: readonly AnswerToken[], target: string): Expectation {
  const place = placeOfScore(tokens, target);
  if (!place) {
    return { kind: "unusable", reason: `${target} does not stand in a token of its own` };
  }
  const scores = candidatesIn(place).flatMap(({ token, logprob }) => {
    const value = scoreIn(token);
    return value === undefined
      ? []
      : [{ value, digits: token.trim().length, p: Math.exp(logprob) }];
  });
  if (scores.every(({ digits }) => digits === 1)) {
    return { kind: "unusable", reason: `${target} may be split into digits, all listed have one` };
  }
  const mass = scores.reduce((sum, { p }) => sum + p, 0);
  const mean = scores.reduce((sum, { value, p }) => sum + value * p, 0) / mass;
  return { kind: "expected", score: mean / 100, truncated: Math.max(0, 1 - mass) };
}

/** The token that is the whole score of a target, if one is. */
function placeOfScore(tokens: readonly AnswerToken[], target: string): AnswerToken | undefined {
  const text = tokens.map(({ token }) => token).join("");
  const named = [...text.matchAll(new RegExp(`${target}"?\\s*[:=]\\s*(\\d+(?:\\.\\d+)?)`, "gi"))];
  const [found] = named;
  if (!found || named.length > 1) return undefined;
  const end = found.index + found[0].length;
  let until = 0;
  const place = tokens.find(({ token }) => (until += token.length) >= end);
  return place && until === end && place.token.trim() === found[1] &&
      scoreIn(place.token) !== undefined
    ? place
    : undefined;
}

/** The listed tokens, and the answer's own if it is not listed. */
function candidatesIn({ token, logprob, top_logprobs }: AnswerToken) {
  const listed = top_logprobs.some((candidate) => candidate.token === token);
  return listed ? top_logprobs : [...top_logprobs, { token, logprob }];
}

function scoreIn(token: string): number | undefined {
  const value = /^\s*\d{1,3}$/.test(token) ? Number(token) : NaN;
  return value <= 100 ? value : undefined;
}
