import { apiError, type ReceivedRequest, type Reply } from "./_chat_server.ts";

/** How OpenAI, or a server like it, refuses to create a job. */
export const REFUSALS = {
  newCustomer: apiError(403, {
    message: "Your organization is not allowed to create fine-tuning jobs.",
    type: "permission_error",
  }),
  closed: apiError(403, {
    message: "Self-serve fine-tuning is no longer available to your organization. Existing " +
      "fine-tuned models remain available for inference.",
    type: "invalid_request_error",
    code: "fine_tuning_unavailable",
  }),
  unknownModel: apiError(400, {
    message: "Model gpt-6-luna is not available for fine-tuning or does not exist.",
    type: "invalid_request_error",
    param: "model",
    code: "model_not_available",
  }),
  modelDenied: apiError(403, {
    message: "Fine-tuning of this model is not available for your organization.",
    type: "invalid_request_error",
    code: "permission_denied",
  }),
} as const satisfies Readonly<Record<string, Reply>>;

/** What a scripted fine-tuning service does. */
export interface FineTuningScript {
  /** Statuses of a job, one a look; the last one stays. @default running, then succeeded */
  readonly statuses?: readonly string[];
  /** Answers a request instead of the service, if it gives a reply. */
  readonly instead?: (request: ReceivedRequest) => Reply | undefined;
  /** Answers every creation of a job. */
  readonly refusal?: Reply;
  /** The result file; the service sends base64. @default three steps */
  readonly results?: string;
  /** Why a job failed. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Tokens that a job which succeeds is charged for; null: the service does not tell. @default 1234 */
  readonly trainedTokens?: number | null;
  /** What a job that succeeds makes. @default ft:gpt-4o-mini-2024-07-18:acme::abc */
  readonly tunedModel?: string;
  /** Items of a page of a list. @default 100 */
  readonly pageSize?: number;
}

/** A file at the service. */
export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly bytes: number;
  readonly purpose: string;
  readonly status: string;
}

/** A job at the service, with all that it was created with. */
export type StoredJob = Readonly<Record<string, unknown>> & { readonly id: string };

/** A fine-tuning service and what lies there. */
export interface FineTuningFake {
  readonly script: (request: ReceivedRequest) => Reply;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly jobs: ReadonlyMap<string, StoredJob>;
  /** Tokens charged, by job. */
  readonly charges: ReadonlyMap<string, number>;
  /** How many files were ever uploaded. */
  uploads(): number;
}

const RESULTS = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n" +
  "1,2.5,0.4,2.6,0.3\n2,1.5,0.6,,\n3,0.5,0.9,0.75,0.8\n";

/** Dated names, by which the service calls a model that is asked for without a date. */
const DATED: Readonly<Record<string, string>> = { "gpt-4o-mini": "gpt-4o-mini-2024-07-18" };

