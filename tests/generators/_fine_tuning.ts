import { join } from "node:path";
import { nanodollarsIn } from "lib/generators/_ledger.ts";
import { withLedger } from "lib/generators/_with_ledger.ts";
import { fineTuningFile } from "lib/generators/fine_tuning_file.ts";
import type { FineTuningOptions } from "lib/generators/fine_tuning_job.ts";
import { createGenerator } from "lib/random.ts";
import { type ChatServer, startChatServer } from "./_chat_server.ts";
import {
  createFineTuningFake,
  type FineTuningFake,
  type FineTuningScript,
} from "./_fine_tuning_server.ts";
import { KEY } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

/** Ten examples, as few as a service takes. */
export const TRAINING = fineTuningFile(Array.from({ length: 10 }, (_, i) => ({
  messages: [{ role: "user", content: `Clip ${i}` }],
  scores: { virality: i / 10, engagement: 0.5 },
})));

/** Two of them. */
export const VALIDATION = TRAINING.split("\n").slice(0, 2).join("\n");

/** What a test of `fineTune` gets. */
export interface FineTuningCase {
  readonly server: ChatServer;
  readonly fake: FineTuningFake;
  /** Three dollars a million training tokens, waits that take no time, the state in a folder. */
  readonly options: FineTuningOptions;
  /** Waits so far, in milliseconds. */
  readonly waits: number[];
}

/** Options of a job at a server, in a folder. */
export function optionsAt(baseUrl: string, folder: string): FineTuningOptions {
  return {
    baseUrl,
    apiKey: () => KEY,
    model: "gpt-4o-mini",
    training: TRAINING,
    validation: VALIDATION,
    statePath: join(folder, "job.json"),
    budget: { ledger: join(folder, "spending.jsonl"), limitDollars: 1, trainingPrice: 3 },
    generator: createGenerator(1),
    pollMs: 1,
    tell: () => {},
  };
}

/** Runs a test against a service of its own. */
export async function withService(
  script: FineTuningScript,
  test: (it: FineTuningCase) => Promise<void>,
): Promise<void> {
  const fake = createFineTuningFake(script);
  const server = await startChatServer(fake.script);
  try {
    await inFolder(async (folder) => {
      const waits: number[] = [];
      const sleep = (ms: number) => Promise.resolve(waits.push(ms));
      await test({ server, fake, waits, options: { ...optionsAt(server.baseUrl, folder), sleep } });
    });
  } finally {
    await server.close();
  }
}

/** Requests of a kind so far. */
export function countOf(server: ChatServer, method: string, path: string): number {
  return server.requests.filter((it) => it.method === method && it.path === path).length;
}

/** Millionths of a dollar that a ledger holds. */
export async function microdollarsIn(ledger: string): Promise<number> {
  return await withLedger(ledger, ({ lines }) => Promise.resolve(nanodollarsIn(lines) / 1000));
}

/** Waits that end a run as if it were stopped there. */
export const stop = () => Promise.reject(new Error("Stopped"));
