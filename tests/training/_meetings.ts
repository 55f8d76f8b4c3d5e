import { createGenerator } from "lib/random.ts";
import type { LabelledSequences } from "lib/training/sequences/attention_options.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Columns of `plantMeetings`'s rows. */
export const MEETING_COLUMNS = { visual: 2, text: 3 } as const;

/** Sequences in which a word counts by what is seen while it is said. */
export interface Meetings extends LabelledSequences {
  /** The frame in which the cue is said, one a sequence. */
  readonly cues: readonly number[];
  /** What the cue adds to each target, 1 or -1. */
  readonly together: readonly number[];
}

/**
 * Draws sequences of 8 to 14 rows whose target is a picture's number, plus a speaker's, plus 1 where
 * the cue is said under one shape and -1 under the other, each shape being shown for half of the rows.
 *
 * Visual: the shape, 1 or -1, and the picture's number, with a little noise. Text, 0 in every third row
 * or so: whether the cue is said, whether another word is, and the speaker's number.
 */
export function plantMeetings(rows: number, seed: number): Meetings {
  const generator = createGenerator(seed);
  const drawn = Array.from({ length: rows }, () => {
    const frames = 8 + 2 * generator.integer(3);
    const [cue, first] = [generator.integer(frames - 1), generator.uniform() < 0.5 ? 1 : -1];
    const [picture, speaker] = [generator.normal(), generator.normal()];
    const shapeAt = (frame: number) => frame < frames / 2 ? first : -first;
    const values = Array.from({ length: frames }, (_, frame) => {
      const noise = () => 0.1 * generator.normal();
      const said = frame === cue ? [1, 0, speaker] : [0, 1, speaker];
      const silent = frame !== cue && generator.uniform() < 1 / 3;
      return [shapeAt(frame) + noise(), picture + noise(), ...(silent ? [0, 0, 0] : said)];
    });
    const item: DenseMatrix = {
      kind: "dense",
      rows: frames,
      columns: 5,
      data: Float32Array.from(values.flat()),
    };
    const together = shapeAt(cue);
    return { item, cue, together, target: picture + speaker + together };
  });
  const targets = Float64Array.from(drawn, ({ target }) => target);
  return {
    features: { kind: "sequences", rows, columns: 5, items: drawn.map(({ item }) => item) },
    targets: { kind: "dense", rows, columns: 1, data: targets },
    cues: drawn.map(({ cue }) => cue),
    together: drawn.map(({ together }) => together),
  };
}
