import type { FineTuningJob } from "openai/resources/fine-tuning/jobs";
import { fineTuningCalls, type FineTuningService } from "lib/generators/_fine_tuning_calls.ts";
import { followJob } from "lib/generators/_follow_job.ts";
import { keepResult } from "lib/generators/_job_result.ts";
import { jobSpending, type TrainingBudget } from "lib/generators/_job_spending.ts";
import {
  type FineTunedModel,
  jobDigest,
  openJobState,
  readJobState,
} from "lib/generators/_job_state.ts";
import { type JobPlan, parametersOf, startJob } from "lib/generators/_start_job.ts";
import { closingNotice } from "lib/generators/closing_dates.ts";
import { checkFineTuningFile } from "lib/generators/fine_tuning_file.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";
import { say } from "lib/progress.ts";
import { underClaim } from "lib/storage/claim.ts";

/** What a job trains, on what, for how much, and where its ids are kept. */
export interface FineTuningOptions
  extends FineTuningService, Pick<JobPlan, "model" | "training" | "validation" | "suffix"> {
  /** Remembers uploads and the job, so that another run goes on with the same one. */
  readonly statePath: string;
  /** What training may cost; it is set aside before anything is sent. */
  readonly budget: TrainingBudget;
  /** Passes over the training file. @default 3 */
  readonly epochs?: number;
  /** @default 0 */
  readonly seed?: number;
  /** Time between two looks at the job, in milliseconds. @default 10_000 */
  readonly pollMs?: number;
  /** The day, by which a service may have closed. @default today */
  readonly today?: () => Date;
  /** Tells what must be known before a job is started. @default say */
  readonly tell?: (sentence: string) => void;
}

/**
 * Fine-tunes a model over the API: checks the files, looks for a job of the same ones, else uploads
 * them and creates it, follows it to its end and returns the new model with its losses. A run that was
 * stopped goes on with the same job, and a finished one is repeated without a call. Of several
 * processes one does it and the others wait.
 *
 * @throws {SyntaxError} when the service would refuse a file, before it is sent
 * @throws {SyntaxError} when the state file is damaged; it is left as it is
 * @throws {TypeError} when the state file is of another job
 * @throws {UnwritableError} when the state file cannot be written, before anything is sent
 * @throws {SpendingLimitError} when training may cost more than is left, before anything is sent
 * @throws {FineTuningError} when the service has closed or refuses, or the job fails or is cancelled
 * @throws {ChatError} when the service stays out of reach; another run goes on with the same job
 */
export async function fineTune(options: FineTuningOptions): Promise<FineTunedModel> {
  const plan = { ...options, epochs: options.epochs ?? 3, seed: options.seed ?? 0 };
  const tokens = plan.epochs * await checkFiles(plan);
  const [lock, doing] = [`${options.statePath}.lock`, `fine-tunes ${plan.model}`];
  for (;;) {
    let tuned: FineTunedModel | undefined;
    await underClaim({ lock, doing }, async () => {
      tuned = await runJob(plan, { ...options, tokens });
    });
    if (tuned) return tuned; // else another process was at it, and its end is to be read
  }
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

/** Checks both files and returns the tokens of an epoch. */
async function checkFiles({ model, training, validation }: JobPlan): Promise<number> {
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
  return found.training.tokens;
}

async function runJob(
  plan: JobPlan,
  options: FineTuningOptions & { readonly tokens: number },
): Promise<FineTunedModel> {
  const { statePath, budget, tokens, baseUrl } = options;
  const digest = jobDigest([baseUrl, plan.training, plan.validation, parametersOf(plan)]);
  const kept = await openJobState(statePath, digest);
  const { tuned, job: known } = kept.state();
  if (tuned) return tuned;
  if (!known) announce(plan, options);
  const calls = fineTuningCalls(options);
  const spending = jobSpending(budget, digest);
  const id = known ?? await startJob(plan, { calls, kept, spending, tokens });
  await spending.charge(id, tokens);
  const job = await followJob(id, calls, options);
  await spending.charge(id, job.trained_tokens ?? tokens);
  return await keepResult(job, { calls, kept, ...options });
}

/** Tells what must be known before a job is started. */
function announce(
  { model, epochs }: JobPlan,
  { baseUrl, budget, tokens, today = () => new Date(), tell = say }:
    & FineTuningOptions
    & { readonly tokens: number },
): void {
  const notice = closingNotice(baseUrl, today());
  if (notice) tell(notice);
  const dollars = tokens * budget.trainingPrice / 1e6;
  tell(
    `Training ${model} on ${
      tokens.toLocaleString("en-US")
    } tokens in ${epochs} epochs costs at most ` +
      `$${dollars.toFixed(4)}, unless the service knows a job of the same files`,
  );
}
