import protobuf from "protobufjs";

/** One operation of an ONNX graph. */
export interface OnnxNode {
  readonly opType: string;
  /** Names of the tensors it reads; an empty name is an optional one left out. */
  readonly input: readonly string[];
  readonly output: readonly string[];
}

/** An ONNX graph's wiring, without its weights. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly string[];
}

/** The few fields of `onnx.proto3` that wiring needs; readers skip the others. */
const SCHEMA = `syntax = "proto3";
message Model { Graph graph = 7; }
message Graph { repeated Node node = 1; repeated Value output = 12; }
message Node { repeated string input = 1; repeated string output = 2; string op_type = 4; }
message Value { string name = 1; }
`;

/** What `SCHEMA` decodes to. */
interface ModelMessage {
  graph?: {
    node?: { input?: string[]; output?: string[]; opType?: string }[];
    output?: { name?: string }[];
  };
}

/**
 * Reads how an ONNX model is wired.
 *
 * @throws {SyntaxError} when the bytes are no ONNX model
 */
export function readOnnxGraph(model: Uint8Array): OnnxGraph {
  const { graph } = decode(model);
  if (!graph?.node?.length) {
    throw new SyntaxError("Cannot read an ONNX model: expected a graph with nodes, found none");
  }
  return {
    nodes: graph.node.map(({ input = [], output = [], opType = "" }) => ({
      input,
      output,
      opType,
    })),
    outputs: (graph.output ?? []).map(({ name = "" }) => name),
  };
}

/**
 * Returns an ONNX model that also puts out one of its inner tensors.
 *
 * Two protobuf messages written one after the other are read as one merged message, so the new
 * output is a few bytes behind the model and no weight is touched.
 */
export function exposeTensor(model: Uint8Array, name: string): Uint8Array {
  const addition = modelType().encode({ graph: { output: [{ name }] } }).finish();
  const exposed = new Uint8Array(model.length + addition.length);
  exposed.set(model);
  exposed.set(addition, model.length);
  return exposed;
}

function decode(model: Uint8Array): ModelMessage {
  try {
    return modelType().toObject(modelType().decode(model)) as ModelMessage;
  } catch (cause) {
    throw new SyntaxError("Cannot read an ONNX model: the bytes are no protobuf", { cause });
  }
}

function modelType(): protobuf.Type {
  return protobuf.parse(SCHEMA).root.lookupType("Model");
}
