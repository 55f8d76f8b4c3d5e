import type { Answer } from "lib/scoring/answer.ts";
import { prepareText } from "lib/scoring/prepare_text.ts";
import type { SpokenText } from "lib/scoring/read_source.ts";
import { textCautions } from "lib/scoring/text_cautions.ts";
import type { TextScorer } from "lib/scoring/text_scorer.ts";

/** Scores what is said, and says how far to trust it. */
export async function scoreText(
  item: string,
  { spoken, scorer }: { readonly spoken: SpokenText; readonly scorer: TextScorer },
): Promise<Extract<Answer, { kind: "scored" }>> {
  const { text, cautions } = prepareText(spoken.text);
  const finding = await scorer.score(text);
  const { neighbours } = finding;
  const knownShare = scorer.knownShare(text);
  return {
    kind: "scored",
    item,
    finding,
    cautions: [...cautions, ...textCautions(text, { knownShare, neighbours })],
    text,
  };
}
