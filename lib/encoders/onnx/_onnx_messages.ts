import protobuf from "protobufjs";

/** Numbers of fields in `onnx.proto3`. */
export const FIELD = {
  model: { graph: 7, opset: 8 },
  graph: { node: 1, initializer: 5, input: 11 },
  tensor: { rawData: 9, externalData: 13, dataLocation: 14 },
} as const;

/** `TensorProto.DataType`. */
export const DATA_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;

/** `AttributeProto.AttributeType`. */
export const ATTRIBUTE_TYPE = { int: 2, ints: 7 } as const;

/** A `NodeProto`: an operation. */
export interface NodeMessage {
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly opType?: string;
  readonly domain?: string;
  readonly attribute?: readonly AttributeMessage[];
}

/** An `AttributeProto`: a setting of an operation. */
export interface AttributeMessage {
  readonly name?: string;
  readonly i?: number;
  readonly ints?: readonly number[];
  readonly g?: GraphMessage;
  readonly graphs?: readonly GraphMessage[];
  readonly type?: number;
}

/** A `GraphProto`: operations and what they pass on. */
export interface GraphMessage {
  readonly name?: string;
  readonly node?: readonly NodeMessage[];
  readonly initializer?: readonly TensorMessage[];
  readonly input?: readonly ValueMessage[];
  readonly output?: readonly ValueMessage[];
}

/** A `ValueInfoProto`: an input or output. */
export interface ValueMessage {
  readonly name?: string;
  readonly type?: { readonly tensorType?: { readonly elemType?: number } };
}

/** A `ModelProto`. */
export interface ModelMessage {
  readonly irVersion?: number;
  readonly graph?: GraphMessage;
  readonly opsetImport?: readonly OpsetMessage[];
}

/** A `TensorProto`: constant numbers. */
export interface TensorMessage {
  readonly name?: string;
  readonly dims?: readonly number[];
  readonly dataType?: number;
  readonly floatData?: readonly number[];
  readonly rawData?: Uint8Array;
  /** 1 where the numbers lie in another file. */
  readonly dataLocation?: number;
  /** Which file that is, and where in it: `location`, `offset` and `length`. */
  readonly externalData?: readonly EntryMessage[];
}

/** Where a `TensorProto` keeps its numbers; the numbers themselves are not read. */
export type PlaceMessage = Pick<TensorMessage, "name" | "dataLocation" | "externalData">;

/** A `StringStringEntryProto`: a word and what it stands for. */
export interface EntryMessage {
  readonly key?: string;
  readonly value?: string;
}

/** An `OperatorSetIdProto`: the version of a family of operations. */
export interface OpsetMessage {
  readonly domain?: string;
  readonly version?: number;
}

/** Reads and writes one kind of message; fields that are not named here are left out. */
interface MessageCodec<Message> {
  decode(bytes: Uint8Array): Message;
  encode(message: Message): Uint8Array;
}

const SCHEMA = `syntax = "proto3";
message Node {
  repeated string input = 1; repeated string output = 2; string op_type = 4;
  repeated Attribute attribute = 5; string domain = 7;
}
message Attribute {
  string name = 1; int64 i = 3; Graph g = 6; repeated int64 ints = 8; repeated Graph graphs = 11;
  int32 type = 20;
}
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
  repeated Value input = 11; repeated Value output = 12;
}
message Tensor {
  repeated int64 dims = 1; int32 data_type = 2; repeated float float_data = 4; string name = 8;
  bytes raw_data = 9; repeated Entry external_data = 13; int32 data_location = 14;
}
message Place {
  string name = 8; repeated Entry external_data = 13; int32 data_location = 14;
}
message Entry { string key = 1; string value = 2; }
message Opset { string domain = 1; int64 version = 2; }
message Value { string name = 1; Type type = 2; }
message Type { TensorType tensor_type = 1; }
message TensorType { int32 elem_type = 1; }
message Model { int64 ir_version = 1; Graph graph = 7; repeated Opset opset_import = 8; }
`;

const ROOT = protobuf.parse(SCHEMA).root;

export const nodeCodec = codec<NodeMessage>("Node");
export const tensorCodec = codec<TensorMessage>("Tensor");
export const placeCodec = codec<PlaceMessage>("Place");
export const opsetCodec = codec<OpsetMessage>("Opset");
export const valueCodec = codec<ValueMessage>("Value");
export const modelCodec = codec<ModelMessage>("Model");

function codec<Message extends object>(name: string): MessageCodec<Message> {
  const type = ROOT.lookupType(name);
  return {
    decode: (bytes) => type.toObject(type.decode(bytes), { longs: Number }) as Message,
    encode: (message) => type.encode(type.fromObject(message)).finish(),
  };
}
