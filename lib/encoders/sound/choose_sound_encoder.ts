import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import { openSoundEncoder } from "lib/encoders/sound/sound_encoders.ts";
import { whyMissing } from "lib/loaders/models/model_error.ts";
import type { Settings } from "lib/settings.ts";

/** Encoders that a notebook may want, as text calls them. */
const LABELS = {
  "whisper-tiny": "Whisper tiny",
  "whisper-base": "Whisper base",
  "whisper-small": "Whisper small",
} as const;

const STAND_IN_LABEL = "Log-mel statistics";

/** The encoder that a run uses. */
export interface ChosenSoundEncoder {
  readonly encoder: SoundEncoder;
  /** What tables and graphs call it; a stand-in is never called by the name of what it stands for. */
  readonly label: string;
  /** Whether it is the one that was wanted. */
  readonly isWanted: boolean;
  /** What stands in for what, why, and how to get the one that was wanted. */
  readonly sentence: string;
}

/** What `chooseSoundEncoder` chooses by. */
export interface ChooseSoundEncoderOptions {
  readonly settings: Settings;
  /** How an encoder is opened by name. @default openSoundEncoder */
  readonly open?: typeof openSoundEncoder;
}

/**
 * Opens the wanted encoder, or the stand-in that the profile allows, and says which it is.
 *
 * The profile sample takes `logMelStats`, which has no weights; standard falls back to it where
 * weights lie nowhere or the hub is out of reach; full takes nothing but what was wanted.
 *
 * @throws {ModelError} when weights are there and do not get here, such as for trouble at the hub; in
 * the profile full also when they lie nowhere
 */
export async function chooseSoundEncoder(
  wanted: keyof typeof LABELS,
  { settings, open = openSoundEncoder }: ChooseSoundEncoderOptions,
): Promise<ChosenSoundEncoder> {
  const label = LABELS[wanted];
  if (settings.profile === "sample") {
    return standIn(`The profile sample uses no pretrained weights, so not those of ${label}.`);
  }
  try {
    const encoder = await open(wanted, { settings });
    return { encoder, label, isWanted: true, sentence: `The encoder is ${label}.` };
  } catch (error) {
    const why = whyMissing(error, `The weights of ${label}`);
    if (settings.profile === "full" || why === undefined) throw error;
    return standIn(why);
  }
}

function standIn(why: string): ChosenSoundEncoder {
  const sentence = `${why} Its stand-in here: ${STAND_IN_LABEL}.`;
  return { encoder: logMelStats, label: STAND_IN_LABEL, isWanted: false, sentence };
}
