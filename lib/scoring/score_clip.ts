import type { Answer } from "lib/scoring/answer.ts";
import type { ClipScorer } from "lib/scoring/clips/clip_scorer.ts";
import { prepareSpoken } from "lib/scoring/reading/prepare_spoken.ts";
import type { ReadClip } from "lib/scoring/reading/read_clip.ts";
import type { SpokenText } from "lib/scoring/reading/read_source.ts";
import type { ScoredWith } from "lib/scoring/scored.ts";
import { scoreText } from "lib/scoring/score_text.ts";
import type { TextScorer } from "lib/scoring/text/text_scorer.ts";

/** What `scoreClip` scores by. */
export interface ScoreClipOptions extends ScoredWith {
  readonly clip: ReadClip;
  readonly spoken?: SpokenText;
  readonly scorer: ClipScorer;
  /** Opens a scorer that knows real videos where the clip model knows invented ones. */
  readonly realText?: () => Promise<TextScorer>;
}

type ScoredAnswer = Extract<Answer, { kind: "scored" }>;

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
export async function scoreClip(item: string, options: ScoreClipOptions): Promise<ScoredAnswer> {
  const { clip, spoken, scorer, realText, past } = options;
  if (spoken && realText) {
    const scored = await scoreText(item, { spoken, scorer: await realText(), past });
    const { finding: beside } = await scorer.score(clip);
    return { ...scored, beside, cautions: [...clip.cautions, ...scored.cautions, INVENTED] };
  }
  const prepared = spoken && prepareSpoken(spoken);
  const { text, words } = prepared ?? {};
  const scored = await scorer.score(
    { ...clip, text, words },
    { past: realText ? undefined : past },
  );
  const cautions = [
    ...(past && realText ? [PAST_LEFT_OUT] : []),
    ...clip.cautions,
    ...(prepared?.cautions ?? [NO_WORDS]),
    ...scored.cautions,
  ];
  return { kind: "scored", item, finding: scored.finding, cautions, text, ...(words && { words }) };
}
