import { digestOf } from "lib/storage/digest.ts";
import type { Parameters } from "lib/training/checkpoint.ts";
import type { ContinuationData, FineTuneGpt2Options } from "lib/training/fine_tune_gpt2_options.ts";
import { drawsOf } from "lib/training/random_uniform.ts";
import { withRevision } from "lib/training/runs/fine_tune_plan.ts";
import type { RunPlan } from "lib/training/runs/in_run.ts";
import { TRAINER_VERSION } from "lib/training/runs/trainer_version.ts";
import type { Gpt2Config, Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import type { Continuation } from "lib/training/transformers/next_token_loss.ts";

/** What a run's identity calls each field of a config. */
const NAMES: Readonly<Record<keyof Gpt2Config, string>> = {
  vocabSize: "vocabSize",
  hiddenSize: "hiddenSize",
  layers: "layers",
  heads: "heads",
  intermediateSize: "intermediateSize",
  maxPositions: "maxPositions",
  layerNormEpsilon: "layerNormEpsilon",
  embeddingDropout: "embeddingDropout",
  residualDropout: "residualDropout",
  attentionDropout: "attentionDropout",
  initializerRange: "initializerRange",
  endTokenId: "endTokenId",
};

/** The settings of `fineTuneGpt2` with every default filled in. */
export type Gpt2Settings =
  & Omit<FineTuneGpt2Options, "untilEpoch">
  & Required<
    Pick<
      FineTuneGpt2Options,
      "lossOn" | "learningRate" | "weightDecay" | "batchSize" | "label" | "validationsPerEpoch"
    >
  >
  & Pick<FineTuneGpt2Options, "untilEpoch">;

/** All that decides the numbers of a run of `fineTuneGpt2`, the weights as they stand among it. */
export async function gpt2Plan(
  model: Gpt2Model,
  data: ContinuationData,
  settings: Gpt2Settings,
): Promise<RunPlan> {
  const { label, name = label, seed, epochs, untilEpoch, patience } = settings;
  const { pretrained = {}, lossOn, learningRate, weightDecay, batchSize, validationsPerEpoch } =
    settings;
  const { config } = model;
  const drops = [config.embeddingDropout, config.residualDropout, config.attentionDropout];
  return {
    name,
    identity: {
      kind: "fine-tuned GPT-2",
      trainer: TRAINER_VERSION,
      ...await gpt2Identity(model),
      ...pretrained.revision ? { revision: pretrained.revision } : {},
      train: digestOfContinuations(data.train),
      validation: digestOfContinuations(data.validation),
      ...{ lossOn, learningRate, weightDecay, batchSize, epochs, seed, validationsPerEpoch },
      patience: patience === Infinity ? undefined : patience,
      draws: Math.max(...drops) > 0 ? drawsOf() : undefined,
    },
    about: {
      model: withRevision(
        pretrained.id ?? `GPT-2 of ${config.layers} layers of ${config.hiddenSize}`,
        pretrained,
      ),
      data: `${data.train.length} + ${data.validation.length} continuations`,
      recipe:
        `${epochs} epochs, learningRate ${learningRate}, batchSize ${batchSize}, seed ${seed}`,
    },
    epochs,
    untilEpoch,
  };
}

/** A digest of a GPT-2's weights as they stand, and its config under stable names. */
export async function gpt2Identity({ config, parameters }: Gpt2Model) {
  return {
    weights: await digestOfParameters(parameters),
    config: Object.fromEntries(
      Object.entries(NAMES).map(([field, name]) => [name, config[field as keyof Gpt2Config]]),
    ),
  };
}

async function digestOfParameters(parameters: Parameters): Promise<string> {
  const digests: unknown[] = []; // one at a time: a model's values twice over may not fit into memory
  for (const [name, variable] of parameters) {
    digests.push([name, variable.shape, digestOf(Float32Array.from(await variable.data()))]);
  }
  return digestOf(digests);
}

function digestOfContinuations(rows: readonly Continuation[]): string {
  return digestOf(rows.map(({ prompt, answer }) => [prompt, answer]));
}
