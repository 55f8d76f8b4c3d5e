import { toFile } from "openai";
import type { FineTuningJob, JobCreateParams } from "openai/resources/fine-tuning/jobs";
import { chatErrorOf, connect, type Server } from "lib/generators/_openai.ts";
import { ChatError } from "lib/generators/chat_error.ts";
import { refusalOf } from "lib/generators/fine_tuning_error.ts";
import { redact } from "lib/generators/redact.ts";
import { retry, type RetryOptions } from "lib/generators/retry.ts";
import { createGenerator } from "lib/random.ts";

/** Where the service is and how patiently it is asked. */
export interface FineTuningService extends Server, Partial<RetryOptions> {
  /** How long a call may take, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
}

/** A step of training as the service tells it while it goes on. */
export interface TrainingStep {
  readonly step: number;
  readonly steps: number;
}

/** The calls of a fine-tuning job, each tried again while it fails transiently. */
export interface FineTuningCalls {
  /** Sends a JSONL file and returns its id. */
  upload(name: string, text: string): Promise<string>;
  /** Creates a job, unless an earlier try did whose answer was lost. */
  create(parameters: JobCreateParams): Promise<FineTuningJob>;
  retrieve(job: string): Promise<FineTuningJob>;
  cancel(job: string): Promise<FineTuningJob>;
  /** The last step that the service has told of. */
  lastStep(job: string): Promise<TrainingStep | undefined>;
  /** A file's text. */
  download(file: string): Promise<string>;
}

/** Connects to a fine-tuning service. */
export function fineTuningCalls(service: FineTuningService): FineTuningCalls {
  const { files, fineTuning } = connect(service);
  const { generator = createGenerator(0) } = service;
  const request = () => ({ signal: AbortSignal.timeout(service.timeoutMs ?? 60_000) });

  async function call<T>(task: () => Promise<T>): Promise<T> {
    const translated = async () => {
      try {
        return await task();
      } catch (error) {
        throw untilProcessed(chatErrorOf(error, service));
      }
    };
    try {
      return await retry(translated, { ...service, generator });
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async function findJob(trainingFile: string): Promise<FineTuningJob | undefined> {
    for await (const job of fineTuning.jobs.list({ limit: 100 }, request())) {
      if (job.training_file === trainingFile) return job;
    }
  }

  return {
    upload: (name, text) =>
      call(async () => {
        const file = await toFile(new TextEncoder().encode(text), name);
        return (await files.create({ file, purpose: "fine-tune" }, request())).id;
      }),
    create: (parameters) =>
      call(async () =>
        await findJob(parameters.training_file) ??
          await fineTuning.jobs.create(parameters, request())
      ),
    retrieve: (job) => call(() => fineTuning.jobs.retrieve(job, request())),
    cancel: (job) => call(() => fineTuning.jobs.cancel(job, request())),
    lastStep: (job) =>
      call(async () => {
        const { data } = await fineTuning.jobs.listEvents(job, { limit: 20 }, request());
        return data.map((event) => readStep(event.data)).find((it) => it !== undefined);
      }),
    download: (file) =>
      call(async () => {
        const response = await files.content(file, request());
        return redact(await response.text(), service.apiKey());
      }),
  };
}

/** A file that the service has not read yet is no reason to give up. */
function untilProcessed(error: unknown): unknown {
  const early = error instanceof ChatError &&
    /still being processed|not ready/i.test(error.message);
  return early ? new ChatError(error.message, { ...error.facts, kind: "transient" }) : error;
}

function readStep(data: unknown): TrainingStep | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { step, total_steps: steps } = data as Record<string, unknown>;
  return typeof step === "number" && typeof steps === "number" ? { step, steps } : undefined;
}
