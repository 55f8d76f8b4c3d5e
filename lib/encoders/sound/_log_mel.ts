import { type Tensor, WhisperFeatureExtractor } from "@huggingface/transformers";

/** The fields of Whisper's `preprocessor_config.json` that decide its log-mel spectrogram. */
export interface LogMelConfig {
  /** Mel bands. */
  readonly feature_size: number;
  /** Samples a second. */
  readonly sampling_rate: number;
  /** Samples a spectrum is computed of. */
  readonly n_fft: number;
  /** Samples from one spectrum to the next. */
  readonly hop_length: number;
  /** Samples of a whole input. */
  readonly n_samples: number;
  /** Spectra of a whole input. */
  readonly nb_max_frames: number;
}

/** A log-mel spectrogram [bands, frames], row-major. */
export interface LogMel {
  readonly bands: number;
  readonly frames: number;
  readonly data: Float32Array;
}

/**
 * Prepares Whisper's log-mel spectrogram, `(max(log10(power), loudest - 8) + 4) / 4`, over slaney
 * mel bands; sound is filled up with silence, or cut, to `samples` samples.
 */
export function openLogMel(
  config: LogMelConfig,
): (sound: Float32Array, samples: number) => Promise<LogMel> {
  const extractor = new WhisperFeatureExtractor({ ...config });
  return async (sound, samples) => {
    const { input_features: features }: { input_features: Tensor } = await extractor._call(sound, {
      max_length: samples,
    });
    const [, bands = 0, frames = 0] = features.dims; // [1, bands, frames]
    return { bands, frames, data: features.data as Float32Array };
  };
}
