import assert from "assert";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { classifierInput } from "lib/encoders/frames/_classifier_input.ts";
import { exposeTensor, readOnnxGraph } from "lib/encoders/onnx/_onnx_graph.ts";

const node = (opType: string, input: string[], output: string) => ({
  opType,
  input,
  output: [output],
});

const graphOf = (...nodes: ReturnType<typeof node>[]) => ({ nodes, outputs: ["logits"] });

Deno.test("classifierInput() is what the last matrix product reads", () => {
  const graph = graphOf(
    node("Gemm", ["pixels", "w0"], "hidden"),
    node("GlobalAveragePool", ["hidden"], "pooled"),
    node("Flatten", ["pooled"], "flat"),
    node("Gemm", ["flat", "w1", "b1"], "logits"),
  );
  assert.equal(classifierInput(graph, "logits"), "flat");
});

Deno.test("classifierInput() sees through biases, scores and 8-bit arithmetic", () => {
  const quantized = graphOf(
    node("ReduceMean", ["map"], "pooled"),
    { opType: "DynamicQuantizeLinear", input: ["pooled"], output: ["q", "scale", "zero"] },
    node("MatMulInteger", ["q", "w", "zero"], "product"),
    node("Cast", ["product"], "float"),
    node("Mul", ["scale", "wScale"], "scales"),
    node("Mul", ["float", "scales"], "scaled"),
    node("Add", ["scaled", "bias"], "sum"),
    node("Softmax", ["sum"], "logits"),
  );
  assert.equal(classifierInput(quantized, "logits"), "pooled");
});

Deno.test("classifierInput() refuses a graph without a layer", () => {
  assert.throws(() => classifierInput(graphOf(node("Relu", ["x"], "logits")), "logits"), {
    name: "TypeError",
    message: /^Cannot find the features behind logits: expected a matrix product/,
  });
});

Deno.test("exposeTensor() adds an output and leaves the model's bytes alone", async () => {
  const path = join(
    import.meta.dirname!,
    "../../fixtures/models/parity/tiny-resnet/onnx/model.onnx",
  );
  const model = await Deno.readFile(path);
  const features = classifierInput(readOnnxGraph(model), "logits");
  const exposed = exposeTensor(model, features);
  assert.deepEqual(exposed.subarray(0, model.length), model);
  const session = await InferenceSession.create(exposed);
  assert.deepEqual(session.outputNames, ["logits", features]);
});

Deno.test("readOnnxGraph() refuses what has no nodes", () => {
  assert.throws(() => readOnnxGraph(new Uint8Array()), {
    name: "SyntaxError",
    message: "Cannot read an ONNX model: expected a graph with nodes, found none",
  });
});
