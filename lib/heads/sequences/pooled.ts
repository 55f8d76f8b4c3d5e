import {
  checkPredictionSequences,
  checkTrainingSequences,
} from "lib/heads/sequences/sequence_guards.ts";
import type { Head } from "lib/heads/head.ts";
import { poolSequences, type Statistic } from "lib/heads/sequences/pool_sequences.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** What `pooled` keeps of a sequence. */
export interface PooledOptions {
  /** Each gives D columns. @default ["mean", "std"] */
  statistics?: readonly Statistic[];
}

/** Fits a head on each sequence's statistics over its rows, blind to their order. */
export function pooled(head: Head<DenseMatrix>, options: PooledOptions = {}): Head<Sequences> {
  const { statistics = ["mean", "std"] } = options;
  const name = `${statistics.join(" and ")} pooled ${head.name}`;
  return {
    name,
    async fit(sequences, targets) {
      checkTrainingSequences(name, sequences, targets);
      const fitted = await head.fit(poolSequences(sequences, statistics), targets);
      return {
        async predict(items) {
          checkPredictionSequences(name, items, sequences.columns);
          return await fitted.predict(poolSequences(items, statistics));
        },
      };
    },
  };
}
