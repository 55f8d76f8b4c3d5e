import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { judgeLeak, type LeakProbe } from "lib/evaluation/leaks/leak_probe.ts";
import { columnMeans } from "lib/heads/column_statistics.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { bootstrapInterval, type BootstrapOptions } from "lib/metrics/bootstrap.ts";
import type { DenseMatrix, Split, Video } from "lib/types.ts";

type Group = string | number;

/** What is guessed, and from which side of which split. */
export interface GroupProbeOptions {
  split: Split;
  /** Each video's group. */
  groups: readonly Group[];
  drawn: BootstrapOptions & { groups: readonly Group[] };
}

/**
 * Guesses a video's group as that of the training transcript with the most alike words (TF-IDF),
 * against the chance that a training video drawn at random is of its group.
 *
 * Words that give a channel away let a model learn its level instead of what makes a video succeed.
 * Where no group stands on both sides there is nothing to guess.
 */
export async function probeGroups(
  videos: readonly Video[],
  { split: { train, validation }, groups, drawn }: GroupProbeOptions,
): Promise<LeakProbe> {
  const texts = videos.map(({ transcript }) => transcript);
  const features = await fitTfidf(train.map((row) => texts[row]!)).encode(texts);
  const { kinds, indicators } = indicate(train.map((row) => groups[row]!));
  const nearest = await kNearestNeighbours({ k: 1 }).fit(selectRows(features, train), indicators);
  const guessed = await nearest.predict(selectRows(features, validation));
  const chances = columnMeans(indicators);
  const tries = validation.map((row, at) => {
    const column = kinds.indexOf(groups[row]!);
    const known = column >= 0;
    const right = known ? guessed.data[at * kinds.length + column]! : 0;
    return { row, known, right, chance: known ? chances[column]! : 0 };
  });
  return judgeTries(tries, drawn);
}

/** One validation video's group guessed. */
interface Try {
  readonly row: number;
  /** Whether its group stands in training. */
  readonly known: boolean;
  /** 1 where the guess is right, 0 where it is wrong. */
  readonly right: number;
  readonly chance: number;
}

function judgeTries(tries: readonly Try[], drawn: GroupProbeOptions["drawn"]): LeakProbe {
  const average = (of: (tried: Try) => number) =>
    tries.reduce((sum, tried) => sum + of(tried), 0) / tries.length;
  const gain = bootstrapInterval(
    (rows) => rows.reduce((sum, i) => sum + tries[i]!.right - tries[i]!.chance, 0) / rows.length,
    tries.length,
    drawn,
  );
  const [value, baseline] = [average(({ right }) => right), average(({ chance }) => chance)];
  const rows = tries.filter(({ known }) => known).map(({ row }) => row);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const sentence = rows.length === 0
    ? "No validation video's group stands in training, so words cannot give it away"
    : `Words give away the group of ${percent(value)} of the validation videos, chance that of ` +
      percent(baseline);
  const name = "group guessed from text";
  const measured = { name, measure: "accuracy", value, baseline, gain, sentence, rows } as const;
  return judgeLeak(measured, drawn.groups);
}

/** A 1 in the column of each row's group [N, K]. */
function indicate(groups: readonly Group[]): { kinds: Group[]; indicators: DenseMatrix } {
  const kinds = [...new Set(groups)];
  const data = new Float64Array(groups.length * kinds.length);
  groups.forEach((group, row) => data[row * kinds.length + kinds.indexOf(group)] = 1);
  return {
    kinds,
    indicators: { kind: "dense", rows: groups.length, columns: kinds.length, data },
  };
}
