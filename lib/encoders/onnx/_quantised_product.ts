import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  type NodeMessage,
  type TensorMessage,
} from "lib/encoders/onnx/_onnx_messages.ts";
import type { QuantisedColumns } from "lib/encoders/onnx/_quantise_columns.ts";

/** Names of the constants that all quantised products share. */
const SHARED = {
  one: "int8/one",
  zero: "int8/zero",
  levels: "int8/levels",
  tiny: "int8/tiny",
  lastAxis: "int8/last_axis",
} as const;

/**
 * The constants that the operations below refer to.
 *
 * @param opset the model's operator set
 */
export function sharedConstants(opset: number): TensorMessage[] {
  const lastAxis = { dataType: DATA_TYPE.int64, dims: [1], data: BigInt64Array.of(-1n) };
  return [
    floats(SHARED.one, [], Float32Array.of(1)),
    floats(SHARED.levels, [], Float32Array.of(1 / 255)),
    floats(SHARED.tiny, [], Float32Array.of(1e-30)), // a row of equal numbers has range 0
    tensor(SHARED.zero, { dataType: DATA_TYPE.uint8, dims: [], data: Uint8Array.of(0) }),
    ...axesAreInputs(opset) ? [tensor(SHARED.lastAxis, lastAxis)] : [],
  ];
}

/**
 * Operations that round each row of an activation [..., K] to 8 bits:
 * `step = (max - min) / 255`, `q = round((x - min) / step)`.
 *
 * @param opset the model's operator set
 */
export function quantiseRows(x: string, opset: number): NodeMessage[] {
  const { low, high, range, safe, step, shifted, scaled, values } = rowNames(x);
  return [
    reduce("ReduceMin", { x, output: low, opset }),
    reduce("ReduceMax", { x, output: high, opset }),
    operation("Sub", [high, low], range),
    operation("Max", [range, SHARED.tiny], safe),
    operation("Mul", [safe, SHARED.levels], step),
    operation("Sub", [x, low], shifted),
    operation("Div", [shifted, step], scaled),
    operation("QuantizeLinear", [scaled, SHARED.one, SHARED.zero], values),
  ];
}

/**
 * Operations that multiply rounded rows by rounded columns:
 * `y = step * scale * (q · values) + min * sums`, [..., K] -> [..., N].
 */
export function quantisedProduct(
  { x, weight }: { readonly x: string; readonly weight: string },
  y: string,
): NodeMessage[] {
  const { low, step, values } = rowNames(x);
  const columns = columnNames(weight);
  const [product, scaled, offset] = [`${y}/int8_product`, `${y}/int8_scaled`, `${y}/int8_offset`];
  const inputs = [values, columns.values, SHARED.one, columns.scales];
  return [
    { ...operation("MatMulIntegerToFloat", inputs, product), domain: "com.microsoft" },
    operation("Mul", [product, step], scaled),
    operation("Mul", [low, columns.sums], offset),
    operation("Add", [scaled, offset], y),
  ];
}

/** The constants that stand for a weight [K, N] in 8 bits. */
export function columnConstants(weight: string, quantised: QuantisedColumns): TensorMessage[] {
  const { values, scales, sums } = quantised;
  const names = columnNames(weight);
  const dims = [values.length / scales.length, scales.length];
  return [
    tensor(names.values, { dataType: DATA_TYPE.int8, dims, data: values }),
    floats(names.scales, [scales.length], scales),
    floats(names.sums, [sums.length], sums),
  ];
}

function rowNames(x: string) {
  return {
    low: `${x}/int8_low`,
    high: `${x}/int8_high`,
    range: `${x}/int8_range`,
    safe: `${x}/int8_safe`,
    step: `${x}/int8_step`,
    shifted: `${x}/int8_shifted`,
    scaled: `${x}/int8_quotient`,
    values: `${x}/int8_rows`,
  };
}

function columnNames(weight: string) {
  return {
    values: `${weight}/int8_columns`,
    scales: `${weight}/int8_scales`,
    sums: `${weight}/int8_sums`,
  };
}

function operation(opType: string, input: readonly string[], output: string): NodeMessage {
  return { opType, input, output: [output] };
}

/** Whether a reduction takes its axes as an input, as since ONNX's operator set 18. */
function axesAreInputs(opset: number): boolean {
  return opset >= 18;
}

function reduce(
  opType: string,
  { x, output, opset }: { readonly x: string; readonly output: string; readonly opset: number },
): NodeMessage {
  if (axesAreInputs(opset)) return operation(opType, [x, SHARED.lastAxis], output);
  const axes = { name: "axes", ints: [-1], type: ATTRIBUTE_TYPE.ints };
  return { ...operation(opType, [x], output), attribute: [axes] };
}

function floats(name: string, dims: readonly number[], data: Float32Array): TensorMessage {
  return tensor(name, { dataType: DATA_TYPE.float, dims, data });
}

function tensor(
  name: string,
  { dataType, dims, data }: {
    readonly dataType: number;
    readonly dims: readonly number[];
    readonly data: ArrayBufferView;
  },
): TensorMessage {
  const { buffer, byteOffset, byteLength } = data; // little-endian, as ONNX and every CPU here
  return { name, dims, dataType, rawData: new Uint8Array(buffer, byteOffset, byteLength) };
}
