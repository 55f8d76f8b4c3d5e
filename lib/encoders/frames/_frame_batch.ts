import type { FrameEncoder, FrameInClip } from "lib/encoders/frames/frame_encoder.ts";

/** Gathers frames of one clip after another, so that each run of the encoder is a full one. */
export interface FrameBatch<Clip> {
  /** Puts one frame in; encodes, and returns true, when that makes the batch full. */
  add(clip: Clip, item: FrameInClip): Promise<boolean>;
  /** Takes out the frames of a clip that turned out broken. */
  drop(clip: Clip): void;
  /** Encodes what is left. */
  flush(): Promise<void>;
}

/**
 * Starts an empty batch.
 *
 * @param deliver receives each frame's features [D], in the order the frames were put in
 */
export function createFrameBatch<Clip>(
  encoder: FrameEncoder,
  deliver: (clip: Clip, row: Float32Array) => void,
): FrameBatch<Clip> {
  let waiting: { clip: Clip; item: FrameInClip }[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    const { columns, data } = await encoder.encode(waiting.map(({ item }) => item));
    for (const [i, { clip }] of waiting.entries()) {
      deliver(clip, Float32Array.from(data.subarray(i * columns, (i + 1) * columns)));
    }
    waiting = [];
  };
  return {
    async add(clip, item) {
      waiting.push({ clip, item });
      if (waiting.length < encoder.batchSize) return false;
      await flush();
      return true;
    },
    drop: (clip) => {
      waiting = waiting.filter((entry) => entry.clip !== clip);
    },
    flush,
  };
}
