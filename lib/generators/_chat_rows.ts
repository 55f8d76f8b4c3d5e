import type { ChatPrediction } from "lib/generators/_combine_samples.ts";
import { predictionsOf } from "lib/targets.ts";
import type { Prediction, Scores, Video } from "lib/types.ts";

/** One way to read one model's answers, with a prediction for each video. */
export interface ChatRow {
  /** The model's name and how its answers are read. */
  readonly model: string;
  /** The model as it comes is the baseline of the tuned one. */
  readonly role: "baseline" | "model";
  readonly predictions: readonly Prediction[];
  /** Videos for which the stand-in was taken. */
  readonly missing: number;
}

/** What rows are made with. */
export interface ChatRowOptions extends Pick<ChatRow, "role"> {
  readonly name: string;
  readonly videos: readonly Video[];
  /** Answers a video, k. */
  readonly samples: number;
  /** What is taken where a model gives no usable answer about a video. */
  readonly standIn: Scores;
}

/** Rows of one answer, the mean of all and the tokens' probabilities, where at least one video has them. */
export function chatRows(
  predictions: readonly ChatPrediction[],
  { name, role, videos, samples, standIn }: ChatRowOptions,
): ChatRow[] {
  const byId = new Map(predictions.map((it) => [it.videoId, it]));
  return readingsOf(samples).flatMap(([reading, read]) => {
    const found = videos.map(({ videoId }) => {
      const prediction = byId.get(videoId);
      return prediction && read(prediction);
    });
    const missing = found.filter((it) => it === undefined).length;
    if (missing === videos.length) return [];
    const filled = predictionsOf(videos, found.map((it) => it ?? standIn));
    return [{ model: `${name}, ${reading}`, role, predictions: filled, missing }];
  });
}

function readingsOf(samples: number): [string, (it: ChatPrediction) => Scores | undefined][] {
  return [
    ["one answer", ({ samples: [first] }) => first],
    [`mean of ${samples}`, ({ predicted }) => predicted],
    ["token probabilities", ({ expectation }) => expectation?.scores],
  ];
}
