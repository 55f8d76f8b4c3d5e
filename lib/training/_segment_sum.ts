import * as tf from "@tensorflow/tfjs";

/** What a backend that keeps its tensors in this process's memory offers. */
interface MemoryBackend {
  readSync(dataId: object): tf.backend_util.TypedArray;
  write(values: tf.backend_util.TypedArray, shape: number[], dtype: tf.DataType): object;
}

/**
 * Gives a backend a sum of rows by segment, the gradient of reading rows from a table: the wasm
 * backend has none, and the plain one's takes time in proportion to the table's rows.
 */
export function registerSegmentSum(backendName: "wasm" | "cpu"): void {
  const kernelName = "UnsortedSegmentSum";
  if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
      const numSegments = Number(attrs?.numSegments);
      const memory = backend as MemoryBackend;
      const sums = sumSegments(memory.readSync(x.dataId), {
        segments: memory.readSync(segmentIds.dataId),
        numSegments,
      });
      const shape = [numSegments, ...x.shape.slice(1)];
      return { dataId: memory.write(sums, shape, "float32"), shape, dtype: "float32" };
    },
  });
}

/** Sums rows [R, …] that share a segment: [numSegments, …]. */
function sumSegments(
  values: ArrayLike<number>,
  options: { segments: ArrayLike<number>; numSegments: number },
): Float32Array {
  const { segments, numSegments } = options;
  const size = values.length / segments.length;
  const sums = new Float32Array(numSegments * size);
  for (let row = 0; row < segments.length; row++) {
    const start = segments[row]! * size;
    for (let i = 0; i < size; i++) sums[start + i]! += values[row * size + i]!;
  }
  return sums;
}
