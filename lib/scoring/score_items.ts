import { type Answer } from "lib/scoring/answer.ts";
import { InputError } from "lib/scoring/input_error.ts";
import { readSource } from "lib/scoring/read_source.ts";
import { itemName, type ScoreRequest } from "lib/scoring/score_request.ts";
import { scoreText } from "lib/scoring/score_text.ts";
import type { TextScorer } from "lib/scoring/text_scorer.ts";

/** What scoring needs; models are opened when an item first needs them. */
export interface Scorers {
  text(): Promise<TextScorer>;
}

/** What `scoreItems` works with. */
export interface ScoreItemsOptions {
  readonly scorers: Scorers;
  readonly standardInput: ReadableStream<Uint8Array>;
}

/** Scores one item after the other; one that cannot be read is refused and the others go on. */
export async function* scoreItems(
  requests: readonly ScoreRequest[],
  options: ScoreItemsOptions,
): AsyncGenerator<Answer> {
  for (const request of requests) {
    try {
      yield await scoreItem(request, options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      yield { kind: "refused", item: itemName(request), reason: error.reason };
    }
  }
}

async function scoreItem(
  request: ScoreRequest,
  { scorers, standardInput }: ScoreItemsOptions,
): Promise<Answer> {
  const item = itemName(request);
  if (request.kind === "video") throw new InputError(item, "clips cannot be scored yet");
  const spoken = await readSource(request, { standardInput });
  return await scoreText(item, { spoken, scorer: await scorers.text() });
}
