import assert from "assert";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { averaged } from "lib/heads/views/averaged.ts";
import { concatenated } from "lib/heads/views/concatenated.ts";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { forEachCombination } from "lib/heads/views/for_each_combination.ts";
import type { Head } from "lib/heads/head.ts";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { mean } from "lib/heads/mean.ts";
import { onView } from "lib/heads/views/on_view.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { stacked } from "lib/heads/views/stacked.ts";
import { standardised } from "lib/heads/standardised.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { scoredByCause } from "lib/loaders/sample/scored_by_cause.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { explainedBeyond } from "lib/metrics/explained_beyond.ts";
import { pairedDifference } from "lib/metrics/paired_difference.ts";
import { TARGETS } from "lib/targets.ts";
import type { Prediction, Sequences, Target, Views } from "lib/types.ts";
import { sampleFrameStats, sampleLogMelStats } from "../../encoders/_sample_sequences.ts";

const { videos } = createSampleCorpus();
const groups = videos.map(({ channelId }) => channelId);
const folds = groupKFold(groups, { folds: 12 });

const MODALITIES = ["words", "pictures", "sound"] as const;
const HEADS = {
  words: ridge({ alpha: 2 }),
  pictures: pooled(ridge({ alpha: 1 })),
  sound: pooled(standardised(ridge({ alpha: 100 })), { statistics: ["mean"] }),
};
const FUSION = forEachCombination(concatenated({
  alpha: 2,
  scaling: { sound: { standardise: true, statistics: ["mean"] } },
}));

/** Which clips to predict and from what. */
interface Trial {
  readonly pictures: Sequences;
  readonly sound: Sequences;
  readonly scored?: readonly SampleVideo[];
  /** Changes the views of a fold with these training rows. */
  readonly change?: (views: Views, train: readonly number[]) => Views;
}

async function readClips(): Promise<Trial> {
  return { pictures: await sampleFrameStats(videos), sound: await sampleLogMelStats(videos) };
}

/** Every channel predicted from the other eleven, whose texts alone say how words are weighed. */
async function predictChannels(head: Head<Views>, trial: Trial): Promise<Prediction[]> {
  const { pictures, sound, scored = videos, change = (views) => views } = trial;
  return await crossValidate(head, {
    async features(train): Promise<Views> {
      const tfidf = fitTfidf(train.map((row) => videos[row]!.transcript));
      const words = await tfidf.encode(videos.map(({ transcript }) => transcript));
      const views = { words, pictures, sound };
      const all = { kind: "views", rows: videos.length, views, present: {}, groups } as const;
      return change(all, train);
    },
    videos: scored,
    folds,
  });
}

/** R² above the training mean's. */
async function explained(head: Head<Views>, trial: Trial): Promise<Record<Target, number>> {
  const baseline = await predictChannels(onView("words", mean()), trial);
  return explainedBeyond(baseline, await predictChannels(head, trial));
}

/** Scores shuffled within channels, which nothing explains, reached more than this 6 times in 360. */
const CHANCE = 0.03;

Deno.test("onView() explains 80% of its own modality's share on unseen channels, and nothing of the others'", async () => {
  const clips = await readClips();
  for (const modality of MODALITIES) {
    const head = onView(modality, HEADS[modality]);
    const ofScores = await explained(head, clips);
    for (const target of TARGETS) {
      const share = ofScores[target] / SAMPLE_SHARES[target][modality];
      assert.ok(share > 0.8 && share < 1.05, `${modality}, ${target}: ${share}`);
    }
    for (const other of MODALITIES.filter((name) => name !== modality)) {
      const ofOther = await explained(head, { ...clips, scored: scoredByCause(videos, other) });
      for (const target of TARGETS) {
        assert.ok(ofOther[target] < CHANCE, `${modality} of ${other}: ${ofOther[target]}`);
      }
    }
  }
});

Deno.test("concatenated() explains 90% of what the modalities carry together on unseen channels", async () => {
  const ofScores = await explained(FUSION, await readClips());
  for (const target of TARGETS) {
    const together = MODALITIES.reduce((sum, name) => sum + SAMPLE_SHARES[target][name], 0);
    const share = ofScores[target] / together;
    assert.ok(share > 0.9 && share < 1.05, `${target}: ${share}`);
  }
});

Deno.test("concatenated() and stacked() beat the best modality beyond chance on unseen channels", async () => {
  const clips = await readClips();
  const alone = await Array.fromAsync(
    MODALITIES,
    (modality) => predictChannels(onView(modality, HEADS[modality]), clips),
  );
  const first = alone.toSorted((a, b) => averagedMse(a) - averagedMse(b))[0]!;
  for (const head of [FUSION, stacked(HEADS)]) {
    const second = await predictChannels(head, clips);
    const gain = pairedDifference({ first, second }, { groups, seed: 1 });
    assert.ok(gain.low > 0.004, `${head.name}: ${JSON.stringify(gain)}`);
  }
});

Deno.test("fusion heads predict clips without a modality as well as if trained without it", async () => {
  const clips = await readClips();
  for (const head of [FUSION, stacked(HEADS), averaged(HEADS)]) {
    for (const modality of MODALITIES) {
      const lost = (views: Views, train: readonly number[]) =>
        hideViews(views, [modality], { except: train });
      const never = (views: Views) => hideViews(views, [modality]);
      const removed = averagedMse(await predictChannels(head, { ...clips, change: lost }));
      const without = averagedMse(await predictChannels(head, { ...clips, change: never }));
      const text = `${head.name} without ${modality}: ${removed} against ${without}`;
      assert.ok(removed <= without * 1.05, text);
    }
  }
});
