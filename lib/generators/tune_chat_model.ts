import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import type { RetryOptions } from "lib/generators/retry.ts";
import { ChatError } from "lib/generators/chat_error.ts";
import { FineTuningError } from "lib/generators/fine_tuning_error.ts";
import { checkFineTuningFile } from "lib/generators/fine_tuning_file.ts";
import { fineTune, type FineTuningOptions } from "lib/generators/fine_tuning_job.ts";
import { SpendingLimitError } from "lib/generators/spending.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";
import { findTokenPrices } from "lib/generators/token_prices.ts";
import type { LlmSettings } from "lib/llm_settings.ts";
import { shortDigestOf } from "lib/storage/digest.ts";

/** What `tuneChatModel` works with. */
export interface TuneChatModelOptions
  extends Partial<RetryOptions>, Pick<FineTuningOptions, "epochs" | "pollMs" | "today" | "tell"> {
  /** The settings; nothing where no chat model is set. */
  readonly llm: LlmSettings | undefined;
  /** Where the training file and what is known of jobs are kept. */
  readonly folder: string;
  /** Path of the ledger that asking spends from, too. */
  readonly ledger: string;
}

/** What came of it; a job that cannot be had is no failure. */
export interface TunedChatModel {
  /** The tuned model's name, where there is one to ask. */
  readonly tunedModel?: string;
  /** Name of the training file in the folder, to tune a model elsewhere. */
  readonly file: string;
  /** What was done, or why nothing was sent, in a sentence or two. */
  readonly told: string;
}

/**
 * Writes the training file, and gets the name of a model that was tuned on it: the one that the
 * settings name, or else that of a job, where `VIRANOVA_LLM_FINE_TUNE=1` asks for one and its price is
 * known. Otherwise nothing is sent, and the sentence says which variables are missing.
 *
 * @param training JSONL as `fineTuningFile` writes it
 * @throws {UnwritableError} when the training file or the job's state cannot be written
 * @throws {SyntaxError} when the job's state or the ledger is damaged
 * @throws {Deno.errors.Busy} when another run spends from the ledger just now
 */
export async function tuneChatModel(
  training: string,
  options: TuneChatModelOptions,
): Promise<TunedChatModel> {
  const { llm, folder } = options;
  const file = `training-${shortDigestOf(training)}.jsonl`;
  await writeAtomic(join(folder, file), training);
  const settled = !llm
    ? "No chat model is set (VIRANOVA_LLM_MODEL), so nothing was sent."
    : llm.tunedModel
    ? `VIRANOVA_LLM_TUNED_MODEL names ${llm.tunedModel}, so no job was started.`
    : await obstacleTo(training, llm);
  if (!llm || settled) return { file, told: settled!, tunedModel: llm?.tunedModel };
  try {
    const { model, trainedTokens } = await runJob(training, llm, options);
    const tokens = trainedTokens?.toLocaleString("en-US") ?? "an unknown number of";
    return { file, tunedModel: model, told: `${llm.model} was trained on ${tokens} tokens.` };
  } catch (error) {
    if (!isOfTheService(error)) throw error;
    return { file, told: `No tuned model is asked. ${error.message}` };
  }
}

/** Why no job is to be sent, if it is not. */
async function obstacleTo(training: string, llm: LlmSettings): Promise<string | undefined> {
  const missing = [
    ...(llm.fineTune ? [] : ["VIRANOVA_LLM_FINE_TUNE=1"]),
    ...(llm.trainingPrice === undefined
      ? ["VIRANOVA_LLM_TRAINING_PRICE (dollars a million training tokens)"]
      : []),
  ];
  if (missing.length > 0) {
    return `Nothing was sent: a fine-tuning job needs ${missing.join(" and ")}.`;
  }
  const { problems } = checkFineTuningFile(training, { counter: await tokenCounterFor(llm.model) });
  if (problems.length > 0) return `Nothing was sent: the service would refuse ${problems[0]}.`;
  const { reason } = findTokenPrices({ ...llm, model: `ft:${llm.model}` });
  return reason &&
    `Nothing was sent, since the tuned model could not be asked afterwards. ${reason}`;
}

function runJob(training: string, llm: LlmSettings, options: TuneChatModelOptions) {
  const { baseUrl, model, apiKey, limitDollars, trainingPrice = 0 } = llm;
  const job = shortDigestOf([baseUrl, model, training, options.epochs]);
  return fineTune({
    ...options,
    ...{ baseUrl, model, apiKey, training },
    statePath: join(options.folder, `job-${job}.json`),
    budget: { ledger: options.ledger, limitDollars, trainingPrice },
  });
}

/** What a service refuses or a limit forbids, without which all else goes on. */
function isOfTheService(error: unknown): error is Error {
  return error instanceof FineTuningError || error instanceof ChatError ||
    error instanceof SpendingLimitError;
}
