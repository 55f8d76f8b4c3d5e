import { setTimeout as delay } from "node:timers/promises";
import { type Channels, openChannels } from "lib/notebooks/channels.ts";
import type { JsonObject } from "lib/json.ts";
import type { Message } from "lib/notebooks/messages.ts";
import {
  type KernelProcess,
  type KernelProcessOptions,
  startKernelProcess,
} from "lib/notebooks/kernel_process.ts";
import type { Limits, Watch } from "lib/notebooks/watch.ts";
import { withinLimits } from "lib/notebooks/within_limits.ts";

/** A Deno kernel that answers. */
export interface Kernel {
  readonly pid: number;
  /**
   * Runs code and returns the content of the kernel's reply once all its output has been seen.
   *
   * @throws {KernelFailure} when it breaks a limit, or the kernel ends before it has answered
   */
  execute(code: string, options: ExecuteOptions): Promise<JsonObject>;
  /** Kills the kernel and waits until it is gone. */
  stop(): Promise<void>;
}

export interface ExecuteOptions extends Limits {
  /** Sees everything published meanwhile, in order. */
  readonly onMessage: (message: Message) => void;
}

export interface KernelOptions extends KernelProcessOptions {
  /** Longest time until the kernel answers. @default 300_000 */
  readonly startTimeoutMs?: number;
}

/** Time between two tries to reach a kernel that is starting. */
const RETRY_INTERVAL_MS = 50;

/**
 * Starts a Deno kernel and waits until it answers on every channel used. It ends with this process,
 * however that ends.
 *
 * @throws {KernelFailure} when it does not answer in time, or ends before it has answered
 * @throws {UnwritableError} when its connection file cannot be written
 */
export async function startKernel(options: KernelOptions): Promise<Kernel> {
  const { startTimeoutMs = 300_000, onWritten } = options;
  let sign = () => {};
  const onWatch = (watch: Watch) => sign = watch.sign;
  const process = await startKernelProcess({
    ...options,
    onWritten(text, stream) {
      sign();
      onWritten?.(text, stream);
    },
  });
  try {
    const channels = await withinLimits(reachKernel(process), {
      process,
      silenceMs: startTimeoutMs,
      task: "starting",
      onWatch,
    });
    return {
      pid: process.pid,
      async execute(code, { onMessage, ...limits }) {
        const work = executeCell(code, {
          channels,
          onMessage(message) {
            sign();
            onMessage(message);
          },
        });
        const task = "running a cell";
        return await withinLimits(work, { ...limits, process, task, onWatch });
      },
      async stop() {
        channels.close();
        await process.stop();
      },
    };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/**
 * Ends the kernel when its standard input ends, which it does with the runner: one that is killed can
 * end nothing itself. In a thread of its own, since a cell may compute without a pause.
 */
const END_WITH_RUNNER = `await Deno.stdin.read(new Uint8Array(1)); Deno.kill(Deno.pid, "SIGKILL");`;

/** Connects, then asks until an answer comes in full: iopub drops what nobody listens to yet. */
async function reachKernel(process: KernelProcess): Promise<Channels> {
  const channels = await connectWhenListening(process);
  const question = { content: {}, onPublished: () => {} };
  try {
    for (let answered = false; !answered;) {
      answered = await Promise.race([
        channels.request("kernel_info_request", question).then(() => true),
        delay(RETRY_INTERVAL_MS, false),
      ]);
    }
    await channels.request("execute_request", {
      content: { code: startWorker(END_WITH_RUNNER), silent: true, store_history: false },
      onPublished() {},
    });
    return channels;
  } catch (error) {
    channels.close();
    throw error;
  }
}

function startWorker(code: string): string {
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  return `void new Worker(${JSON.stringify(url)}, { type: "module" })`;
}

async function connectWhenListening(process: KernelProcess): Promise<Channels> {
  let alive = true;
  process.ended.then(() => alive = false);
  for (;;) {
    try {
      return await openChannels(process.connection);
    } catch (error) {
      if (!alive || !(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await delay(RETRY_INTERVAL_MS);
    }
  }
}

interface CellOptions {
  readonly channels: Channels;
  readonly onMessage: (message: Message) => void;
}

/**
 * Runs a cell, then prints a mark and passes on what is published before it.
 *
 * Deno's kernel publishes output from a queue of its own, often after it has called itself idle,
 * and then in the name of whatever runs by that time.
 */
async function executeCell(code: string, options: CellOptions): Promise<JsonObject> {
  const { channels, onMessage } = options;
  const content = { code, silent: false, store_history: true, allow_stdin: false };
  const reply = await channels.request("execute_request", { content, onPublished: onMessage });
  const mark = crypto.randomUUID();
  const markSeen = Promise.withResolvers<void>();
  await channels.request("execute_request", {
    content: { ...content, code: `console.log("${mark}")` },
    onPublished(message) {
      if (message.content.text === `${mark}\n`) markSeen.resolve();
      else onMessage(message);
    },
  });
  await markSeen.promise;
  return reply;
}
