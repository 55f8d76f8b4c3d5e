import { selectRows } from "lib/heads/select_rows.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import type {
  LabelledSequences,
  SequenceTrainingOptions,
} from "lib/training/sequences/attention_options.ts";

/** Share of the training sequences that validate when no others are given. */
const VALIDATION_SHARE = 0.2;

/**
 * The sequences to learn and those to validate with.
 *
 * @throws {RangeError} when none are given and there are too few to do without some
 */
export function holdOutValidation(
  name: string,
  labelled: LabelledSequences,
  { validation, seed = 0 }: SequenceTrainingOptions,
) {
  if (validation) return { learned: labelled, validation };
  const { features, targets } = labelled;
  const order = createGenerator(deriveSeed(seed, 1)).permutation(features.rows);
  const count = Math.round(VALIDATION_SHARE * order.length);
  if (count === 0) {
    throw new RangeError(
      `Cannot fit ${name}: expected at least 3 sequences, a fifth of which validate, ` +
        `or validation sequences, got ${features.rows}`,
    );
  }
  const pick = (rows: number[]) => ({
    features: selectRows(features, rows),
    targets: selectRows(targets, rows),
  });
  return { learned: pick(order.slice(count)), validation: pick(order.slice(0, count)) };
}
