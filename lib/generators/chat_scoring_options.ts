import type { SampleContext } from "lib/generators/_ask_for_sample.ts";
import type { SamplingOptions } from "lib/generators/chat_body.ts";
import type { ChatMessage } from "lib/generators/chat_message.ts";
import type { Video } from "lib/types.ts";

/** How `scoreWithChat` asks. */
export interface ChatScoringOptions extends Omit<SampleContext, "sampling"> {
  /** What is asked about a video, such as `buildPrompt` gives it. */
  readonly promptFor: (
    video: Video,
  ) => readonly ChatMessage[] | Promise<readonly ChatMessage[]>;
  /** Answers a video, k. */
  readonly samples: number;
  /**
   * How answers become a prediction: the mean of what they say, the mean of what their tokens'
   * probabilities say, or the former with the latter beside it. @default "samples"
   */
  readonly read?: "samples" | "tokens" | "both";
  readonly sampling?: Omit<SamplingOptions, "logprobs">;
  /**
   * What to do when all answers may cost more than is left: `refuse` before the first call, or ask
   * until nothing is left. @default "refuse"
   */
  readonly overLimit?: "refuse" | "spend";
  /** Tells whoever waits what is asked and what it may cost. @default lib/progress.ts */
  readonly say?: (sentence: string) => void;
}

/** The sampling of all calls; log-probabilities are asked for where they are read. */
export function samplingOf({ sampling, read }: ChatScoringOptions): SamplingOptions {
  return { ...sampling, logprobs: read === "tokens" || read === "both" };
}
