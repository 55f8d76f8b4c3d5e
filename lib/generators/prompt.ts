import type { ChatMessage } from "lib/generators/chat_message.ts";
import { cutMiddle } from "lib/generators/cut_middle.ts";
import type { TokenCounter } from "lib/generators/token_counter.ts";
import type { Scores, Video } from "lib/types.ts";

/** Which wording of the prompt this is; it changes with any word of it. */
export const PROMPT_VERSION = "1";

/** What `buildPrompt` puts around the transcript. */
export interface PromptOptions {
  readonly counter: TokenCounter;
  /** Tokens of the transcript that stay; the middle of a longer one is left out. @default 1500 */
  readonly maxTranscriptTokens?: number;
  /** Training videos shown with their scores, in this order. @default [] */
  readonly examples?: readonly Pick<Video, "transcript" | "scores">[];
  /** Tokens of an example's transcript that stay. @default 200 */
  readonly maxExampleTokens?: number;
}

const INSTRUCTIONS = `You predict how a short video will do from what is said in it.
Give two scores, each a whole number from 0 (lowest) to 100 (highest):
- virality: how far the video reaches beyond its channel, views measured against subscribers;
- engagement: how many of those who see it react, likes and comments measured against views.
Answer with one JSON object and nothing else, in this form: {"virality": n, "engagement": n}`;

const FIRMER =
  "Your answer must be the JSON object alone, with both scores as whole numbers from " +
  '0 to 100: {"virality": n, "engagement": n}. Always give your best estimate. No other ' +
  "word, no explanation, no code fence.";

/** Asks for the scores of a transcript: instructions, examples as turns of the chat, the question. */
export function buildPrompt(transcript: string, options: PromptOptions): ChatMessage[] {
  const { counter, maxTranscriptTokens = 1500, examples = [], maxExampleTokens = 200 } = options;
  const turns = examples.flatMap((example): ChatMessage[] => [
    question(cutMiddle(example.transcript, { counter, maxTokens: maxExampleTokens })),
    { role: "assistant", content: formatAnswer(example.scores) },
  ]);
  return [
    { role: "system", content: INSTRUCTIONS },
    ...turns,
    question(cutMiddle(transcript, { counter, maxTokens: maxTranscriptTokens })),
  ];
}

function question(transcript: string): ChatMessage {
  return { role: "user", content: `<transcript>\n${transcript}\n</transcript>` };
}

/** The same prompt for a second try, told firmly after the question how to answer. */
export function withFirmerInstruction(messages: readonly ChatMessage[]): ChatMessage[] {
  const last = messages.at(-1);
  if (last?.role !== "user") {
    throw new TypeError(
      `Cannot ask more firmly: expected a user's message last, got ${last?.role ?? "no message"}`,
    );
  }
  return [...messages.slice(0, -1), { role: "user", content: `${last.content}\n\n${FIRMER}` }];
}

/** Scores 0..1 in the form in which an answer gives them, whole numbers of 0..100. */
export function formatAnswer({ virality, engagement }: Scores): string {
  const [first, second] = [virality, engagement].map((score) => Math.round(score * 100));
  return `{"virality": ${first}, "engagement": ${second}}`;
}
