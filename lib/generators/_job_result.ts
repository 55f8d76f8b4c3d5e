import { basename } from "node:path";
import type { FineTuningJob } from "openai/resources/fine-tuning/jobs";
import type { FineTuningCalls } from "lib/generators/_fine_tuning_calls.ts";
import type { FineTunedModel, KeptJob } from "lib/generators/_job_state.ts";
import { type LossPoint, parseLossCurve } from "lib/generators/_loss_curve.ts";
import { adviceOn, FineTuningError } from "lib/generators/fine_tuning_error.ts";
import { redact } from "lib/generators/redact.ts";

/** What an ended job is read with. */
export interface JobResultOptions {
  readonly calls: FineTuningCalls;
  readonly kept: KeptJob;
  readonly statePath: string;
  readonly apiKey: () => string | undefined;
}

/**
 * Reads what came of a job that has ended, and keeps it.
 *
 * @throws {FineTuningError} when it made no model, saying why and how to start another
 */
export async function keepResult(
  job: FineTuningJob,
  { calls, kept, statePath, apiKey }: JobResultOptions,
): Promise<FineTunedModel> {
  const { id, status, fine_tuned_model: model, trained_tokens, error } = job;
  if (status !== "succeeded" || !model) {
    const words = redact(error?.message ?? "no reason given", apiKey());
    throw new FineTuningError(
      `The job ${id} has ${status}: ${words}`,
      `${adviceOn(words)} To start another job of the same files, remove ` +
        `${basename(statePath)} beside the training file.`,
    );
  }
  const lossCurve = await lossesOf(job, calls);
  const tuned = { job: id, model, trainedTokens: trained_tokens ?? undefined, lossCurve };
  await kept.keep({ tuned });
  return tuned;
}

/** A job's losses; none where the service gives no file of the expected form: the model counts. */
async function lossesOf(
  { result_files }: FineTuningJob,
  calls: FineTuningCalls,
): Promise<readonly LossPoint[]> {
  const [results] = result_files ?? [];
  if (!results) return [];
  try {
    return parseLossCurve(await calls.download(results));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof FineTuningError) return [];
    throw error;
  }
}
