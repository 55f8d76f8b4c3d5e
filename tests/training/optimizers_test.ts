import assert from "assert";
import {
  adam,
  adamW,
  disposeState,
  initialState,
  type Optimizer,
} from "lib/training/optimizers.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { assertClose } from "./_arrays.ts";
import { readTorchLayers } from "./_torch_layers.ts";

await loadTensorFlow({ backend: "cpu" });
const { optimizers } = await readTorchLayers();

/** The parameter after each step on the fixture's gradients, at a learning rate of 0.1. */
function descend(optimizer: Optimizer, multiplier?: (name: string) => number): number[][] {
  const parameters = new Map([["w", tf.variable(tf.tensor1d(optimizers.start))]]);
  let state = initialState();
  return optimizers.gradients.map((gradient) => {
    const gradients = new Map([["w", tf.tensor1d(gradient)]]);
    state = optimizer.step(state, gradients, { parameters, learningRate: 0.1, multiplier });
    return [...parameters.get("w")!.dataSync()];
  });
}

const CASES = [
  ["adam", adam({ weightDecay: 0.3 })],
  ["adamW", adamW({ weightDecay: 0.3 })],
  ["betas", adam({ beta1: 0.5, beta2: 0.8, epsilon: 0.01 })],
] as const;

for (const [name, optimizer] of CASES) {
  Deno.test(`${optimizer.name}() moves a parameter as PyTorch does (${name})`, () => {
    descend(optimizer).forEach((w, step) => assertClose(w, optimizers[name][step]!));
  });
}

Deno.test("adam() takes a first step of the learning rate against the gradient's sign", () => {
  const [first] = descend(adam());
  assertClose(first!, [0.9, -1.9, 0.5]);
});

Deno.test("adam() takes multipliers, and decays only what it is told to", () => {
  const [moved] = descend(adam(), (name) => name === "w" ? 0.5 : 1);
  assertClose(moved!, [0.95, -1.95, 0.5]);
  const spared = descend(adamW({ weightDecay: 0.3, decays: (name) => name !== "w" }));
  assert.deepEqual(spared, descend(adam()));
});

Deno.test("adam() leaves alone what has no gradient, now and from the start", () => {
  const parameters = new Map(["v", "w"].map((name) => [name, tf.variable(tf.tensor1d([1]))]));
  const one = tf.tensor1d([1]);
  const options = { parameters, learningRate: 0.1 };
  const first = adam().step(initialState(), new Map([["w", one]]), options);
  assert.deepEqual([...first.moments.keys()], ["w"]);
  const second = adam().step(first, new Map([["v", one]]), options);
  assert.deepEqual([...second.moments.keys()], ["w", "v"]);
  assertClose([parameters.get("w")!.dataSync()[0]!], [0.9]);
});

Deno.test("adam() disposes the state it was given, disposeState() the last", () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  const gradient = tf.tensor1d([1, 1]);
  const before = tf.memory().numTensors;
  let state = initialState();
  for (let step = 0; step < 3; step++) {
    state = adam({ weightDecay: 0.1 }).step(state, new Map([["w", gradient]]), {
      parameters: new Map([["w", w]]),
      learningRate: 0.1,
    });
    assert.equal(tf.memory().numTensors, before + 2);
  }
  disposeState(state);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("adam() names a gradient without a parameter and an option out of range", () => {
  const gradients = new Map([["x", tf.tensor1d([1])]]);
  assert.throws(
    () => adam().step(initialState(), gradients, { parameters: new Map(), learningRate: 1 }),
    { name: "TypeError", message: "Cannot take a step: no parameter is named x" },
  );
  assert.throws(() => adam({ beta1: 1 }), {
    name: "RangeError",
    message: "Cannot use beta1 1: expected 0 <= beta1 < 1",
  });
  assert.throws(() => adamW({ weightDecay: NaN }), { name: "RangeError" });
});
