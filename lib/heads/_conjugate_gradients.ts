/** When `conjugateGradients` stops. */
export interface ConjugateGradientsOptions {
  /** Solved when `‖b - A x‖ <= relativeTolerance * ‖b‖`. @default 1e-8 */
  relativeTolerance?: number;
  /** Given up after so many steps. @default 1000 */
  maxSteps?: number;
}

/**
 * Solves `A x = b` for a symmetric positive definite A of which only the product with a vector is
 * known (Hestenes and Stiefel 1952).
 *
 * @throws {RangeError} when it does not converge
 */
export function conjugateGradients(
  { multiply, b }: { multiply: (vector: Float64Array) => Float64Array; b: Float64Array },
  { relativeTolerance = 1e-8, maxSteps = 1000 }: ConjugateGradientsOptions = {},
): Float64Array {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const direction = b.slice();
  let squares = dot(residual, residual);
  const enough = squares * relativeTolerance ** 2;
  for (let step = 0; squares > enough; step++) {
    if (step === maxSteps) {
      throw new RangeError(
        `Conjugate gradients did not converge: expected a relative residual of ` +
          `${relativeTolerance} within ${maxSteps} steps, got ${
            relativeTolerance * Math.sqrt(squares / enough)
          }`,
      );
    }
    const product = multiply(direction);
    const length = squares / dot(direction, product);
    for (let i = 0; i < x.length; i++) {
      x[i]! += length * direction[i]!;
      residual[i]! -= length * product[i]!;
    }
    const before = squares;
    squares = dot(residual, residual);
    for (let i = 0; i < x.length; i++) {
      direction[i] = residual[i]! + squares / before * direction[i]!;
    }
  }
  return x;
}

/** The inner product of two vectors of one length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** The sum of a vector's numbers. */
export function sum(vector: Float64Array): number {
  let total = 0;
  for (let i = 0; i < vector.length; i++) total += vector[i]!;
  return total;
}
