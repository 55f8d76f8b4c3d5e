import fixture from "../fixtures/scipy_metrics.json" with { type: "json" };

/** SciPy's and scikit-learn's numbers of some pairs of values; NaN is recorded as null. */
export const recorded = fixture;

/** Whether two numbers are both NaN or within 1e-12 of each other. */
export function isClose(got: number, expected: number | null): boolean {
  return expected === null ? Number.isNaN(got) : Math.abs(got - expected) < 1e-12;
}
