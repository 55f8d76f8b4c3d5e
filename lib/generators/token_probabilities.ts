/** How scores of the next token become probabilities. */
export interface SamplingOptions {
  /** Divides the scores: below 1 the likely become likelier; 0 always takes the likeliest. @default 1 */
  readonly temperature?: number;
  /** Only so many of the likeliest tokens may follow, and those that tie with the last. @default all */
  readonly topK?: number;
  /**
   * Only the likeliest tokens that together reach this probability may follow, and those that tie
   * with the last, in 0..1. @default 1
   */
  readonly topP?: number;
}

/**
 * Probabilities [V] of the next token: `softmax(logits / temperature)`, cut to the `topK` likeliest
 * (Fan et al. 2018), then to the nucleus of mass `topP` (Holtzman et al. 2020), and scaled to sum
 * to 1; transformers' logits warpers in the same order.
 *
 * @throws {RangeError} when an option is out of its range, or no score is finite
 */
export function tokenProbabilities(
  logits: Float32Array,
  options: SamplingOptions = {},
): Float64Array {
  const { temperature = 1, topK = Infinity, topP = 1 } = options;
  checkOptions({ temperature, topK, topP });
  const weights = exponentials(logits, temperature);
  if (topK < weights.length) keepFrom(weights, kthLargest(weights, topK));
  scaleToOne(weights);
  if (topP < 1) {
    keepFrom(weights, nucleusEdge(weights, topP));
    scaleToOne(weights);
  }
  return weights;
}

/** Chooses an index with its probability: the first whose cumulative sum exceeds `uniform`. */
export function drawToken(probabilities: Float64Array, uniform: number): number {
  let sum = 0;
  for (let token = 0; token < probabilities.length; token++) {
    sum += probabilities[token]!;
    if (uniform < sum) return token;
  }
  return probabilities.findLastIndex((probability) => probability > 0); // the sum was rounded below 1
}

/** `exp((z - max z) / temperature)`; at temperature 0 its limit, 1 for the highest and 0 below. */
function exponentials(logits: Float32Array, temperature: number): Float64Array {
  let highest = -Infinity;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i]!);
  if (!Number.isFinite(highest)) {
    throw new RangeError(
      `Cannot choose a token: expected finite scores, the highest is ${highest}`,
    );
  }
  const weights = new Float64Array(logits.length);
  for (let i = 0; i < logits.length; i++) {
    const distance = logits[i]! - highest;
    weights[i] = distance === 0 ? 1 : Math.exp(distance / temperature);
  }
  return weights;
}

/** The least of the k largest, by inserting each larger value among the k largest so far. */
function kthLargest(values: Float64Array, k: number): number {
  const largest = values.slice(0, k).sort();
  for (let i = k; i < values.length; i++) {
    const value = values[i]!;
    if (value <= largest[0]!) continue;
    let at = 0;
    for (; largest[at + 1]! < value; at++) largest[at] = largest[at + 1]!;
    largest[at] = value;
  }
  return largest[0]!;
}

/**
 * The lowest probability among the likeliest tokens that together reach a mass. Tokens below
 * `(1 - mass) / V` sum to less than `1 - mass`, so the others reach it and only they are sorted.
 */
function nucleusEdge(probabilities: Float64Array, mass: number): number {
  const bound = (1 - mass) / probabilities.length;
  const sorted = probabilities.filter((probability) => probability >= bound).sort();
  let sum = 0;
  let at = sorted.length;
  while (at > 0 && sum < mass) sum += sorted[--at]!;
  return sorted[at]!;
}

function keepFrom(weights: Float64Array, edge: number): void {
  for (let i = 0; i < weights.length; i++) if (weights[i]! < edge) weights[i] = 0;
}

function scaleToOne(weights: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  for (let i = 0; i < weights.length; i++) weights[i]! /= sum;
}

function checkOptions({ temperature, topK, topP }: Required<SamplingOptions>): void {
  const problem = !(temperature >= 0 && temperature < Infinity)
    ? `a finite temperature from 0, got ${temperature}`
    : !(topK >= 1 && (topK === Infinity || Number.isInteger(topK)))
    ? `a topK of at least 1, got ${topK}`
    : !(topP > 0 && topP <= 1)
    ? `a topP above 0 and at most 1, got ${topP}`
    : undefined;
  if (problem) throw new RangeError(`Cannot sample: expected ${problem}`);
}
