import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { Answer } from "lib/scoring/answer.ts";
import type { ClipScorer } from "lib/scoring/clip_scorer.ts";
import { InputError } from "lib/scoring/input_error.ts";
import { readClip } from "lib/scoring/read_clip.ts";
import { readSource } from "lib/scoring/read_source.ts";
import { itemName, type ScoreRequest } from "lib/scoring/score_request.ts";
import { scoreClip } from "lib/scoring/score_clip.ts";
import { scoreText } from "lib/scoring/score_text.ts";
import type { TextScorer } from "lib/scoring/text_scorer.ts";

/** What scoring needs; models are opened when an item first needs them. */
export interface Scorers {
  text(): Promise<TextScorer>;
  clips(): Promise<ClipScorer>;
  /** Where the words' scores come from; of other videos than the clips' where these are invented. */
  readonly textKind: "real" | "sample";
  ffmpeg(): Promise<Ffmpeg>;
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

async function scoreItem(request: ScoreRequest, options: ScoreItemsOptions): Promise<Answer> {
  const item = itemName(request);
  if (request.kind === "video") return await scoreVideo(request, options);
  const spoken = await readSource(request, options);
  return await scoreText(item, { spoken, scorer: await options.scorers.text() });
}

async function scoreVideo(
  request: Extract<ScoreRequest, { kind: "video" }>,
  options: ScoreItemsOptions,
): Promise<Answer> {
  const { scorers } = options;
  const spoken = request.spoken && await readSource(request.spoken, options);
  const clip = await readClip(request.path, { ffmpeg: await scorers.ffmpeg() });
  const scorer = await scorers.clips();
  const textScorer = spoken && scorer.kind !== scorers.textKind ? await scorers.text() : undefined;
  return await scoreClip(itemName(request), { clip, spoken, scorer, textScorer });
}
