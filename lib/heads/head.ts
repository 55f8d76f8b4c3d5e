import type { DenseMatrix, Features } from "lib/types.ts";

/** Turns features into scores; knows nothing before `fit`. */
export interface Head<Input = Features> {
  /** What a table or a graph calls it, its settings included. */
  readonly name: string;
  /**
   * Learns from N rows of features and their targets [N, K]; the head itself is left unchanged.
   *
   * @throws {TypeError} when the row counts differ or a value is not finite
   */
  fit(features: Input, targets: DenseMatrix): Promise<FittedHead<Input>>;
}

/** What `Head.fit` learned. */
export interface FittedHead<Input = Features> {
  /**
   * Predicts targets [M, K] for M rows of features.
   *
   * @throws {TypeError} when the column count differs from the training features'
   */
  predict(features: Input): Promise<DenseMatrix>;
}
