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
  const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  if (!Number.isFinite(highest)) {
    throw new RangeError(
      `Cannot choose a token: expected finite scores, the highest is ${highest}`,
    );
  }
  const weights = Float64Array.from(
    logits,
    temperature === 0
      ? (logit) => logit === highest ? 1 : 0
      : (logit) => Math.exp((logit - highest) / temperature),
  );
  if (topK < weights.length) keepFrom(weights, weights.toSorted().at(-topK)!);
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

/** The lowest probability among the likeliest tokens that together reach a mass. */
function nucleusEdge(probabilities: Float64Array, mass: number): number {
  const sorted = probabilities.toSorted();
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
