import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import util from "node:util";
import { type Backend, settings } from "lib/settings.ts";
import { keepHeap } from "lib/training/addon/_keep_heap.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { registerSegmentSum } from "lib/training/_segment_sum.ts";
import { findWebGpuAdapter } from "lib/training/_webgpu_adapter.ts";

export * as tf from "@tensorflow/tfjs";

/** What computes, and why that. */
export interface TensorFlow {
  readonly backend: Backend;
  /** One line for the reader: why this backend. */
  readonly reason: string;
}

/** How `loadTensorFlow` chooses. */
export interface LoadTensorFlowOptions {
  /** The only backend to accept. @default `VIRANOVA_BACKEND`, else the fastest that is found */
  readonly backend?: Backend;
  /** Hears what is being done when the native addon has to be built. @default nobody */
  readonly onProgress?: (doing: string) => void;
}

/**
 * Loads the fastest TensorFlow.js backend: WebGPU on a hardware adapter, TensorFlow's own library,
 * or WebAssembly. May be called again; the choice stays the same.
 *
 * @throws {Error} when the backend that was asked for cannot be had, saying why
 */
export async function loadTensorFlow(options: LoadTensorFlowOptions = {}): Promise<TensorFlow> {
  tf.enableProdMode(); // no advice on the console
  const { backend: asked = settings.backend, onProgress } = options;
  const choice = asked ? await meet(asked, onProgress) : await chooseFastest(onProgress);
  await START[choice.backend]();
  return choice;
}

/**
 * Draws numbers in [0, 1) with TensorFlow's counter-based generator; undefined on other backends.
 */
export function nativeRandomUniform(
  shape: number[],
  seed: readonly [number, number],
): tf.Tensor | undefined {
  const backend: unknown = tf.backend();
  if (!isNative(backend)) return undefined;
  const { binding } = backend;
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const attributes = [
    type("dtype", binding.TF_FLOAT),
    type("T", binding.TF_INT32),
    type("Tseed", binding.TF_INT32),
  ];
  return tf.tidy(() =>
    backend.executeSingleOutput("StatelessRandomUniform", attributes, [
      tf.tensor1d(shape, "int32"),
      tf.tensor1d([...seed], "int32"),
    ])
  );
}

/** What `summaryWriter` returns. */
export interface SummaryWriter {
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}

/** Writes TensorBoard event files to a folder; undefined on backends other than the native one. */
export async function summaryWriter(folder: string): Promise<SummaryWriter | undefined> {
  if (!isNative(tf.backend())) return undefined;
  const { node } = await import("@tensorflow/tfjs-node");
  // tfjs-node hands out the same writer for a folder again, so its handle must stay
  tf.engine().startScope();
  const writer = node.summaryFileWriter(folder);
  tf.keep(Reflect.get(writer, "resourceHandle") as tf.Tensor);
  tf.engine().endScope();
  return {
    scalar: (name, value, step) => tf.tidy(() => writer.scalar(name, value, step)),
    flush: () => tf.tidy(() => writer.flush()),
  };
}

type OnProgress = LoadTensorFlowOptions["onProgress"];

async function chooseFastest(onProgress: OnProgress): Promise<TensorFlow> {
  const adapter = await findWebGpuAdapter();
  if (adapter && !adapter.software) {
    return { backend: "webgpu", reason: `hardware adapter ${adapter.description}` };
  }
  const addon = await ensureNativeAddon({ python: settings.python, onProgress });
  const reason = `${adapter ? "WebGPU is software only" : "no WebGPU adapter"}; ${addon.reason}`;
  return { backend: addon.ready ? "native" : "wasm", reason };
}

async function meet(backend: Backend, onProgress: OnProgress): Promise<TensorFlow> {
  const refusal = await refusalOf(backend, onProgress);
  if (refusal) throw new Error(`Cannot use the backend ${backend} that was asked for: ${refusal}`);
  return { backend, reason: "asked for" };
}

async function refusalOf(backend: Backend, onProgress: OnProgress): Promise<string | undefined> {
  if (backend === "webgpu") {
    return await findWebGpuAdapter() ? undefined : "no WebGPU adapter was found";
  }
  if (backend !== "native") return undefined;
  const addon = await ensureNativeAddon({ python: settings.python, onProgress });
  return addon.ready ? undefined : addon.reason;
}

const START: Readonly<Record<Backend, () => Promise<void>>> = {
  async native() {
    // tfjs-node 4.22 calls two functions that Node.js has dropped
    Object.assign(util, {
      isNullOrUndefined: (value: unknown) => value === null || value === undefined,
      isArray: Array.isArray,
    });
    Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "2"); // TensorFlow's log: errors and worse
    keepHeap();
    await import("@tensorflow/tfjs-node");
    await setBackend("tensorflow");
  },
  async webgpu() {
    await import("@tensorflow/tfjs-backend-webgpu");
    await setBackend("webgpu");
  },
  async wasm() {
    setWasmPaths(
      new URL("../wasm-out/", import.meta.resolve("@tensorflow/tfjs-backend-wasm")).href,
    );
    registerSegmentSum("wasm");
    await setBackend("wasm");
  },
  async cpu() {
    registerSegmentSum("cpu");
    await setBackend("cpu");
  },
};

async function setBackend(name: string): Promise<void> {
  if (!await tf.setBackend(name)) {
    throw new Error(`TensorFlow.js could not start its ${name} backend`);
  }
}

/** What tfjs-node's backend has beyond the common interface. */
interface NativeBackend {
  readonly binding: Readonly<Record<"TF_ATTR_TYPE" | "TF_FLOAT" | "TF_INT32", number>>;
  executeSingleOutput(
    operation: string,
    attributes: { name: string; type: number; value: number }[],
    inputs: tf.Tensor[],
  ): tf.Tensor;
}

function isNative(backend: unknown): backend is NativeBackend {
  return typeof Object(backend).executeSingleOutput === "function";
}
