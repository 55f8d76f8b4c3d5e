import type { Generator } from "lib/random.ts";
import type { Scheduler } from "lib/training/sweeps/scheduler.ts";
import { drawConfiguration, type SearchSpace } from "lib/training/sweeps/search_space.ts";

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
  let issued = 0;
  return {
    next() {
      const configuration = configurations[issued];
      if (!configuration) return "done";
      const { epochs } = configuration;
      const length = typeof epochs === "number" ? epochs : options.epochs;
      return { trial: issued++, configuration, epochs: length };
    },
    report() {}, // what came out changes nothing
  };
}
