import assert from "assert";
import { type AlignedFeatures, alignFeatures } from "lib/encoders/aligned_features.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { hideModality } from "lib/encoders/hide_modality.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { hashedWords } from "lib/encoders/text/hashed_words.ts";
import { encodeWords } from "lib/encoders/text/word_vectors.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { standardised } from "lib/heads/standardised.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { scoredByCause } from "lib/loaders/sample/scored_by_cause.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { explainedBeyond } from "lib/metrics/explained_beyond.ts";
import { mse } from "lib/metrics/regression.ts";
import { targetMatrix } from "lib/targets.ts";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import type { Sequences, Video } from "lib/types.ts";
import { sampleFrameStats, sampleLogMelStats } from "../../encoders/_sample_sequences.ts";

await loadTensorFlow({ backend: "wasm" });

const { videos } = createSampleCorpus();
const [fold] = groupKFold(videos.map(({ channelId }) => channelId), { folds: 3 });
const words = hashedWords();
const columnsOf = { visual: frameStats.columns, text: words.columns, audio: logMelStats.columns };
const features = await readFeatures();

/** What the clips show, say and sound like twice a second, without any model's weights. */
async function readFeatures(): Promise<AlignedFeatures> {
  const pictures = await sampleFrameStats(videos);
  const sound = await sampleLogMelStats(videos);
  const clips = await Promise.all(videos.map(async (video, row) => {
    const spoken = await encodeWords(video.words.map(({ text }) => text), words);
    return {
      videoId: video.videoId,
      visual: pictures.items[row]!,
      text: { words: video.words, ...spoken },
      audio: sound.items[row]!,
    };
  }));
  return alignFeatures(clips, { columns: columnsOf, fps: 2 });
}

/** Predicts four channels from the other eight. */
function predictUnseen(head: Head<Sequences>, trial: {
  readonly features: Sequences;
  readonly videos: readonly Video[];
}) {
  return fitAndPredict(head, { ...trial, fitOn: fold!.train, predictOn: fold!.test });
}

/** Share of the planted interaction that a head explains beyond the training mean. */
async function explainedInteraction(head: Head<Sequences>): Promise<number> {
  const trial = { features, videos: scoredByCause(videos, "interaction") };
  const baseline = await predictUnseen(pooled(mean()), trial);
  return explainedBeyond(baseline, await predictUnseen(head, trial)).virality;
}

Deno.test("crossAttention() sees what the cue means under each shape, in real pictures", async () => {
  const explained = await explainedInteraction(crossAttention({ columnsOf }));
  assert.ok(explained > 0.7, `${explained}`);
});

Deno.test("attentionPooling() sees what the cue means under each shape, less well", async () => {
  const options = { columnsOf, whiten: ["visual", "audio"], weightDecay: 1, batchRows: 8 };
  const explained = await explainedInteraction(attentionPooling(options));
  assert.ok(explained > 0.2, `${explained}`);
});

Deno.test("pooled() cannot see what the cue means under each shape", async () => {
  for (const alpha of [1, 100, 10_000]) {
    const explained = await explainedInteraction(pooled(standardised(ridge({ alpha }))));
    assert.ok(explained < 0.03, `alpha ${alpha}: ${explained}`);
  }
});

Deno.test("crossAttention() without pictures is no worse than one trained without them", async () => {
  const head = crossAttention({ columnsOf, epochs: 30 });
  const blind = hideModality(features, "visual");
  const targets = targetMatrix(videos);
  const errorWithoutPictures = async (training: AlignedFeatures) => {
    const { train, test } = fold!;
    const fitted = await head.fit(selectRows(training, train), selectRows(targets, train));
    const predicted = await fitted.predict(selectRows(blind, test));
    return mse([...predicted.data], [...selectRows(targets, test).data]);
  };
  const missed = await errorWithoutPictures(features);
  const never = await errorWithoutPictures(blind);
  assert.ok(missed <= 1.05 * never, `${missed} against ${never}`);
});
