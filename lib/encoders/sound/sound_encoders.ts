import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import { openWhisperEncoder } from "lib/encoders/sound/whisper_encoder.ts";
import { findModel, type ModelPlaces } from "lib/loaders/models/find_model.ts";
import { SOUND_ENCODER } from "lib/loaders/models/model_needs.ts";

/** Short names of sound encoders and the ONNX models of the hub that they stand for. */
export const NAMED_SOUND_MODELS: Readonly<Record<string, string>> = {
  "whisper-tiny": "Xenova/whisper-tiny",
  "whisper-base": "Xenova/whisper-base",
  "whisper-small": "Xenova/whisper-small",
};

/**
 * Opens a sound encoder by name: `log-mel-stats`, one of `NAMED_SOUND_MODELS`, or any Whisper model by
 * its hub name, `organisation/name` or `organisation/name@revision`.
 *
 * @throws {RangeError} when the name is neither
 * @throws {ModelError} when the model's files do not get here
 */
export async function openSoundEncoder(
  name: string,
  { settings }: { settings: ModelPlaces },
): Promise<SoundEncoder> {
  if (name === logMelStats.name) return logMelStats;
  const id = NAMED_SOUND_MODELS[name] ?? name;
  if (!id.includes("/")) {
    throw new RangeError(
      `Cannot open the sound encoder ${JSON.stringify(name)}: expected ${logMelStats.name}, ` +
        `${Object.keys(NAMED_SOUND_MODELS).join(", ")} or a Whisper model of the hub as ` +
        "organisation/name",
    );
  }
  return await openWhisperEncoder(await findModel(id, settings, { needs: SOUND_ENCODER }));
}
