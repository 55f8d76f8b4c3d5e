import { holdOutValidation } from "lib/training/sequences/_hold_out_validation.ts";
import { locateModalities, type ModalityColumns } from "lib/training/sequences/_modalities.ts";
import { fitPreparation } from "lib/training/sequences/_prepare_sequences.ts";
import type { SequenceModel, TrainedModel } from "lib/training/sequences/_sequence_model.ts";
import { sequenceTask } from "lib/training/sequences/_sequence_task.ts";
import { readWeights, startVariables } from "lib/training/sequences/_sequence_variables.ts";
import { fitPlan, type SequenceSettings } from "lib/training/sequences/_fit_plan.ts";
import { inTrainingFolder } from "lib/training/sequences/_training_folder.ts";
import type {
  LabelledSequences,
  LossByEpoch,
  SequenceTrainingOptions,
} from "lib/training/sequences/attention_options.ts";
import { adamW } from "lib/training/optimizers.ts";
import { tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";

/** What is fitted, and to what. */
export interface Fitting {
  /** The head's, for errors and the progress line. */
  readonly name: string;
  /** All that decides the model's shape, under stable names: by it and other things runs differ. */
  readonly shape: Readonly<Record<string, unknown>>;
  readonly labelled: LabelledSequences;
  /** Columns of each modality. @default rows are whole */
  readonly columnsOf?: Readonly<Record<string, number>>;
  /** The model of K targets for prepared sequences. */
  build(targets: number, modalities: readonly ModalityColumns[]): SequenceModel;
}

const DEFAULTS = {
  seed: 0,
  epochs: 60,
  learningRate: 0.01,
  weightDecay: 0.01,
  whiten: [],
  batchRows: 16,
  patience: 10,
  modalityDropout: 0.3,
} as const;

/** Trains a model of sequences and returns the weights of the lowest validation loss. */
export async function fitSequenceModel(
  { name, shape, labelled, columnsOf, build }: Fitting,
  options: SequenceTrainingOptions,
): Promise<{ trained: TrainedModel; history: LossByEpoch[] }> {
  const settings: SequenceSettings = { ...DEFAULTS, ...withoutUnset(options) };
  const { seed, epochs, learningRate, weightDecay, whiten, patience } = settings;
  checkDropout(name, settings.modalityDropout);
  checkWhitened(name, whiten, columnsOf);
  const { learned, validation } = holdOutValidation(name, labelled, settings);
  const modalities = locateModalities(columnsOf, learned.features.columns);
  const preparation = fitPreparation(learned.features, { modalities, whiten });
  const model = build(learned.targets.columns, preparation.modalities);
  const variables = startVariables(model, learned.targets, seed);
  const plan = fitPlan({ name, shape, columnsOf, learned, validation }, settings);
  try {
    return await inTrainingFolder(settings.folder, plan, async (place) => {
      const parts = { model, learned, validation, variables, preparation };
      const { entries } = await train(sequenceTask(parts, settings), {
        ...place,
        seed,
        epochs,
        patience,
        optimizer: adamW({ weightDecay, decays: (name) => variables[name]!.rank > 1 }),
        learningRate: { peak: learningRate, decay: "linear" },
        label: name,
      });
      const trained = { model, preparation, weights: await readWeights(variables) };
      return { trained, history: historyOf(entries) };
    });
  } finally {
    tf.dispose(Object.values(variables));
  }
}

/** Options without those that are undefined, which stand for their defaults. */
function withoutUnset(options: SequenceTrainingOptions): SequenceTrainingOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function historyOf(entries: readonly TrainingEntry[]): LossByEpoch[] {
  const observed = new Map(
    entries.flatMap((entry) =>
      entry.kind === "validation" && entry.observed !== undefined
        ? [[entry.epoch, entry.observed]]
        : []
    ),
  );
  return entries.filter((entry) => entry.kind === "epoch").map((entry) => ({
    epoch: entry.epoch,
    training: entry.trainingLoss,
    validation: entry.validationLoss,
    heldOut: observed.get(entry.epoch),
  }));
}

function checkDropout(name: string, chance: number): void {
  if (chance >= 0 && chance < 1) return;
  throw new RangeError(
    `Cannot fit ${name}: expected a modality dropout of 0 to below 1, got ${chance}`,
  );
}

function checkWhitened(
  name: string,
  whiten: readonly string[],
  columnsOf: Fitting["columnsOf"] = { all: 1 },
): void {
  const unknown = whiten.find((modality) => !(modality in columnsOf));
  if (unknown === undefined) return;
  throw new RangeError(
    `Cannot fit ${name}: expected modalities to whiten of ${Object.keys(columnsOf).join(", ")}, ` +
      `got ${unknown}`,
  );
}
