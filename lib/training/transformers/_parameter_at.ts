import type { Parameters } from "lib/training/checkpoint.ts";
import type { tf } from "lib/training/tensorflow.ts";

/** Anything with named weights. */
interface Model {
  readonly parameters: Parameters;
}

/** A weight by its name, of the rank that the caller knows it to have. */
export function parameterAt<T extends tf.Tensor>({ parameters }: Model, name: string): T {
  const parameter = parameters.get(name);
  if (!parameter) throw new TypeError(`The model has no parameter ${name}`);
  return parameter as unknown as T;
}

/** The weight and bias of a linear layer, or of a norm, whose weight has one dimension. */
export function linearAt<T extends tf.Tensor = tf.Tensor2D>(model: Model, name: string) {
  return {
    weight: parameterAt<T>(model, `${name}.weight`),
    bias: parameterAt<tf.Tensor1D>(model, `${name}.bias`),
  };
}
