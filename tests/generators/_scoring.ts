import { join } from "node:path";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { type ChatClientOptions, createChatClient } from "lib/generators/chat_client.ts";
import type { ChatScoringOptions } from "lib/generators/chat_scoring_options.ts";
import { buildPrompt } from "lib/generators/prompt.ts";
import { type ChatScores, scoreWithChat } from "lib/generators/score_with_chat.ts";
import { type SpendingOptions, withSpending } from "lib/generators/spending.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";
import { createGenerator } from "lib/random.ts";
import type { Video } from "lib/types.ts";

/** A key that must turn up nowhere. */
export const KEY = "sk-proj-never-to-be-seen-4711";

/** Videos whose transcripts differ. */
export function makeVideos(count: number): Video[] {
  return Array.from({ length: count }, (_, row) => ({
    videoId: `video-${row}`,
    transcript: `This is clip number ${row}, and here is what happened next.`,
    scores: { virality: (row % 10) / 10, engagement: (row % 7) / 7 },
    row,
  }));
}

/** A client with the key, patience with a busy machine and waits that take no time. */
export function testClient(baseUrl: string, options: Partial<ChatClientOptions> = {}) {
  return createChatClient({
    baseUrl,
    apiKey: () => KEY,
    model: "gpt-4o-mini",
    timeoutMs: 60_000,
    sleep: () => Promise.resolve(),
    generator: createGenerator(1),
    ...options,
  });
}

/** Scores videos with the answers and the ledger of a folder. */
export async function score(
  videos: readonly Video[],
  { folder, limitDollars = 100, prices = { input: 1, output: 1 }, ...options }:
    & Pick<ChatScoringOptions, "client">
    & Partial<ChatScoringOptions>
    & Partial<SpendingOptions>
    & { folder: string },
): Promise<ChatScores> {
  const counter = await tokenCounterFor("gpt-4o-mini");
  return await withSpending(
    join(folder, "spending.jsonl"),
    { limitDollars, prices },
    (spending) =>
      scoreWithChat(videos, {
        cache: openAnswerCache(join(folder, "answers")),
        counter,
        spending,
        samples: 1,
        say: () => {},
        promptFor: ({ transcript }) => buildPrompt(transcript, { counter }),
        ...options,
      }),
  );
}
