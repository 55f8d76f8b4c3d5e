import pLimit from "p-limit";
import {
  createSampleAsker,
  type SampleAsker,
  type SampleOutcome,
} from "lib/generators/_ask_for_sample.ts";
import { beforeAsking } from "lib/generators/_before_asking.ts";
import {
  type ChatFailure,
  type ChatPrediction,
  combineSamples,
} from "lib/generators/_combine_samples.ts";
import type { ChatMessage } from "lib/generators/chat_message.ts";
import { type ChatScoringOptions, samplingOf } from "lib/generators/chat_scoring_options.ts";
import { startProgress } from "lib/progress.ts";
import type { Video } from "lib/types.ts";

/** What a chat model says of videos; each video is among the predictions or the failures. */
export interface ChatScores {
  readonly predictions: readonly ChatPrediction[];
  readonly failures: readonly ChatFailure[];
  /** Samples by what came of them. */
  readonly counts: {
    readonly usable: number;
    /** Usable ones whose first answer was not. */
    readonly askedAgain: number;
    readonly unusable: number;
    /** Samples for which no answer came. */
    readonly unanswered: number;
  };
  /** Dollars that this run was charged. */
  readonly dollars: number;
  /** Parameters that the model rejected; without `temperature` or `seed`, say, it chose its own. */
  readonly rejectedParameters: readonly string[];
  /** Why asking ended before all was asked, if it did. */
  readonly stopped?: string;
  /** When the model is shut down, if that is soon. */
  readonly shutdown?: string;
}

/**
 * Asks a chat model k times about each video and makes a prediction of the answers.
 *
 * Answers are kept as they come, so a run that was stopped goes on where it was, and a finished one
 * is repeated without a call. A video that cannot be scored fails alone, with its reason; a failure
 * that no later call can escape (a wrong key, an unknown model, no money left) ends the asking, and so
 * does a model that thinks its answers away. What it may cost, and whether the model is shut down soon,
 * is said before the first call.
 *
 * @throws {RangeError} when `samples` is no whole number above 0
 * @throws {SpendingLimitError} before the first call, when it may cost more than is left and
 * `overLimit` is `refuse`
 */
export async function scoreWithChat(
  videos: readonly Video[],
  options: ChatScoringOptions,
): Promise<ChatScores> {
  const { client, samples, read = "samples", spending } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(
      `Cannot score with ${client.model}: samples expected a whole number above 0, got ${samples}`,
    );
  }
  const prepared = { ...options, promptFor: await preparePrompts(videos, options) };
  const { kept, missing, shutdown } = await beforeAsking(videos, prepared);
  const spentBefore = spending.spentDollars();
  const sampling = samplingOf(options);
  const asker = createSampleAsker({ ...prepared, sampling }, missing);
  const outcomes = await askAll(videos, prepared, { asker, kept });
  const combined = videos.map((video, i) =>
    combineSamples(video, { outcomes: outcomes[i]!, read })
  );
  return {
    predictions: combined.filter((result) => "predicted" in result),
    failures: combined.filter((result) => "reason" in result),
    counts: countOutcomes(outcomes.flat()),
    dollars: spending.spentDollars() - spentBefore,
    rejectedParameters: client.rejectedParameters(),
    stopped: asker.stopped(),
    shutdown,
  };
}

/** Makes each video's prompt once, since finding its examples takes time. */
async function preparePrompts(videos: readonly Video[], { promptFor }: ChatScoringOptions) {
  const prompts = new Map<Video, readonly ChatMessage[]>();
  for (const video of videos) prompts.set(video, await promptFor(video));
  return (video: Video) => prompts.get(video)!;
}

async function askAll(
  videos: readonly Video[],
  { client, samples, promptFor }: ChatScoringOptions,
  { asker, kept }: { readonly asker: SampleAsker; readonly kept: number },
): Promise<SampleOutcome[][]> {
  const total = videos.length * samples;
  const progress = startProgress(client.model, { total, done: kept, unit: "answers" });
  let left = kept;
  const limit = pLimit(client.concurrency);
  const ask = async (video: Video, sample: number) => {
    const outcome = await asker.ask(await promptFor(video), sample);
    if (left > 0) left--; // the line starts with as many
    else progress.advance();
    return outcome;
  };
  try {
    return await Promise.all(
      videos.map((video) =>
        Promise.all(Array.from({ length: samples }, (_, sample) => limit(ask, video, sample)))
      ),
    );
  } finally {
    progress.stop();
  }
}

function countOutcomes(outcomes: readonly SampleOutcome[]): ChatScores["counts"] {
  const count = (test: (outcome: SampleOutcome) => boolean) => outcomes.filter(test).length;
  return {
    usable: count(({ kind }) => kind === "scores"),
    askedAgain: count((outcome) => outcome.kind === "scores" && outcome.askedAgain),
    unusable: count(({ kind }) => kind === "unusable"),
    unanswered: count(({ kind }) => kind === "unanswered"),
  };
}