/** A fine-tuning service: files and jobs that are listed, found again, followed and removed. */
export function createFineTuningFake(script: FineTuningScript = {}): FineTuningFake {
  const { statuses = ["running", "succeeded"], results = btoa(RESULTS), pageSize = 100 } = script;
  const { tunedModel = "ft:gpt-4o-mini-2024-07-18:acme::abc", trainedTokens = 1234 } = script;
  const files = new Map<string, StoredFile>();
  const jobs = new Map<string, StoredJob>();
  const looks = new Map<string, number>();
  const charges = new Map<string, number>();
  let uploads = 0;

  function upload({ text }: ReceivedRequest): Reply {
    const id = `file-${++uploads}`;
    const file = { id, ...readUpload(text), purpose: "fine-tune", status: "processed" };
    files.set(id, file);
    return { body: file };
  }

  function remove(id: string): Reply {
    const deleted = files.delete(id);
    return deleted ? { body: { id, object: "file", deleted } } : noSuchFile(id);
  }

  function create({ body }: ReceivedRequest): Reply {
    if (script.refusal) return script.refusal;
    const { training_file, validation_file, model } = body;
    for (const file of [training_file, validation_file]) {
      if (file && !files.has(`${file}`)) return noSuchFile(`${file}`);
    }
    const id = `ftjob-${jobs.size + 1}`;
    jobs.set(id, { ...body, id, model: DATED[`${model}`] ?? model });
    return { body: shown(id) };
  }

  function shown(id: string): Record<string, unknown> {
    const look = looks.get(id);
    const status = look === undefined ? "validating_files" : statusAt(look);
    const ended = status === "succeeded";
    if (ended) charges.set(id, trainedTokens ?? 0);
    return {
      ...jobs.get(id),
      status,
      fine_tuned_model: ended ? tunedModel : null,
      result_files: ended ? ["file-results"] : [],
      error: status === "failed" ? script.error : null,
      trained_tokens: ended ? trainedTokens : null,
    };
  }

  const statusAt = (look: number) => statuses[Math.min(look, statuses.length - 1)]!;
  const retrieve = (id: string): Reply => {
    if (!jobs.has(id)) return apiError(404, { message: `Could not find fine tune: ${id}` });
    looks.set(id, (looks.get(id) ?? -1) + 1);
    return { body: shown(id) };
  };
  const events = (id: string): Reply => {
    const step = Math.min((looks.get(id) ?? 0) + 1, 3);
    return { body: { data: [{ data: { step, total_steps: 3 } }], has_more: false } };
  };
  const page = <T extends { id: string }>(all: readonly T[], { path }: ReceivedRequest): Reply => {
    const after = new URLSearchParams(path.split("?")[1]).get("after");
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const data = all.slice(from, from + pageSize);
    return { body: { object: "list", data, has_more: from + pageSize < all.length } };
  };
  const newestFirst = () => [...jobs.keys()].toReversed().map((id) => ({ id, ...shown(id) }));

  const routes: readonly [RegExp, (request: ReceivedRequest, id: string) => Reply][] = [
    [/^POST \/v1\/files$/, upload],
    [/^GET \/v1\/files\?/, (request) => page([...files.values()], request)],
    [/^GET \/v1\/files\/file-results\/content$/, () => ({ body: results })],
    [/^DELETE \/v1\/files\/([\w-]+)$/, (_, id) => remove(id)],
    [/^GET \/v1\/fine_tuning\/jobs\?/, (request) => page(newestFirst(), request)],
    [/^POST \/v1\/fine_tuning\/jobs$/, create],
    [/^GET \/v1\/fine_tuning\/jobs\/([\w-]+)$/, (_, id) => retrieve(id)],
    [/^GET \/v1\/fine_tuning\/jobs\/([\w-]+)\/events/, (_, id) => events(id)],
    [/^POST \/v1\/fine_tuning\/jobs\/([\w-]+)\/cancel$/, (_, id) => ({
      body: { ...shown(id), status: "cancelled" },
    })],
  ];
  return {
    files,
    jobs,
    charges,
    uploads: () => uploads,
    script(request) {
      const reply = script.instead?.(request);
      if (reply) return reply;
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(`${request.method} ${request.path}`);
        if (match) return answer(request, match[1] ?? "");
      }
      return apiError(404, { message: `Invalid URL (${request.method} ${request.path})` });
    },
  };
}

function noSuchFile(id: string): Reply {
  return apiError(404, { message: `No such File object: ${id}`, param: "id" });
}

/** Name and size of the file in a multipart body. */
function readUpload(text: string): { filename: string; bytes: number } {
  const boundary = text.slice(0, text.indexOf("\r\n"));
  const part = text.split(boundary).find((it) => it.includes('filename="'))!;
  const content = part.slice(part.indexOf("\r\n\r\n") + 4, -"\r\n".length);
  const filename = /filename="([^"]+)"/.exec(part)![1]!;
  return { filename, bytes: new TextEncoder().encode(content).length };
}
