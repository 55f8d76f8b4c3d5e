/** `tests/fixtures/torch_layers.json`: what PyTorch 2.13 gives. */
export interface TorchLayers {
  gelu: { x: number[]; y: number[]; gradient: number[] };
  layerNorm: {
    x: number[];
    weight: number[];
    bias: number[];
    upstream: number[];
    y: number[];
    gradients: [number[], number[], number[]];
  };
  embedding: { y: number[]; gradient: number[] };
  optimizers: {
    start: number[];
    gradients: number[][];
    /** Learning rate 0.1, weight decay 0.3; the parameter after each step. */
    adam: number[][];
    /** Learning rate 0.1, weight decay 0.3. */
    adamW: number[][];
    /** Adam with betas 0.5 and 0.8, epsilon 0.01. */
    betas: number[][];
  };
  clip: { gradients: number[][]; norm: number; clipped: number[][] };
}

/** Reads the fixture. */
export async function readTorchLayers(): Promise<TorchLayers> {
  return JSON.parse(
    await Deno.readTextFile(new URL("../fixtures/torch_layers.json", import.meta.url)),
  );
}
