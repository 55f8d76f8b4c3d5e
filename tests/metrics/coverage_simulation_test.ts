import assert from "assert";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import { ridge } from "lib/heads/ridge.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { kFold } from "lib/loaders/splits/k_fold.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { fitConformal } from "lib/metrics/conformal.ts";
import { coverage } from "lib/metrics/coverage.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import { settings } from "lib/settings.ts";
import { TARGETS } from "lib/targets.ts";
import type { Prediction, Video } from "lib/types.ts";

const RESAMPLES = 200;
const head = ridge({ alpha: 2 });
const average = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

async function wordsOf(videos: readonly Video[]) {
  const texts = videos.map(({ transcript }) => transcript);
  return await fitTfidf(texts, { minDf: 2 }).encode(texts);
}

/** Share of each target's scores inside their intervals. */
function covered(predictions: readonly Prediction[], intervals: ReturnType<typeof fitConformal>) {
  const shares = coverage(predictions, { intervals, seed: 0, resamples: 1 });
  return TARGETS.map((target) => shares[target].covered.value);
}

function assertCovers(shares: readonly (readonly number[])[], level: number) {
  TARGETS.forEach((target, column) => {
    const share = average(shares.map((resample) => resample[column]!));
    assert.ok(Math.abs(share - level) <= 0.02, `${target}: ${share} of ${level}`);
  });
}

Deno.test("fitConformal() covers 88 to 92% of the sample corpus's scores at level 0.9", async () => {
  const { videos } = createSampleCorpus();
  const features = await wordsOf(videos);
  const shares = await Promise.all(Array.from({ length: RESAMPLES }, async (_, seed) => {
    const order = createGenerator(seed).permutation(videos.length);
    const [fitOn, predictOn] = [order.slice(0, 120), order.slice(120)];
    const predicted = await fitAndPredict(head, { features, videos, fitOn, predictOn });
    return covered(predicted.slice(60), fitConformal(predicted.slice(0, 60)));
  }));
  assertCovers(shares, 0.9);
});

// Each resample is a sample corpus of its own, one channel of which is new and the other eleven are
// calibrated on out-of-fold: twelve channels alone hold too few resamples of channels.
Deno.test("fitConformal() covers 88 to 92% of a new channel's scores at level 0.9", async () => {
  const shares = await Promise.all(Array.from({ length: RESAMPLES }, async (_, resample) => {
    const { videos } = createSampleCorpus({ seed: deriveSeed(7, resample) });
    const features = await wordsOf(videos);
    const held = videos[(resample % 12) * 20]!.channelId;
    const rows = [...videos.keys()];
    const fitOn = rows.filter((row) => videos[row]!.channelId !== held);
    const predictOn = rows.filter((row) => videos[row]!.channelId === held);
    const known = fitOn.map((row) => videos[row]!);
    const groups = known.map(({ channelId }) => channelId);
    const calibration = await crossValidate(head, {
      features: selectRows(features, fitOn),
      videos: known,
      folds: groupKFold(groups, { folds: 4 }),
    });
    const predicted = await fitAndPredict(head, { features, videos, fitOn, predictOn });
    return covered(predicted, fitConformal(calibration, { groups }));
  }));
  assertCovers(shares, 0.9);
});

Deno.test({
  name: "fitConformal() covers 88 to 92% of the real test videos at level 0.9",
  ignore: settings.dataset === undefined, // needs the real data set
  fn: async () => {
    const videos = await loadDataset(settings.dataset!);
    const { train, validation, test } = originalSplit(videos.length);
    const fitOn = [...train, ...validation];
    const texts = videos.map(({ transcript }) => transcript);
    const features = await fitTfidf(fitOn.map((row) => texts[row]!), { minDf: 2 }).encode(texts);
    const calibration = await crossValidate(head, {
      features: selectRows(features, fitOn),
      videos: fitOn.map((row) => videos[row]!),
      folds: kFold(fitOn.length),
    });
    const predicted = await fitAndPredict(head, { features, videos, fitOn, predictOn: test });
    assertCovers([covered(predicted, fitConformal(calibration))], 0.9);
  },
});
