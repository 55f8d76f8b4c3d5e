import type { Scores } from "lib/types.ts";

/**
 * How far something moved scores, in points of 100: `100 (f(with it) - f(without it))`.
 *
 * @param whole scores with it, in 0..1
 * @param without scores without it, in 0..1
 */
export function pointsMoved(whole: Scores, without: Scores): Scores {
  const points = (target: keyof Scores) => 100 * (whole[target] - without[target]);
  return { virality: points("virality"), engagement: points("engagement") };
}
