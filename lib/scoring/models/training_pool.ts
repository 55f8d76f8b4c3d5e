import { type LearningRows, learningRows } from "lib/evaluation/protocol.ts";
import type { Corpus } from "lib/loaders/corpus.ts";
import { digestOf } from "lib/storage/digest.ts";
import { TARGETS } from "lib/targets.ts";
import type { Video } from "lib/types.ts";

/** Videos whose scores may be learned from: all but the random split's test side. */
export interface TrainingPool extends LearningRows {
  readonly kind: Corpus["kind"];
  /** As answers name it, with its number of videos. */
  readonly name: string;
  readonly videos: readonly Video[];
}

/** Takes the videos to learn from out of a corpus; the test side stays unopened. */
export function trainingPool(corpus: Pick<Corpus, "kind" | "name" | "videos">): TrainingPool {
  const learning = learningRows(corpus.videos);
  const { rows } = learning;
  const the = corpus.kind === "sample" ? "the " : "";
  return {
    ...learning,
    kind: corpus.kind,
    name: `${rows.length.toLocaleString("en-US")} of ${the}${corpus.name}`,
    videos: rows.map((row) => corpus.videos[row]!),
  };
}

/** All of a pool that decides what is learned from it, for the key of a kept model. */
export function poolIdentity(pool: TrainingPool): Readonly<Record<string, unknown>> {
  const { kind, videos, groups, groupName, randomFold: { train, test } } = pool;
  const learned = videos.map(({ videoId, transcript, scores }) => [
    videoId,
    transcript,
    TARGETS.map((target) => scores[target]),
  ]);
  return {
    corpus: kind,
    targets: TARGETS,
    videos: digestOf(learned),
    groups: digestOf(groups),
    groupsName: groupName,
    randomFold: digestOf({ train, test }),
  };
}
