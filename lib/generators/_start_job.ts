import type { FineTuningJob, JobCreateParams } from "openai/resources/fine-tuning/jobs";
import type { FineTuningCalls, NamedFile } from "lib/generators/_fine_tuning_calls.ts";
import type { JobSpending } from "lib/generators/_job_spending.ts";
import type { KeptJob } from "lib/generators/_job_state.ts";
import { FineTuningError } from "lib/generators/fine_tuning_error.ts";
import { digestOfBytes } from "lib/storage/digest.ts";

/** All that decides a job. */
export interface JobPlan {
  readonly model: string;
  /** JSONL as `fineTuningFile` writes it. */
  readonly training: string;
  readonly validation?: string;
  /** Ends the new model's name, at most 64 characters. */
  readonly suffix?: string;
  /** Passes over the training file. */
  readonly epochs: number;
  readonly seed: number;
}

/** What a job is started with. */
export interface JobStart {
  readonly calls: FineTuningCalls;
  readonly kept: KeptJob;
  readonly spending: JobSpending;
  /** Tokens that the service charges for at most. */
  readonly tokens: number;
}

/** Ids of files at the service. */
interface FileIds {
  readonly training: readonly string[];
  readonly validation: readonly string[];
}

/**
 * Finds the job of a plan at the service, or sets its price aside, uploads its files and creates it;
 * each id is kept as soon as it is known. Returns the job's id.
 *
 * @throws {SpendingLimitError} before anything is sent, when the job may cost more than is left
 * @throws {FineTuningError} when the service refuses; what was uploaded is removed again
 * @throws {ChatError} when the service stays out of reach; another run goes on from there
 */
export async function startJob(plan: JobPlan, start: JobStart): Promise<string> {
  const { calls, kept, spending } = start;
  await kept.keep({}); // a folder that cannot be written is found before anything is paid
  await spending.reserve(start.tokens);
  const { jobs, files } = await lookAtService(plan, start);
  const known = jobs.find((job) => isJobOf(plan, files, job));
  if (known) {
    await kept.keep({ job: known.id });
    return known.id;
  }
  try {
    const job = await uploadAndCreate(plan, { calls, kept, files });
    await kept.keep({ job: job.id });
    return job.id;
  } catch (error) {
    if (!(error instanceof FineTuningError)) throw error;
    const left = await removeFiles(start, jobs);
    await spending.release();
    if (left.length === 0) throw error;
    throw new FineTuningError(
      `${error.words} (${left.join(" and ")} could not be removed from the service's files)`,
      error.advice,
      error,
    );
  }
}

/** What the service has of a plan: the account's jobs, and files of the same content. */
async function lookAtService(plan: JobPlan, { calls, kept, spending }: JobStart) {
  const { trainingFile, validationFile } = kept.state();
  const idsOf = async (file: NamedFile | undefined, known: string | undefined) =>
    known !== undefined ? [known] : file ? await calls.findFiles(file) : [];
  try {
    const { training, validation } = filesOf(plan);
    const files = {
      training: await idsOf(training, trainingFile),
      validation: await idsOf(validation, validationFile),
    };
    return { jobs: await calls.jobs(), files };
  } catch (error) {
    // Only a run that had uploaded a file can have created a job that is not known here.
    if (error instanceof FineTuningError && !trainingFile) await spending.release();
    throw error;
  }
}

async function uploadAndCreate(
  plan: JobPlan,
  { calls, kept, files }: Pick<JobStart, "calls" | "kept"> & { files: FileIds },
): Promise<FineTuningJob> {
  const { training, validation } = filesOf(plan);
  const trainingFile = files.training[0] ?? await calls.upload(training);
  await kept.keep({ trainingFile });
  const validationFile = files.validation[0] ?? (validation && await calls.upload(validation));
  if (validationFile) await kept.keep({ validationFile });
  const ids = { training: [trainingFile], validation: validationFile ? [validationFile] : [] };
  return await calls.create(
    parametersOf(plan, trainingFile, validationFile),
    (jobs) => jobs.find((job) => isJobOf(plan, ids, job)),
  );
}

/** Removes a plan's files from the service and returns the ids of those that are still there. */
async function removeFiles(
  { calls, kept }: JobStart,
  jobs: readonly FineTuningJob[],
): Promise<string[]> {
  const isUsed = (id: string) =>
    jobs.some(({ training_file, validation_file }) =>
      [training_file, validation_file].includes(id)
    );
  const isLeft = async (id: string | undefined) =>
    id !== undefined && !isUsed(id) && !await calls.remove(id);
  const { trainingFile, validationFile } = kept.state();
  const left = {
    trainingFile: await isLeft(trainingFile) ? trainingFile : undefined,
    validationFile: await isLeft(validationFile) ? validationFile : undefined,
  };
  await kept.keep(left);
  return Object.values(left).filter((id) => id !== undefined);
}

/** Whether a job at the service does what a plan says and has not failed. */
function isJobOf(plan: JobPlan, files: FileIds, job: FineTuningJob): boolean {
  const { training_file, validation_file, model, status, seed } = job;
  const epochs = job.method?.supervised?.hyperparameters?.n_epochs ??
    job.hyperparameters?.n_epochs;
  return files.training.includes(training_file) &&
    (plan.validation ? files.validation.includes(validation_file ?? "") : !validation_file) &&
    (model === plan.model || undated(model) === plan.model) &&
    isSameIfNumber(epochs, plan.epochs) && isSameIfNumber(seed, plan.seed) &&
    status !== "failed" && status !== "cancelled";
}

/** Whether two numbers agree; a service that does not tell one does not contradict. */
function isSameIfNumber(told: unknown, planned: number): boolean {
  return typeof told !== "number" || told === planned;
}

/** `gpt-4o-mini` of `gpt-4o-mini-2024-07-18`. */
function undated(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}

/** A plan's files under names that tell their content, by which they are found again. */
function filesOf({ training, validation }: JobPlan) {
  const named = (side: string, text: string): NamedFile => {
    const digest = digestOfBytes(new TextEncoder().encode(text)).slice(0, 16);
    return { name: `viranova-${side}-${digest}.jsonl`, text };
  };
  return {
    training: named("training", training),
    validation: validation === undefined ? undefined : named("validation", validation),
  };
}

/** What a job is created with. */
export function parametersOf(
  { model, suffix, epochs, seed }: JobPlan,
  trainingFile = "",
  validationFile?: string,
): JobCreateParams {
  return {
    model,
    training_file: trainingFile,
    validation_file: validationFile,
    suffix,
    seed,
    method: { type: "supervised", supervised: { hyperparameters: { n_epochs: epochs } } },
  };
}
