import { toFile } from "openai";
import type { FileObject } from "openai/resources/files";
import type { FineTuningJob, JobCreateParams } from "openai/resources/fine-tuning/jobs";
import { chatErrorOf, connect, type Server } from "lib/generators/_openai.ts";
import { readReply, type Replying } from "lib/generators/_read_reply.ts";
import { ChatError } from "lib/generators/chat_error.ts";
import { FineTuningError, refusalOf } from "lib/generators/fine_tuning_error.ts";
import { redact } from "lib/generators/redact.ts";
import { retry, type RetryOptions } from "lib/generators/retry.ts";
import { createGenerator } from "lib/random.ts";

/** Where the service is and how patiently it is asked. */
export interface FineTuningService extends Server, Partial<RetryOptions> {
  /** How long a call may take, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
}

/** A file as it is sent; its name tells its content. */
export interface NamedFile {
  readonly name: string;
  readonly text: string;
}

/** A step of training as the service tells it while it goes on. */
export interface TrainingStep {
  readonly step: number;
  readonly steps: number;
}

/** The calls of a fine-tuning job, each tried again while it fails transiently. */
export interface FineTuningCalls {
  /** Ids of the files of a name and a size; none where the service lists no files. */
  findFiles(file: NamedFile): Promise<readonly string[]>;
  /** Sends a JSONL file and returns its id, unless an earlier try sent it whose answer was lost. */
  upload(file: NamedFile): Promise<string>;
  /** Removes a file and returns whether it is gone. */
  remove(file: string): Promise<boolean>;
  /** All jobs of the account, the newest first. */
  jobs(): Promise<readonly FineTuningJob[]>;
  /** Creates a job, unless `find` knows one that an earlier try made whose answer was lost. */
  create(
    parameters: JobCreateParams,
    find: (jobs: readonly FineTuningJob[]) => FineTuningJob | undefined,
  ): Promise<FineTuningJob>;
  retrieve(job: string): Promise<FineTuningJob>;
  cancel(job: string): Promise<FineTuningJob>;
  /** The last step that the service has told of; none where it tells of none. */
  lastStep(job: string): Promise<TrainingStep | undefined>;
  /** A file's text. */
  download(file: string): Promise<string>;
}

/**
 * Connects to a fine-tuning service.
 *
 * Each call ends with a `FineTuningError` where the service refuses, and with the last `ChatError`
 * where it stays out of reach.
 */
export function fineTuningCalls(service: FineTuningService): FineTuningCalls {
  const openai = connect(service);
  const { fineTuning: { jobs } } = openai;
  const { generator = createGenerator(0) } = service;
  const key = service.apiKey();
  const request = () => ({ signal: AbortSignal.timeout(service.timeoutMs ?? 60_000) });
  const readNamed = <T extends { id: string }>(reply: Replying) => readReply<T>(reply, key, "id");

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

  /** Everything that a path lists; read by hand, since some servers send JSON as plain text. */
  async function list<T extends { id: string }>(
    path: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T[]> {
    const found = new Map<string, T>();
    for (let after: { after?: string } = {};;) {
      const options = { ...request(), query: { limit: "100", ...query, ...after } };
      const page = await readReply<{ data?: T[]; has_more?: boolean }>(
        openai.get(path, options),
        key,
      );
      const data = Array.isArray(page.data) ? page.data : [];
      const before = found.size;
      for (const item of data) found.set(item.id, item);
      const last = data.at(-1)?.id;
      const isPaged = found.size > before; // some servers send the same page whatever is asked
      if (!page.has_more || last === undefined || !isPaged) return [...found.values()];
      after = { after: last };
    }
  }

  async function listedFiles({ name, text }: NamedFile): Promise<string[]> {
    const bytes = new TextEncoder().encode(text).length;
    const files = await list<FileObject>("/files", { purpose: "fine-tune" }).catch(noneIfRefused);
    return files.filter((it) => it.filename === name && it.bytes === bytes && isUsable(it))
      .map(({ id }) => id);
  }

  const listedJobs = () => list<FineTuningJob>("/fine_tuning/jobs");
  return {
    findFiles: (file) => call(() => listedFiles(file)),
    upload(named) {
      let isFirst = true;
      return call(async () => {
        const [known] = isFirst ? [] : await listedFiles(named);
        if (known !== undefined) return known;
        isFirst = false;
        const file = await toFile(new TextEncoder().encode(named.text), named.name);
        const body = { file, purpose: "fine-tune" } as const;
        return (await readNamed<FileObject>(openai.files.create(body, request()))).id;
      });
    },
    remove: (file) =>
      call(async () => {
        const response = await openai.files.delete(file, request()).asResponse();
        await response.text();
      }).then(() => true, isGone),
    jobs: () => call(listedJobs),
    create: (parameters, find) =>
      call(async () =>
        find(await listedJobs()) ??
          await readNamed<FineTuningJob>(jobs.create(parameters, request()))
      ),
    retrieve: (job) => call(() => readNamed<FineTuningJob>(jobs.retrieve(job, request()))),
    cancel: (job) => call(() => readNamed<FineTuningJob>(jobs.cancel(job, request()))),
    lastStep: (job) =>
      call(async () => {
        const events = jobs.listEvents(job, { limit: 20 }, request());
        const { data = [] } = await readReply<{ data?: { data?: unknown }[] }>(events, key);
        return data.map((event) => readStep(event.data)).find((it) => it !== undefined);
      }).catch((error) => {
        if (error instanceof FineTuningError) return undefined; // a job goes on without being told of
        throw error;
      }),
    download: (file) =>
      call(async () => {
        const response = await openai.files.content(file, request());
        return redact(await response.text(), key);
      }),
  };
}

/** A file that the service has not read yet is no reason to give up. */
function untilProcessed(error: unknown): unknown {
  const early = error instanceof ChatError &&
    /still being processed|not ready/i.test(error.message);
  return early ? new ChatError(error.message, { ...error.facts, kind: "transient" }) : error;
}

/** Nothing is listed where there is no list; what is out of reach or busy is another matter. */
function noneIfRefused(error: unknown): [] {
  const { status } = Object(error);
  if ([400, 403, 404, 405, 501].includes(status)) return [];
  throw error;
}

function isGone(error: unknown): boolean {
  return error instanceof FineTuningError && error.status === 404;
}

function isUsable({ status }: { readonly status?: string }): boolean {
  return !["error", "failed", "deleted", "deleting"].includes(status ?? "");
}

function readStep(data: unknown): TrainingStep | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { step, total_steps: steps } = data as Record<string, unknown>;
  return typeof step === "number" && typeof steps === "number" ? { step, steps } : undefined;
}
