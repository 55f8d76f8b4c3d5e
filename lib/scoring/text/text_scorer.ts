import { join } from "node:path";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { conclude } from "lib/scoring/conclude.ts";
import { fitText } from "lib/scoring/text/fit_text.ts";
import { textInfluences } from "lib/scoring/influences.ts";
import { keepCard } from "lib/scoring/keep_card.ts";
import { keptOrMade } from "lib/scoring/kept_folder.ts";
import { readKeptText, roundedText, TEXT_FILE, writeKeptText } from "lib/scoring/text/kept_text.ts";
import { inventedCautions, type KnownVideos } from "lib/scoring/known_videos.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { SMALL_ENCODER } from "lib/scoring/text/open_small_encoder.ts";
import { meanScores, pastScores } from "lib/scoring/past_scores.ts";
import type { Scored, ScoredWith } from "lib/scoring/scored.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import { spokenEffects } from "lib/scoring/text/spoken_effects.ts";
import { textCautions } from "lib/scoring/text/text_cautions.ts";
import { openTextKnowledge, type TextKnowledge } from "lib/scoring/text/text_knowledge.ts";
import { textModel } from "lib/scoring/text/text_model.ts";
import { textModelKey, textModelOptions } from "lib/scoring/text/text_model_key.ts";

/** What is known beside a text itself. */
export interface TextScoredWith extends ScoredWith {
  /** Its words with their times; joined by spaces they are the text. */
  readonly words?: readonly CaptionWord[];
}

/** Scores texts by what was learned from known videos. */
export interface TextScorer {
  /** What the text scores and why. */
  score(text: string, beside?: TextScoredWith): Promise<Scored>;
}

/** What `openTextScorer` reads with and where it keeps what it learned. */
export interface TextScorerOptions {
  /** Reads meanings; without it words are counted and no more. */
  readonly encoder?: TextEncoder;
  /** `settings.cache`, or another folder. */
  readonly cache: string;
  /** The project's folder, whose commit the model's card names. */
  readonly root: string;
}

/** Fits the text model on known videos, or takes the one that was kept from an earlier time. */
export async function openTextScorer(
  known: KnownVideos,
  options: TextScorerOptions,
): Promise<TextScorer> {
  const { encoder, cache, root } = options;
  const model = textModelOptions(known);
  const { value: kept, folder } = await keptOrMade(
    join(cache, "scoring"),
    textModelKey(known, encoder),
    {
      last: TEXT_FILE,
      read: readKeptText,
      make: async () => roundedText(await fitText(known, { encoder, cache, model })),
      write: writeKeptText,
    },
  );
  const { name } = await textModel(kept.state);
  const { measured } = kept;
  const card = { model: name, reads: "transcripts", measured, madeFrom: encoder?.source };
  await keepCard(folder, () => scoringCard(known, card), { root });
  const knowledge = await openTextKnowledge(kept, { known, encoder });
  const lacking = known.kind === "real" && !encoder ? [NO_MEANING] : [];
  return {
    async score(text, beside) {
      const scored = await scoreBy(knowledge, text, { known, measured: kept.measured, ...beside });
      return { ...scored, cautions: [...lacking, ...scored.cautions] };
    },
  };
}

const NO_MEANING = `The language model ${SMALL_ENCODER} is not on disk, so words were only ` +
  `counted: put its files into data/models/${SMALL_ENCODER}, or point VIRANOVA_MODELS at a folder ` +
  "that holds it.";

interface ScoreByOptions extends TextScoredWith {
  readonly known: KnownVideos;
  readonly measured: Measured;
}

async function scoreBy(
  knowledge: TextKnowledge,
  text: string,
  { known, measured, past, words }: ScoreByOptions,
): Promise<Scored> {
  const predict = (texts: readonly string[]) => knowledge.predict(texts);
  const [predicted] = await predict([text]);
  const otherwise = meanScores(known.videos);
  const concluded = conclude(predicted!, {
    known,
    model: knowledge.name,
    measured,
    past: past && await pastScores(past, { predict, otherwise }),
  });
  const moments = words ? await spokenEffects(words, { predict }) : [];
  const influences = await textInfluences(text, { predict, words });
  const passages = moments.length > 0 ? [] : influences.passages; // moments say the same and when
  const { neighbours, familiarity } = await knowledge.place(text);
  const knownShare = knowledge.knownShare(text);
  return {
    finding: { basis: ["words"], ...concluded, ...influences, passages, moments, neighbours },
    cautions: [
      ...inventedCautions(known),
      ...textCautions(text, { knownShare, neighbours, familiarity }),
    ],
  };
}
