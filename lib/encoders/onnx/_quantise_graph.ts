import {
  DATA_TYPE,
  FIELD,
  nodeCodec,
  type NodeMessage,
  tensorCodec,
  type TensorMessage,
  valueCodec,
} from "lib/encoders/onnx/_onnx_messages.ts";
import { contentOf, fieldOf, type RawField } from "lib/encoders/onnx/_protobuf_fields.ts";
import { quantiseColumns } from "lib/encoders/onnx/_quantise_columns.ts";
import {
  columnConstants,
  quantisedProduct,
  quantiseRows,
  sharedConstants,
} from "lib/encoders/onnx/_quantised_product.ts";

/** An operation, read and as it lies in the file. */
interface GraphNode {
  readonly field: RawField;
  readonly message: NodeMessage;
  /** The constant matrix [K, N] that it multiplies its first input by, if it does. */
  readonly weight?: TensorMessage;
}

/**
 * Replaces a graph's products with constant matrices by products in 8 bits; other fields stay as
 * they are.
 *
 * @param opset version of the ONNX operators the graph is written in
 * @throws {TypeError} when there is no such product, or a matrix cannot be quantised
 */
export function quantiseGraph(graph: readonly RawField[], opset: number): RawField[] {
  const nodes = readNodes(graph);
  const weights = new Map(nodes.flatMap(({ weight }) => weight ? [[weight.name!, weight]] : []));
  if (weights.size === 0) {
    throw new TypeError("Cannot quantise an ONNX model: it multiplies by no constant matrix");
  }
  const constants = [...sharedConstants(opset), ...[...weights.values()].flatMap(quantiseWeight)];
  const kept = new Set(nodes.flatMap((node) => node.weight ? [] : namesRead(node.message)));
  const unused = (name = "") => weights.has(name) && !kept.has(name);
  return [
    ...graph.filter((field) => field.number !== FIELD.graph.node && !unused(nameOf(field))),
    ...quantiseNodes(nodes, opset),
    ...constants.map((tensor) => fieldOf(FIELD.graph.initializer, tensorCodec.encode(tensor))),
  ];
}

function readNodes(graph: readonly RawField[]): GraphNode[] {
  const matrices = new Map(
    graph.filter(({ number }) => number === FIELD.graph.initializer)
      .map((field) => tensorCodec.decode(contentOf(field)))
      .filter(({ dims = [] }) => dims.length === 2)
      .map((tensor) => [tensor.name ?? "", tensor]),
  );
  return graph.filter(({ number }) => number === FIELD.graph.node).map((field) => {
    const message = nodeCodec.decode(contentOf(field));
    const { opType, domain = "", input: [, second = ""] = [] } = message;
    const product = opType === "MatMul" && domain === "";
    return { field, message, weight: product ? matrices.get(second) : undefined };
  });
}

/** The nodes in their order, each activation rounded before its first product. */
function quantiseNodes(nodes: readonly GraphNode[], opset: number): RawField[] {
  const rounded = new Set<string>();
  return nodes.flatMap(({ field, message: { input, output }, weight }) => {
    if (!weight) return [field];
    const x = input![0]!;
    const rows = rounded.has(x) ? [] : quantiseRows(x, opset);
    rounded.add(x);
    const product = quantisedProduct({ x, weight: weight.name! }, output![0]!);
    return [...rows, ...product].map((node) => fieldOf(FIELD.graph.node, nodeCodec.encode(node)));
  });
}

function quantiseWeight(tensor: TensorMessage): TensorMessage[] {
  const quantised = quantiseColumns(weightMatrix(tensor), tensor.dims![1]!);
  if (!quantised.scales.every(Number.isFinite)) {
    throw new TypeError(`Cannot quantise the matrix ${tensor.name}: it holds NaN or infinity`);
  }
  return columnConstants(tensor.name!, quantised);
}

/** Tensors that an operation reads, the operations inside its branches included. */
function namesRead({ input = [], attribute = [] }: NodeMessage): string[] {
  const inner = attribute.flatMap(({ g, graphs = [] }) => g ? [g, ...graphs] : graphs);
  return [...input, ...inner.flatMap(({ node = [] }) => node.flatMap(namesRead))];
}

/** The name of an initializer, or of an input: old models list initializers as inputs too. */
function nameOf(field: RawField): string | undefined {
  if (field.number === FIELD.graph.initializer) return tensorCodec.decode(contentOf(field)).name;
  if (field.number === FIELD.graph.input) return valueCodec.decode(contentOf(field)).name;
  return undefined;
}

/**
 * Reads a constant matrix [K, N] of an ONNX model.
 *
 * @throws {TypeError} when it is not in f32 or lies in another file
 * @throws {SyntaxError} when it holds more or fewer numbers than its shape says
 */
function weightMatrix(tensor: TensorMessage): Float32Array {
  const { name = "", dims = [], dataType, rawData, floatData = [], dataLocation } = tensor;
  if (dataLocation === 1 || dataType !== DATA_TYPE.float) {
    throw new TypeError(
      `Cannot quantise the matrix ${name}: expected float32 inside the model, got ` +
        (dataLocation === 1 ? "numbers in another file" : `data type ${dataType} of onnx.proto`),
    );
  }
  const weights = rawData?.length
    ? new Float32Array(new Uint8Array(rawData).buffer) // copied, as files do not align numbers
    : Float32Array.from(floatData);
  if (weights.length !== dims.reduce((size, length) => size * length, 1)) {
    throw new SyntaxError(
      `Cannot quantise the matrix ${name}: expected [${dims.join(", ")}], ` +
        `got ${weights.length} numbers`,
    );
  }
  return weights;
}
