import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { PastVideo } from "lib/loaders/dataset/history.ts";
import type { Answer } from "lib/scoring/answer.ts";
import { InputError } from "lib/scoring/reading/check_input_file.ts";
import { readChannelHistory } from "lib/scoring/reading/read_channel_history.ts";
import { readClip } from "lib/scoring/reading/read_clip.ts";
import {
  itemName,
  readSource,
  type SpokenText,
  type TextSource,
} from "lib/scoring/reading/read_source.ts";
import type { ScoreOptions, Scorer } from "lib/scoring/scorer.ts";

/** One thing to score; a clip may come with what is said in it. */
export type ScoreRequest =
  | TextSource
  | { readonly kind: "video"; readonly path: string; readonly spoken?: TextSource };

/** Scorers and what they read with; each is opened when an item first needs it. */
export interface Scorers {
  text(): Promise<Scorer>;
  clips(): Promise<Scorer>;
  /** Where the words' scores come from; of other videos than the clips' where these are invented. */
  readonly textKind: Scorer["kind"];
  ffmpeg(): Promise<Ffmpeg>;
}

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
  const read = history === undefined
    ? undefined
    : await orRefusal(history, () => readChannelHistory(history));
  if (read && isRefused(read)) yield read;
  const past = read && !isRefused(read) ? read : undefined;
  for (const request of requests) {
    const answer = await orRefusal(
      itemName(request),
      () => scoreItem(request, { ...options, past }),
    );
    const lacksHistory = history !== undefined && !past && answer.kind === "scored";
    yield lacksHistory ? { ...answer, cautions: [NO_HISTORY, ...answer.cautions] } : answer;
  }
}

const NO_HISTORY = "The channel's past videos could not be read: it counts as an unknown channel.";

type Refused = Extract<Answer, { kind: "refused" }>;
type ScoredAnswer = Extract<Answer, { kind: "scored" }>;

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

type ItemOptions = ScoreItemsOptions & ScoreOptions;

async function scoreItem(request: ScoreRequest, options: ItemOptions): Promise<ScoredAnswer> {
  return request.kind === "video"
    ? await scoreClip(request, options)
    : await scoreText(request, options);
}

async function scoreText(request: TextSource, options: ItemOptions): Promise<ScoredAnswer> {
  const spoken = await readSource(request, options);
  return await scoreSpoken(itemName(request), { spoken, options });
}

async function scoreSpoken(
  item: string,
  { spoken: { text, words, warnings }, options: { scorers, past } }: {
    readonly spoken: SpokenText;
    readonly options: ItemOptions;
  },
): Promise<ScoredAnswer> {
  const scorer = await scorers.text();
  const { finding, warnings: others } = await scorer.score({ text, words }, { past });
  const cautions = [...warnings, ...others];
  return { kind: "scored", item, finding, cautions, text, ...(words && { words }) };
}

const INVENTED = "No real clips were found to learn from: what is said of its pictures and sound " +
  "comes from invented sample clips, and says nothing sure of real ones.";
const NO_WORDS = "It came without a transcript or captions: its words, which say most, were not " +
  "looked at.";
const PAST_LEFT_OUT = "The channel's past videos were left out: the scores were learned from " +
  "invented clips, which real ones' scores cannot correct.";

/**
 * Scores a clip by its words, pictures and sound together where all were learned from the same
 * videos; else by its words alone, with what invented clips say of the rest beside it.
 */
async function scoreClip(
  request: Extract<ScoreRequest, { kind: "video" }>,
  options: ItemOptions,
): Promise<ScoredAnswer> {
  const { scorers, past } = options;
  const item = itemName(request);
  const spoken = request.spoken && await readSource(request.spoken, options);
  const { warnings, ...clip } = await readClip(request.path, { ffmpeg: await scorers.ffmpeg() });
  const scorer = await scorers.clips();
  const isInvented = scorer.kind !== scorers.textKind;
  if (spoken && isInvented) {
    const scored = await scoreSpoken(item, { spoken, options });
    const { finding: beside } = await scorer.score(clip);
    return { ...scored, beside, cautions: [...warnings, ...scored.cautions, INVENTED] };
  }
  const { text, words } = spoken ?? {};
  const scored = await scorer.score(
    { ...clip, text, words },
    { past: isInvented ? undefined : past },
  );
  const cautions = [
    ...(past && isInvented ? [PAST_LEFT_OUT] : []),
    ...warnings,
    ...(spoken?.warnings ?? [NO_WORDS]),
    ...scored.warnings,
  ];
  return { kind: "scored", item, finding: scored.finding, cautions, text, ...(words && { words }) };
}
