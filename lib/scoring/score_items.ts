import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { Answer } from "lib/scoring/answer.ts";
import type { ClipScorer } from "lib/scoring/clips/clip_scorer.ts";
import { InputError } from "lib/scoring/reading/input_error.ts";
import type { PastVideo } from "lib/loaders/dataset/history.ts";
import { readClip } from "lib/scoring/reading/read_clip.ts";
import { readPast } from "lib/scoring/reading/read_past.ts";
import { readSource } from "lib/scoring/reading/read_source.ts";
import { itemName, type ScoreRequest } from "lib/scoring/reading/score_request.ts";
import { scoreClip } from "lib/scoring/score_clip.ts";
import type { ScoredWith } from "lib/scoring/scored.ts";
import { scoreText } from "lib/scoring/score_text.ts";
import type { TextScorer } from "lib/scoring/text/text_scorer.ts";

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
  /** A CSV file of past videos of the channel that all items belong to. */
  readonly history?: string;
}

/**
 * Scores one item after the other; one that cannot be read is refused and the others go on, without
 * the channel's history where that is what cannot be read.
 */
export async function* scoreItems(
  requests: readonly ScoreRequest[],
  options: ScoreItemsOptions,
): AsyncGenerator<Answer> {
  const { history } = options;
  const past = history === undefined
    ? undefined
    : await orRefusal(history, () => readPast(history));
  if (past && isRefused(past)) yield past;
  const known = past && !isRefused(past) ? past : undefined;
  for (const request of requests) {
    const answer = await orRefusal(
      itemName(request),
      () => scoreItem(request, { ...options, past: known }),
    );
    const lacksHistory = history !== undefined && !known && answer.kind === "scored";
    yield lacksHistory ? { ...answer, cautions: [NO_HISTORY, ...answer.cautions] } : answer;
  }
}

const NO_HISTORY = "The channel's past videos could not be read: it counts as an unknown channel.";

type Refused = Extract<Answer, { kind: "refused" }>;

async function orRefusal<T>(item: string, work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const about = error.input === item ? "" : `${error.input}: `; // what is said in a clip
    return { kind: "refused", item, reason: about + error.reason };
  }
}

function isRefused(value: Refused | readonly PastVideo[]): value is Refused {
  return "kind" in value;
}

async function scoreItem(
  request: ScoreRequest,
  options: ScoreItemsOptions & ScoredWith,
): Promise<Answer> {
  const item = itemName(request);
  if (request.kind === "video") return await scoreVideo(request, options);
  const { scorers, past } = options;
  const spoken = await readSource(request, options);
  return await scoreText(item, { spoken, scorer: await scorers.text(), past });
}

async function scoreVideo(
  request: Extract<ScoreRequest, { kind: "video" }>,
  options: ScoreItemsOptions & ScoredWith,
): Promise<Answer> {
  const { scorers, past } = options;
  const spoken = request.spoken && await readSource(request.spoken, options);
  const clip = await readClip(request.path, { ffmpeg: await scorers.ffmpeg() });
  const scorer = await scorers.clips();
  const realText = scorer.kind === scorers.textKind ? undefined : scorers.text;
  return await scoreClip(itemName(request), { clip, spoken, scorer, realText, past });
}
