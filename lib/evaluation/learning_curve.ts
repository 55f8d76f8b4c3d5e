import { fitAndPredict, type Trial } from "lib/heads/fit_and_predict.ts";
import type { Head } from "lib/heads/head.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { createGenerator } from "lib/random.ts";
import type { Features, Sequences, Views } from "lib/types.ts";

/** What a learning curve is measured on: `predictOn` stays the same for every size. */
export interface LearningCurveTrial<Input = Features> extends Omit<Trial<Input>, "features"> {
  /**
   * A row of each video; or, for an encoder that learns from texts, what gives them once it was
   * fitted on no other videos than those at the given positions.
   */
  readonly features: Input | ((fitOn: readonly number[]) => Promise<Input>);
}

/** Which parts of the training rows are learned from. */
export interface LearningCurveOptions {
  /** Training rows, each at least 1 and at most as many as there are. */
  sizes: readonly number[];
  /** One order of the training rows for each; a smaller part lies within a larger one of its seed. */
  seeds: readonly number[];
}

/** A head's error after learning from so many rows. */
export interface LearningCurvePoint {
  readonly rows: number;
  readonly seed: number;
  /** Mean squared error averaged over all targets. */
  readonly error: number;
}

/**
 * Measures a head's error on the same videos after learning from more and more training rows.
 *
 * Says whether more videos of the same kind would help. Rows are drawn at random, so it ignores
 * what videos of further channels would bring.
 *
 * @throws {RangeError} when a size is no whole number from 1 to the training rows there are
 */
export async function learningCurve<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  trial: LearningCurveTrial<Input>,
  { sizes, seeds }: LearningCurveOptions,
): Promise<LearningCurvePoint[]> {
  const { features, fitOn: training, ...asked } = trial;
  checkSizes(sizes, training.length);
  const points: LearningCurvePoint[] = [];
  for (const seed of seeds) {
    const order = createGenerator(seed).permutation(training.length);
    for (const rows of sizes) {
      const fitOn = order.slice(0, rows).map((at) => training[at]!);
      const encoded = typeof features === "function" ? await features(fitOn) : features;
      const predictions = await fitAndPredict(head, { ...asked, features: encoded, fitOn });
      points.push({ rows, seed, error: averagedMse(predictions) });
    }
  }
  return points;
}

function checkSizes(sizes: readonly number[], most: number): void {
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 1 || size > most);
  if (wrong === undefined) return;
  throw new RangeError(
    `Cannot measure a learning curve: expected sizes in 1..${most} training rows, got ${wrong}`,
  );
}
