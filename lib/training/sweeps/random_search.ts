import type { Generator } from "lib/random.ts";
import type { Scheduler } from "lib/training/sweeps/scheduler.ts";
import {
  type Configuration,
  drawConfiguration,
  type SearchSpace,
} from "lib/training/sweeps/search_space.ts";

/** How long a random search goes on. */
export interface RandomSearchOptions {
  /** Configurations drawn. */
  readonly trials: number;
  /** Epochs of each trial, unless its configuration names a number of `epochs`. */
  readonly epochs: number;
}

/** Trains every drawn configuration to its end (Bergstra and Bengio 2012). */
export function randomSearch(
  space: SearchSpace,
  generator: Generator,
  options: RandomSearchOptions,
): Scheduler {
  const configurations = Array.from(
    { length: options.trials },
    () => drawConfiguration(space, generator),
  );
  const lengthOf = ({ epochs }: Configuration) =>
    typeof epochs === "number" ? epochs : options.epochs;
  let issued = 0;
  return {
    epochs: configurations.reduce((sum, it) => sum + lengthOf(it), 0),
    next() {
      const configuration = configurations[issued];
      if (!configuration) return "done";
      return { trial: issued++, configuration, epochs: lengthOf(configuration) };
    },
    report() {}, // what came out changes nothing
  };
}
