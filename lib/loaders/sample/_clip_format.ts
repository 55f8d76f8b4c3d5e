/** What every sample clip is made of. */
export const CLIP_FORMAT = {
  /** Pixels. */
  width: 108,
  /** Pixels. */
  height: 192,
  /** Pictures a second. */
  fps: 10,
  /** Samples of sound a second, one channel. */
  sampleRateHz: 16_000,
} as const;
