import { type AnswerNode, buildAnswerTree } from "lib/generators/_answer_tree.ts";
import { SCORE_ANSWERS } from "lib/generators/score_answer.ts";
import { tokenProbabilities } from "lib/generators/token_probabilities.ts";
import {
  decodeNext,
  type DecodingState,
  disposeDecoding,
  startDecoding,
} from "lib/training/transformers/gpt2_cache.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";

/** What a model would answer, computed from its probabilities instead of drawn. */
export interface ExpectedScore {
  /** `Σ p · score / Σ p` over all answers that are scores, in 0..1; missing if none is possible. */
  readonly expected?: number;
  /** Standard deviation of such an answer, in 0..1. */
  readonly deviation?: number;
  /** Probability of an answer that is no score. */
  readonly noScore: number;
  /** Probability of beginnings that were too unlikely to be followed; either kind of answer. */
  readonly unfollowed: number;
}

/** How `expectedScore` reads answers. */
export interface ExpectedScoreOptions {
  /** What each token says. */
  readonly tokens: ReadonlyMap<number, string>;
  /** Tokens that end an answer. */
  readonly stopTokenIds: ReadonlySet<number>;
  /** Beginnings less likely than this are not followed. @default 0, which follows all */
  readonly leastProbability?: number;
}

/**
 * The exact mean of the scores that `sampleTokens` would draw at temperature 1: the sum of
 * `p(tokens) · p(stop | tokens) · score` over every sequence of tokens that spells a score
 * (`SCORE_ANSWERS`), the tree of sequences being read level by level with the cache.
 *
 * @throws {RangeError} when the prompt leaves no room for an answer
 */
export async function expectedScore(
  model: Gpt2Model,
  prompt: readonly number[],
  options: ExpectedScoreOptions,
): Promise<ExpectedScore> {
  const tree = buildAnswerTree(SCORE_ANSWERS, options.tokens);
  const found = { probability: 0, sum: 0, squares: 0, unfollowed: 0 };
  let state = startDecoding(model, padBatch([prompt], 0));
  try {
    let branches = await branch(state, [{ probability: 1, children: tree }], found, options);
    while (branches.length > 0) {
      state = decodeNext(model, state, {
        ids: branches.map(({ tokenId }) => tokenId),
        parents: branches.map(({ parent }) => parent),
      });
      branches = await branch(state, branches, found, options);
    }
  } finally {
    disposeDecoding(state);
  }
  return summarize(found);
}

/** The end of a sequence of tokens and how likely it is. */
interface Ending {
  readonly probability: number;
  readonly value?: number;
  readonly children: readonly AnswerNode[];
}

/** A sequence that goes on from one of the level before. */
interface Branch extends AnswerNode {
  readonly probability: number;
  /** Row of the sequence without its last token. */
  readonly parent: number;
}

/** Sums over the answers found so far. */
interface Found {
  probability: number;
  sum: number;
  squares: number;
  unfollowed: number;
}

/** Adds up the answers that end here and returns the sequences that go on. */
async function branch(
  state: DecodingState,
  endings: readonly Ending[],
  found: Found,
  { stopTokenIds, leastProbability = 0 }: ExpectedScoreOptions,
): Promise<Branch[]> {
  const logits = await state.logits.data<"float32">();
  const vocabSize = state.logits.shape[1];
  return endings.flatMap((ending, row) => {
    const next = tokenProbabilities(logits.subarray(row * vocabSize, (row + 1) * vocabSize));
    if (ending.value !== undefined) {
      for (const stop of stopTokenIds) {
        addAnswer(found, ending.value, ending.probability * next[stop]!);
      }
    }
    const branches = ending.children.map((node) => ({
      ...node,
      probability: ending.probability * next[node.tokenId]!,
      parent: row,
    }));
    const isFollowed = ({ probability }: Branch) => probability >= leastProbability;
    for (const left of branches) if (!isFollowed(left)) found.unfollowed += left.probability;
    return branches.filter(isFollowed);
  });
}

function addAnswer(found: Found, value: number, probability: number): void {
  found.probability += probability;
  found.sum += probability * value;
  found.squares += probability * value * value;
}

function summarize({ probability, sum, squares, unfollowed }: Found): ExpectedScore {
  const noScore = 1 - probability - unfollowed;
  if (probability === 0) return { noScore, unfollowed };
  const expected = sum / probability;
  const deviation = Math.sqrt(Math.max(0, squares / probability - expected * expected));
  return { expected, deviation, noScore, unfollowed };
}
