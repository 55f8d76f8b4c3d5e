import type { Answer } from "lib/scoring/answer.ts";
import { prepareSpoken } from "lib/scoring/reading/prepare_spoken.ts";
import type { SpokenText } from "lib/scoring/reading/read_source.ts";
import type { ScoredWith } from "lib/scoring/scored.ts";
import type { TextScorer } from "lib/scoring/text/text_scorer.ts";

/** What `scoreText` scores and by what. */
export interface ScoreTextOptions extends ScoredWith {
  readonly spoken: SpokenText;
  readonly scorer: TextScorer;
}

/** Scores what is said. */
export async function scoreText(
  item: string,
  { spoken, scorer, past }: ScoreTextOptions,
): Promise<Extract<Answer, { kind: "scored" }>> {
  const { text, words, cautions } = prepareSpoken(spoken);
  const { finding, cautions: others } = await scorer.score(text, { past, words });
  return {
    kind: "scored",
    item,
    finding,
    cautions: [...cautions, ...others],
    text,
    ...(words && { words }),
  };
}
