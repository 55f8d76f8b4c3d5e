import {
  type CaseOptions,
  type HistoryCase,
  historyCases,
} from "lib/evaluation/history/_history_cases.ts";
import {
  fitHistory,
  type FittedHistory,
  type HistoryFitting,
  residualsOf,
} from "lib/evaluation/history/fit_history.ts";
import { fitKnown } from "lib/heads/fit_known.ts";
import type { Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import {
  DEFAULT_TARGETS,
  namesOf,
  predictionsOf,
  scoresOf,
  type Target,
  targetMatrix,
} from "lib/targets.ts";
import type { DenseMatrix, Features, Prediction, TrainTest, Video } from "lib/types.ts";

/** A model, and what it makes of a channel's known scores. */
export interface HistoryModel {
  readonly name: string;
  /** Predicts a video of a channel of which nothing is known. */
  readonly head: Head;
  /** `level`: known scores move the channel's level; `likeness`: and more so for videos alike. */
  readonly learnsFrom: "nothing" | "level" | "likeness";
}

/** How a model is tried on channels that it was not fitted on. */
export interface HistoryProtocol extends CaseOptions {
  readonly videos: readonly Video[];
  /** The channel of each video, or the block that stands for it; rows are in order of publication. */
  readonly groups: readonly (string | number)[];
  /** Features of all videos [N, D], having learned from the training rows alone. */
  readonly featuresOf: (train: readonly number[]) => Promise<Features>;
  /** Rows to fit on and to predict, no group on both sides. */
  readonly folds: readonly TrainTest[];
  /** What is learned and predicted. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** What was predicted of one channel from some known videos. */
export interface HistoryDraw {
  readonly group: string;
  /** How many videos of the channel were known. */
  readonly known: number;
  readonly draw: number;
  readonly predictions: readonly Prediction[];
}

/**
 * Predicts videos of each channel from some of its known ones, by a model whose every parameter was
 * fitted on other channels; equal protocols give every model the same cases.
 *
 * @throws {RangeError} when there are fewer training groups than five
 * @throws {TypeError} when videos, groups and features differ in number
 */
export async function tryHistory(
  model: HistoryModel,
  protocol: HistoryProtocol,
): Promise<HistoryDraw[]> {
  const draws: HistoryDraw[] = [];
  for (const { train, test } of protocol.folds) {
    const features = await protocol.featuresOf(train);
    const fitted = await fitModel(model, {
      videos: train.map((row) => protocol.videos[row]!),
      groups: train.map((row) => protocol.groups[row]!),
      features: selectRows(features, train),
      targets: protocol.targets,
    });
    draws.push(...await predictFold(test, { model, protocol, features, fitted }));
  }
  return draws;
}

/** A model without history knows nothing of channels. */
type FittedModel = Pick<FittedHistory, "head"> & Partial<FittedHistory>;

async function fitModel(
  { head, learnsFrom }: HistoryModel,
  training: Pick<HistoryFitting, "videos" | "groups" | "features" | "targets">,
): Promise<FittedModel> {
  if (learnsFrom !== "nothing") {
    return await fitHistory(head, { ...training, likeness: learnsFrom === "likeness" });
  }
  const { features, videos, targets } = training;
  return { head: await fitKnown(head, { features, targets: targetMatrix(videos, targets) }) };
}

interface Fold {
  readonly model: HistoryModel;
  readonly protocol: HistoryProtocol;
  readonly features: Features;
  readonly fitted: FittedModel;
}

async function predictFold(test: readonly number[], fold: Fold): Promise<HistoryDraw[]> {
  const { protocol, features, fitted } = fold;
  const base = await fitted.head.predict(selectRows(features, test));
  const ofTest = { base, features: selectRows(features, test), rows: test };
  const channels = Map.groupBy(test.keys(), (at) => protocol.groups[test[at]!]!);
  return [...channels].flatMap(([group, positions]) =>
    historyCases(positions, protocol).map(({ known, draw, past, next }) => ({
      group: String(group),
      known,
      draw,
      predictions: predictNext({ past, next }, { ...fold, ...ofTest }),
    }))
  );
}

/** Predicts some of a fold's videos from others, all given by their positions in the fold. */
function predictNext(
  { past, next }: Pick<HistoryCase, "past" | "next">,
  { model, protocol, fitted, base, features, rows }: Fold & {
    readonly base: DenseMatrix;
    readonly rows: readonly number[];
  },
): Prediction[] {
  const videosAt = (positions: readonly number[]) =>
    positions.map((at) => protocol.videos[rows[at]!]!);
  const { targets = DEFAULT_TARGETS } = protocol;
  const predicted = selectRows(base, next);
  if (!fitted.history) return predictionsOf(videosAt(next), scoresOf(predicted, targets));
  const featuresAt = (positions: readonly number[]) =>
    model.learnsFrom === "likeness" ? { features: selectRows(features, positions) } : {};
  const known = predictionsOf(videosAt(past), scoresOf(selectRows(base, past), targets));
  const { predicted: moved } = fitted.history.predict(
    { base: predicted, ...featuresAt(next) },
    { residuals: residualsOf(known, namesOf(targets)), ...featuresAt(past) },
  );
  return predictionsOf(videosAt(next), scoresOf(moved, targets));
}
