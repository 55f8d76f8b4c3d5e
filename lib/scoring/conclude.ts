import { fitConformal } from "lib/metrics/conformal.ts";
import type { Finding } from "lib/scoring/answer.ts";
import { heldOutFacts } from "lib/scoring/held_out.ts";
import { type KnownVideos, unseenGroup } from "lib/scoring/known_videos.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { targetAnswers } from "lib/scoring/target_answers.ts";
import { type PastScores, withPast } from "lib/scoring/with_past.ts";
import type { Scores } from "lib/types.ts";

/** What a prediction is set against. */
export interface ConcludeOptions {
  readonly known: KnownVideos;
  /** What tables call the model. */
  readonly model: string;
  readonly measured: Measured;
  /** Videos of the same channel whose scores are known, if any were given. */
  readonly past?: readonly PastScores[];
}

/** A prediction in 0..1 with its intervals, its place among known videos and what it rests on. */
export function conclude(
  base: Scores,
  { known, model, measured, past }: ConcludeOptions,
): Pick<Finding, "scores" | "moved" | "facts"> {
  const corrected = past && withPast(base, { past, measured });
  const { predictions, groups } = corrected?.heldOut ?? measured.unseen;
  const intervals = fitConformal(predictions, { groups });
  const scores = known.videos.map(({ scores }) => scores);
  return {
    scores: targetAnswers(corrected?.predicted ?? base, { intervals, known: scores }),
    ...(corrected && { moved: points(corrected.moved) }),
    facts: {
      model,
      data: known.name,
      kind: known.kind,
      intervals: corrected
        ? `a new video of a ${nameOf(known)} of which ${past!.length} past videos are known`
        : unseenGroup(known),
      heldOut: [...measured.facts, ...(corrected ? [heldOutFacts(corrected.heldOut)] : [])],
    },
  };
}

/** Real channels are not named in all data. */
function nameOf({ groupsName }: KnownVideos): string {
  return groupsName === "channels" ? "channel" : "channel (runs of neighbouring videos stand in)";
}

function points({ virality, engagement }: Scores): Scores {
  return { virality: 100 * virality, engagement: 100 * engagement };
}
