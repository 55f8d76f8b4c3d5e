import type { OnnxGraph, OnnxNode } from "lib/encoders/onnx/_onnx_graph.ts";

/** Operations that multiply activations, their first input, by weights. */
const PROJECTIONS = new Set([
  "Gemm",
  "MatMul",
  "MatMulInteger",
  "QGemm",
  "QLinearMatMul",
  "FusedMatMul",
  "Conv",
  "ConvInteger",
]);

/** Operations that only change how numbers are stored. */
const CONVERSIONS = new Set(["DynamicQuantizeLinear", "QuantizeLinear", "Cast"]);

/**
 * Names the tensor that a classification model's last layer reads: its pooled features.
 *
 * @param output the graph output that holds the class scores, usually `logits`
 * @throws {TypeError} when no layer leads to that output
 */
export function classifierInput(graph: OnnxGraph, output: string): string {
  const producers = new Map(graph.nodes.flatMap((node) => node.output.map((name) => [name, node])));
  const classifier = nearest(producers, output);
  if (!classifier) {
    throw new TypeError(
      `Cannot find the features behind ${output}: expected a matrix product or a convolution ` +
        `that leads to it, found none of ${[...PROJECTIONS].join(", ")}`,
    );
  }
  let [features = ""] = classifier.input;
  for (let node = producers.get(features); node && CONVERSIONS.has(node.opType);) {
    features = node.input[0] ?? "";
    node = producers.get(features);
  }
  return features;
}

/** The projection fewest steps before a tensor. */
function nearest(producers: ReadonlyMap<string, OnnxNode>, tensor: string): OnnxNode | undefined {
  const queue = [tensor];
  for (const name of queue) { // grows while it is read
    const node = producers.get(name);
    if (node && PROJECTIONS.has(node.opType)) return node;
    queue.push(...node?.input ?? []);
  }
  return undefined;
}
