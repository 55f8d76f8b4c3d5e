import { apiError, type ReceivedRequest, type Reply } from "./_chat_server.ts";

/** What a scripted fine-tuning service does. */
export interface FineTuningScript {
  /** Statuses of the job, one a look; the last one stays. */
  readonly statuses: readonly string[];
  /** Answers a request instead of the service, if it gives a reply. */
  readonly instead?: (request: ReceivedRequest) => Reply | undefined;
  /** The result file; the service sends base64. @default three steps */
  readonly results?: string;
  /** Why the job failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

const RESULTS = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n" +
  "1,2.5,0.4,2.6,0.3\n2,1.5,0.6,,\n3,0.5,0.9,0.75,0.8\n";

/** A fine-tuning service: uploads, one job at a time, its events and its result file. */
export function fineTuningScript(script: FineTuningScript) {
  const { statuses, instead, results = btoa(RESULTS), error = null } = script;
  let [files, looks] = [0, 0];
  let job: Record<string, unknown> | undefined;

  function look(status: string): Reply {
    const fine_tuned_model = status === "succeeded" ? "ft:gpt-4o-mini:org::abc" : null;
    const result_files = status === "succeeded" ? ["file-results"] : [];
    const failure = status === "failed" ? error : null;
    const ended = { fine_tuned_model, result_files, error: failure, trained_tokens: 1234 };
    return { body: { ...job, status, ...ended } };
  }

  const events = () => ({
    body: { data: [{ data: { step: Math.min(looks, 3), total_steps: 3 } }], has_more: false },
  });
  const routes: readonly [RegExp, (request: ReceivedRequest) => Reply][] = [
    [/^POST \/v1\/files$/, () => ({ body: { id: `file-${++files}` } })],
    [
      /^GET \/v1\/fine_tuning\/jobs\?/,
      () => ({ body: { data: job ? [job] : [], has_more: false } }),
    ],
    [/^POST \/v1\/fine_tuning\/jobs$/, ({ body }) => {
      job = { id: "ftjob-1", ...body };
      return { body: { ...job, status: "validating_files" } };
    }],
    [
      /^GET \/v1\/fine_tuning\/jobs\/ftjob-1$/,
      () => look(statuses[Math.min(looks++, statuses.length - 1)]!),
    ],
    [/^GET \/v1\/fine_tuning\/jobs\/ftjob-1\/events/, events],
    [/^POST \/v1\/fine_tuning\/jobs\/ftjob-1\/cancel$/, () => look("cancelled")],
    [/^GET \/v1\/files\/file-results\/content$/, () => ({ body: results })],
  ];
  return (request: ReceivedRequest): Reply => {
    const reply = instead?.(request);
    if (reply) return reply;
    const route = routes.find(([pattern]) => pattern.test(`${request.method} ${request.path}`));
    return route ? route[1](request) : apiError(404, { message: `No route ${request.path}` });
  };
}
