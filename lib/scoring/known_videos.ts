import type { Corpus } from "lib/loaders/corpus.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { unseenChannelSplit } from "lib/loaders/splits/unseen_channel_split.ts";
import { digestOf } from "lib/storage/digest.ts";
import { TARGETS } from "lib/targets.ts";
import type { TrainTest, Video } from "lib/types.ts";

/** Videos whose scores are known and may be learned from: all but the random split's test side. */
export interface KnownVideos {
  readonly kind: Corpus["kind"];
  /** What they are, with their number. */
  readonly name: string;
  readonly videos: readonly Video[];
  /** Position of each in the whole corpus. */
  readonly rows: readonly number[];
  /** The channel of each, or its block of rows where channels are unknown. */
  readonly groups: readonly string[];
  /** What the groups are: "channels", "blocks of 100 rows". */
  readonly groupsName: string;
  /** The random split's training and validation side, as positions in `videos`. */
  readonly randomFold: TrainTest;
}

/** Takes the videos to learn from; the test side stays unopened. */
export function knownVideos(corpus: Pick<Corpus, "kind" | "name" | "videos">): KnownVideos {
  const { train, validation } = originalSplit(corpus.videos.length);
  const rows = [...train, ...validation].sort((a, b) => a - b);
  const positions = new Map(rows.map((row, position) => [row, position]));
  const { groups, name } = unseenChannelSplit(corpus.videos);
  return {
    kind: corpus.kind,
    name: `${rows.length.toLocaleString("en-US")} of ${
      corpus.kind === "sample" ? "the " : ""
    }${corpus.name}`,
    videos: rows.map((row) => corpus.videos[row]!),
    rows,
    groups: rows.map((row) => String(groups[row]!)),
    groupsName: name,
    randomFold: {
      train: train.map((row) => positions.get(row)!),
      test: validation.map((row) => positions.get(row)!),
    },
  };
}

/** Which videos intervals hold for that were calibrated on whole groups kept apart. */
export function unseenGroup({ groupsName }: Pick<KnownVideos, "groupsName">): string {
  const group = groupsName === "channels" ? "channel" : "run of neighbouring videos";
  return `a video of a ${group} that was not seen`;
}

/** All of the known videos that decides what is learned from them, for the key of a model. */
export function learnedFrom(known: KnownVideos): Readonly<Record<string, unknown>> {
  const { kind, videos, groups, groupsName, randomFold: { train, test } } = known;
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
    groupsName,
    randomFold: digestOf({ train, test }),
  };
}

/** What to say of scores that were learned from invented videos. */
export function inventedCautions({ kind }: Pick<KnownVideos, "kind">): string[] {
  if (kind === "real") return [];
  return ["It was learned from invented sample videos: the scores say nothing of real ones."];
}
