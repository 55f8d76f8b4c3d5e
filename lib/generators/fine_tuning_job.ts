import type { FineTuningJob, JobCreateParams } from "openai/resources/fine-tuning/jobs";
import {
  type FineTuningCalls,
  fineTuningCalls,
  type FineTuningService,
} from "lib/generators/_fine_tuning_calls.ts";
import { followJob } from "lib/generators/_follow_job.ts";
import {
  type JobState,
  openJobState,
  readJobState,
  writeJobState,
} from "lib/generators/_job_state.ts";
import { type LossPoint, parseLossCurve } from "lib/generators/_loss_curve.ts";
import { checkFineTuningFile } from "lib/generators/fine_tuning_file.ts";
import { adviceOn, FineTuningError } from "lib/generators/fine_tuning_error.ts";
import { redact } from "lib/generators/redact.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";

/** What a job trains, on what, and where its ids are kept. */
export interface FineTuningOptions extends FineTuningService {
  readonly model: string;
  /** JSONL as `fineTuningFile` writes it. */
  readonly training: string;
  readonly validation?: string;
  /** Remembers uploads and the job, so that another run goes on with the same one. */
  readonly statePath: string;
  /** Ends the new model's name, at most 64 characters. */
  readonly suffix?: string;
  /** Passes over the training file; unset: the service chooses. */
  readonly epochs?: number;
  /** @default 0 */
  readonly seed?: number;
  /** Time between two looks at the job, in milliseconds. @default 10_000 */
  readonly pollMs?: number;
}

/** What came of a job. */
export interface FineTunedModel {
  readonly job: string;
  /** The new model's name, to be asked like any other. */
  readonly model: string;
  /** Tokens that the service charges for. */
  readonly trainedTokens?: number;
  readonly lossCurve: readonly LossPoint[];
}

/**
 * Fine-tunes a model over the API: checks and uploads the files, creates the job, follows it to its
 * end and returns the new model with its losses. A run that was stopped goes on with the same job.
 *
 * @throws {SyntaxError} when the service would refuse a file, before it is sent
 * @throws {SyntaxError} when the state file is damaged; it is left as it is
 * @throws {TypeError} when the state file is of another job
 * @throws {UnwritableError} when the state file cannot be written, before anything is sent
 * @throws {FineTuningError} when the service refuses, or the job fails or is cancelled
 */
export async function fineTune(options: FineTuningOptions): Promise<FineTunedModel> {
  await checkFiles(options);
  const calls = fineTuningCalls(options);
  const job = await followJob(await startJob(calls, options), calls, options);
  if (job.status !== "succeeded" || !job.fine_tuned_model) {
    const words = redact(job.error?.message ?? "no reason given", options.apiKey());
    throw new FineTuningError(`The job ${job.id} has ${job.status}: ${words}`, adviceOn(words));
  }
  const [results] = job.result_files;
  return {
    job: job.id,
    model: job.fine_tuned_model,
    trainedTokens: job.trained_tokens ?? undefined,
    lossCurve: results ? parseLossCurve(await calls.download(results)) : [],
  };
}

/**
 * Cancels the job of a state file and returns its status.
 *
 * @throws {Deno.errors.NotFound} when no job is known
 * @throws {SyntaxError} when the state file is damaged; it is left as it is
 */
export async function cancelFineTuning(
  { statePath, ...service }: FineTuningService & Pick<FineTuningOptions, "statePath">,
): Promise<FineTuningJob["status"]> {
  const { job } = await readJobState(statePath) ?? {};
  if (!job) throw new Deno.errors.NotFound(`Cannot cancel: no job is known in ${statePath}`);
  return (await fineTuningCalls(service).cancel(job)).status;
}

async function checkFiles({ model, training, validation }: FineTuningOptions): Promise<void> {
  const counter = await tokenCounterFor(model);
  const found = {
    training: checkFineTuningFile(training, { counter }),
    validation: validation && checkFineTuningFile(validation, { counter, minExamples: 1 }),
  };
  for (const [name, check] of Object.entries(found)) {
    if (!check || check.problems.length === 0) continue;
    const { problems } = check;
    throw new SyntaxError(
      `Cannot fine-tune ${model} on the ${name} file, ${problems.length} problems: ` +
        problems.slice(0, 5).join("; ") + (problems.length > 5 ? "; …" : ""),
    );
  }
}

/** Does what is not done yet, keeping each id as soon as it is known; returns the job's id. */
async function startJob(calls: FineTuningCalls, options: FineTuningOptions): Promise<string> {
  const { statePath, training, validation } = options;
  const decided = [options.baseUrl, training, validation, parametersOf(options, {})];
  let state = await openJobState(statePath, decided);
  const keep = async (more: Partial<JobState>) => {
    state = { ...state, ...more };
    await writeJobState(statePath, state);
  };
  if (!state.job) await keep({}); // a folder that cannot be written is found before anything is paid
  if (!state.trainingFile) {
    await keep({ trainingFile: await calls.upload("training.jsonl", training) });
  }
  if (validation && !state.validationFile) {
    await keep({ validationFile: await calls.upload("validation.jsonl", validation) });
  }
  if (!state.job) await keep({ job: (await calls.create(parametersOf(options, state))).id });
  return state.job!;
}

function parametersOf(
  { model, suffix, epochs, seed = 0 }: FineTuningOptions,
  { trainingFile, validationFile }: Pick<JobState, "trainingFile" | "validationFile">,
): JobCreateParams {
  const hyperparameters = epochs === undefined ? {} : { n_epochs: epochs };
  return {
    model,
    training_file: trainingFile ?? "",
    validation_file: validationFile,
    suffix,
    seed,
    method: { type: "supervised", supervised: { hyperparameters } },
  };
}
