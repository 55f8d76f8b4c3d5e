import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { type KnownVideos, learnedFrom } from "lib/scoring/known_videos.ts";
import type { TextModelOptions } from "lib/scoring/text/text_model.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";

/** Counted up whenever the same videos give another model, or it is kept in another form. */
export const TEXT_MODEL_VERSION = 2;

/** What the text model shrinks by on videos of a kind. */
export function textModelOptions(
  { kind }: Pick<KnownVideos, "kind">,
): Required<TextModelOptions> {
  return { minDf: 2, alpha: kind === "sample" ? 2 : 1 };
}

/** What tells a fitted text model from its neighbours. */
export function textModelKey(
  known: KnownVideos,
  encoder?: Pick<TextEncoder, "identity">,
): FolderKey {
  const { minDf, alpha } = textModelOptions(known);
  return {
    name: "text",
    identity: {
      version: TEXT_MODEL_VERSION,
      minDf,
      alpha,
      encoder: encoder?.identity,
      ...learnedFrom(known),
    },
  };
}
