import { createGenerator } from "lib/random.ts";
import { type TrainingPool, trainingPool } from "lib/scoring/models/training_pool.ts";
import type { Video } from "lib/types.ts";

const WORDS = "sun dog tea run why sea old kid joy map ice fly pie bag car hat sky pen cup box"
  .split(" ");

/** Sixty videos of words drawn from twenty, in six channels; they depend on nothing that may change. */
export function goldenVideos(): TrainingPool {
  const { integer, uniform } = createGenerator(11);
  const videos = Array.from({ length: 60 }, (_, row): Video => {
    const words = Array.from({ length: 12 }, () => WORDS[integer(WORDS.length - 1)]!);
    const liked = words.filter((word) => "sun dog joy".includes(word)).length / 12;
    return {
      videoId: `golden-${row}`,
      transcript: words.join(" "),
      scores: { virality: (liked + uniform()) / 2, engagement: (1 - liked + uniform()) / 2 },
      row,
      channelId: `channel-${row % 6}`,
    };
  });
  return trainingPool({ kind: "sample", name: "60 videos", videos });
}

/** Numbers as far as all machines agree on them, for a digest. */
export function agreed(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toFixed(6));
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, agreed);
  if (Array.isArray(value)) return value.map(agreed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, agreed(field)]));
}
