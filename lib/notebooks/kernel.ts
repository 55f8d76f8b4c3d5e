import { setTimeout as delay } from "node:timers/promises";
import { type Channels, openChannels } from "lib/notebooks/channels.ts";
import type { JsonObject } from "lib/json.ts";
import type { Message } from "lib/notebooks/messages.ts";
import {
  type KernelProcess,
  type KernelProcessOptions,
  startKernelProcess,
} from "lib/notebooks/kernel_process.ts";

/** A Deno kernel that answers. */
export interface Kernel {
  readonly pid: number;
  /**
   * Runs code and returns the content of the kernel's reply once all its output has been seen.
   *
   * @throws {Deno.errors.TimedOut} when it takes longer than allowed
   * @throws {Deno.errors.ConnectionReset} when the kernel ends before it has answered; both texts
   * close with what the kernel wrote last
   */
  execute(code: string, options: ExecuteOptions): Promise<JsonObject>;
  /** Kills the kernel and waits until it is gone. */
  stop(): Promise<void>;
}

/** What `Kernel.execute` allows and tells. */
export interface ExecuteOptions {
  /** Longest time the code may take. */
  readonly timeoutMs: number;
  /** Sees everything published meanwhile, in order. */
  readonly onMessage: (message: Message) => void;
}

/** How `startKernel` starts a kernel. */
export interface KernelOptions extends KernelProcessOptions {
  /** Longest time until the kernel answers. @default 60_000 */
  readonly startTimeoutMs?: number;
}

/** Time between two tries to reach a kernel that is starting. */
const RETRY_INTERVAL_MS = 50;

/**
 * Starts a Deno kernel and waits until it answers on every channel used.
 *
 * @throws {Deno.errors.TimedOut} when it does not answer in time
 * @throws {Deno.errors.ConnectionReset} when it ends before it has answered; both texts close with
 * what the kernel wrote last
 */
export async function startKernel(options: KernelOptions): Promise<Kernel> {
  const { startTimeoutMs = 60_000 } = options;
  const process = await startKernelProcess(options);
  const within = <T>(work: Promise<T>, timeoutMs: number, task: string) =>
    withinLimits(work, { process, timeoutMs, task });
  try {
    const channels = await within(reachKernel(process), startTimeoutMs, "starting");
    return {
      pid: process.pid,
      execute: (code, { timeoutMs, onMessage }) =>
        within(executeCell(code, { channels, onMessage }), timeoutMs, "running a cell"),
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
    return channels;
  } catch (error) {
    channels.close();
    throw error;
  }
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

interface Limits {
  readonly process: KernelProcess;
  readonly timeoutMs: number;
  /** What the kernel is doing, for the error's text. */
  readonly task: string;
}

async function withinLimits<T>(work: Promise<T>, limits: Limits): Promise<T> {
  const { process, timeoutMs, task } = limits;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const text = `The kernel was still ${task} after ${timeoutMs / 1000} s${lastWords(process)}`;
    late.reject(new Deno.errors.TimedOut(text));
  }, timeoutMs);
  const died = process.ended.then(({ code, signal }) => {
    const how = signal ?? `exit code ${code}`;
    const text = `The kernel died while ${task} (${how})${lastWords(process)}`;
    throw new Deno.errors.ConnectionReset(text);
  });
  try {
    return await Promise.race([work, died, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function lastWords(process: KernelProcess): string {
  const log = process.log().trim();
  return log === "" ? "; it wrote nothing" : `; it wrote last:\n${log}`;
}
