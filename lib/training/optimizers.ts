import { tf } from "lib/training/tensorflow.ts";
import { type AdamRule, adamUpdate, type Moments } from "lib/training/_adam_update.ts";
import type { NamedTensors } from "lib/training/gradients.ts";

/** What an optimiser remembers between steps. */
export interface OptimizerState {
  /** Steps taken. */
  readonly steps: number;
  /** Of each parameter that had a gradient so far. */
  readonly moments: ReadonlyMap<string, Moments>;
}

/** How an optimiser moves parameters. */
export interface StepOptions {
  /** Moved in place; those without a gradient stay. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly learningRate: number;
  /** Factor on the learning rate of a parameter, for layer-wise decay. @default 1 for all */
  readonly multiplier?: (name: string) => number;
}

/** Adam and its kin. */
export interface AdamOptions {
  /** Decay of the first moment, 0..1. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the second moment, 0..1. @default 0.999 */
  readonly beta2?: number;
  /** Added to the root of the second moment. @default 1e-8 */
  readonly epsilon?: number;
  /** @default 0 */
  readonly weightDecay?: number;
  /** Whether a parameter is decayed. @default all are */
  readonly decays?: (name: string) => boolean;
}

/** Moves parameters against their gradients; keeps nothing itself. */
export interface Optimizer {
  readonly name: string;
  /** Takes one step and returns the state after it; the state before it is used up and disposed. */
  step(state: OptimizerState, gradients: NamedTensors, options: StepOptions): OptimizerState;
}

/** The state before the first step. */
export function initialState(): OptimizerState {
  return { steps: 0, moments: new Map() };
}

/** Frees a state's tensors. */
export function disposeState(state: OptimizerState): void {
  for (const { first, second } of state.moments.values()) tf.dispose([first, second]);
}

/**
 * Adam with weight decay as L2 in the gradient: `g + weightDecay · w` takes g's place (Kingma and Ba
 * 2015; PyTorch's `optim.Adam(weight_decay=…)`).
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return createAdam("adam", options);
}

/**
 * Adam with decoupled weight decay: `w · (1 - learningRate · weightDecay)` before Adam's step
 * (Loshchilov and Hutter 2019; PyTorch's `optim.AdamW`).
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return createAdam("adamW", options);
}

function createAdam(kind: AdamRule["kind"], options: AdamOptions): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const { decays = () => true } = options;
  checkOptions({ beta1, beta2, epsilon, weightDecay });
  return {
    name: kind,
    step(state, gradients, { parameters, learningRate, multiplier = () => 1 }) {
      const steps = state.steps + 1;
      const moments = new Map(state.moments);
      for (const [name, gradient] of gradients) {
        const parameter = parameters.get(name);
        if (!parameter) throw new TypeError(`Cannot take a step: no parameter is named ${name}`);
        const rate = learningRate * multiplier(name);
        const decay = decays(name) ? weightDecay : 0;
        const rule = { kind, steps, rate, decay, beta1, beta2, epsilon };
        moments.set(name, adamUpdate({ parameter, gradient, moments: moments.get(name) }, rule));
      }
      return { steps, moments };
    },
  };
}

function checkOptions(options: Required<Omit<AdamOptions, "decays">>): void {
  const ranges = { beta1: 1, beta2: 1, epsilon: Infinity, weightDecay: Infinity };
  for (const name of ["beta1", "beta2", "epsilon", "weightDecay"] as const) {
    if (!(options[name] >= 0 && options[name] < ranges[name])) {
      throw new RangeError(
        `Cannot use ${name} ${options[name]}: expected 0 <= ${name} < ${ranges[name]}`,
      );
    }
  }
}
