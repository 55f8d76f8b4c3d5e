import { digestOf } from "lib/storage/digest.ts";
import type { RunPlan } from "lib/training/runs/in_run.ts";
import { TRAINER_VERSION } from "lib/training/runs/trainer_version.ts";
import type {
  LabelledSequences,
  SequenceTrainingOptions,
} from "lib/training/sequences/attention_options.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Settings of training with every default filled in. */
export type SequenceSettings =
  & Required<Omit<SequenceTrainingOptions, "folder" | "validation" | "heldOut">>
  & Pick<SequenceTrainingOptions, "folder" | "validation" | "heldOut">;

/** What a fit's identity calls each setting; sequences are told apart by what they hold. */
const NAMES: Readonly<
  Record<keyof Omit<SequenceTrainingOptions, "folder" | "validation" | "heldOut">, string>
> = {
  seed: "seed",
  epochs: "epochs",
  learningRate: "learningRate",
  weightDecay: "weightDecay",
  whiten: "whiten",
  batchRows: "batchRows",
  patience: "patience",
  modalityDropout: "modalityDropout",
};

/** What is fitted. */
export interface FitParts {
  readonly name: string;
  /** All that decides the model's shape, under stable names. */
  readonly shape: Readonly<Record<string, unknown>>;
  readonly columnsOf?: Readonly<Record<string, number>>;
  readonly learned: LabelledSequences;
  readonly validation: LabelledSequences;
}

/** All that decides what a fit learns and records. */
export function fitPlan(parts: FitParts, settings: SequenceSettings): RunPlan {
  const { name, shape, columnsOf, learned, validation } = parts;
  const { heldOut, epochs, learningRate, weightDecay, seed } = settings;
  const named = Object.entries(NAMES).map(([field, name]) => {
    const value = settings[field as keyof typeof NAMES];
    return [name, value === Infinity ? undefined : value];
  });
  return {
    name,
    identity: {
      kind: "sequence head",
      trainer: TRAINER_VERSION,
      shape,
      columns: columnsOf && Object.entries(columnsOf), // in their order
      settings: Object.fromEntries(named),
      learned: digestOfSequences(learned),
      validation: digestOfSequences(validation),
      heldOut: heldOut && digestOfSequences(heldOut),
    },
    about: {
      model: name,
      data: `${learned.features.rows} + ${validation.features.rows} sequences`,
      recipe: `${epochs} epochs, learningRate ${learningRate}, weightDecay ${weightDecay}, ` +
        `seed ${seed}`,
    },
    epochs,
  };
}

function digestOfSequences({ features, targets }: LabelledSequences): string {
  return digestOf({ items: features.items.map(contentOf), targets: contentOf(targets) });
}

function contentOf({ rows, columns, data }: DenseMatrix) {
  return { rows, columns, data };
}
