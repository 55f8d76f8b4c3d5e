import assert from "assert";
import fc from "fast-check";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { ridge } from "lib/heads/ridge.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import {
  CUE_WORD,
  MARKER_PAIRS,
  MARKER_WORDS,
  SAMPLE_PARAMETERS,
} from "lib/loaders/sample/sample_recipe.ts";
import { CAUSES, SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { r2 } from "lib/metrics/regression.ts";
import { digestOf } from "lib/storage/digest.ts";
import { targetMatrix, TARGETS } from "lib/targets.ts";
import type { Features, Target } from "lib/types.ts";

const { videos } = createSampleCorpus();

/** Seeds and sizes that a corpus can have. */
const anyCorpus = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  channels: fc.integer({ min: 4, max: 8 }),
  videosPerChannel: fc.integer({ min: 11, max: 16 }),
}).map((options) => createSampleCorpus(options).videos);

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const middle = averageOf(values);
  return averageOf(values.map((value) => (value - middle) ** 2));
}

function correlation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [averageOf(first), averageOf(second)];
  const covariance = averageOf(first.map((value, i) => (value - a) * (second[i]! - b)));
  return covariance / Math.sqrt(varianceOf(first) * varianceOf(second));
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${actual} is not ${expected} ± ${tolerance}`,
  );
}

/** SHA-256 of videos with nine decimals of every number, which all machines agree on. */
function digestOfRounded(corpus: readonly SampleVideo[]): string {
  const round = (_: string, value: unknown) =>
    typeof value === "number" ? Number(value.toFixed(9)) : value;
  return digestOf(JSON.parse(JSON.stringify(corpus, round)));
}

/** The digest of the videos that `createSampleCorpus` gives by default. */
const CORPUS = "08782bdcd912220567f70ddb3d0abb48984ad7e82573803a4c1692bbcf18e415";

Deno.test("createSampleCorpus() gives the videos that committed results were made from", () => {
  assert.equal(
    digestOfRounded(videos),
    CORPUS,
    "the sample corpus has changed: if that was meant, put its new digest here and run again " +
      "the notebooks that show it, whose numbers were made from the older one",
  );
});

Deno.test("createSampleCorpus() gives the same corpus for the same seed and another for another", () => {
  const [same, other] = [20260, 1].map((seed) => digestOf(createSampleCorpus({ seed }).videos));
  assert.equal(same, digestOf(videos));
  assert.notEqual(other, same);
});

Deno.test("createSampleCorpus() depends on nothing that was generated before", () => {
  createSampleCorpus({ seed: 3, channels: 4, videosPerChannel: 15 });
  assert.equal(digestOf(createSampleCorpus().videos), digestOf(videos));
});

Deno.test("createSampleCorpus() gives 20 videos to each of 12 channels, in rows by channel and date", () => {
  assert.equal(videos.length, 240);
  assert.deepEqual(videos.map(({ row }) => row), [...videos.keys()]);
  assert.equal(new Set(videos.map(({ channelId }) => channelId)).size, 12);
  for (const [row, video] of videos.entries()) {
    assert.equal(video.channelId, videos[row - row % 20]!.channelId);
    assert.match(video.publishedAt, /^2025-\d\d-\d\d$/);
    if (row % 20 > 0) assert.ok(videos[row - 1]!.publishedAt < video.publishedAt);
  }
});

Deno.test("createSampleCorpus() gives each video an id of its own and a transcript of its own", () => {
  assert.ok(videos.every(({ videoId }) => /^[A-Za-z0-9_-]{11}$/.test(videoId)));
  assert.equal(new Set(videos.map(({ videoId }) => videoId)).size, 240);
  assert.equal(new Set(videos.map(({ transcript }) => transcript)).size, 240);
});

Deno.test("createSampleCorpus() times words in order, apart, and within the clip", () => {
  fc.assert(
    fc.property(anyCorpus, (corpus) => {
      for (const { words, transcript, recipe } of corpus) {
        assert.equal(words.map(({ text }) => text).join(" "), transcript);
        assert.ok(words.length >= 20 && words.length <= 160);
        assert.ok(recipe.durationMs >= 8000 && recipe.durationMs <= 20000);
        for (const [i, word] of words.entries()) {
          assert.ok((words[i - 1]?.endMs ?? 0) <= word.startMs && word.startMs < word.endMs);
          assert.ok(word.endMs <= recipe.durationMs);
        }
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("createSampleCorpus() varies how fast is spoken and pauses after sentences", () => {
  const rates = videos.map(({ words, recipe }) => words.length / recipe.durationMs * 1000);
  assert.ok(Math.min(...rates) < 3 && Math.max(...rates) > 4.5);
  const pauses = videos.flatMap(({ words }) =>
    words.slice(1).map((word, i) => ({
      afterSentence: /[.?]$/.test(words[i]!.text),
      ms: word.startMs - words[i]!.endMs,
    }))
  );
  const averagePause = (afterSentence: boolean) =>
    averageOf(pauses.filter((p) => p.afterSentence === afterSentence).map(({ ms }) => ms));
  assert.ok(averagePause(true) > 3 * averagePause(false));
});

Deno.test("createSampleCorpus() gives each cause its share of the planted scores' variance", () => {
  fc.assert(
    fc.property(anyCorpus, (corpus) => {
      for (const target of TARGETS) {
        const planted = corpus.map(({ recipe }) => recipe.planted[target]);
        for (const cause of CAUSES) {
          const component = corpus.map(({ recipe }) => recipe.components[target][cause]);
          near(averageOf(component), 0, 1e-9);
          near(varianceOf(component), 1, 1e-9);
          near(correlation(component, planted) ** 2, SAMPLE_SHARES[target][cause], 1e-6);
        }
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("createSampleCorpus() makes the causes uncorrelated, and all but the channel's within channels", () => {
  for (const target of TARGETS) {
    const componentOf = (cause: typeof CAUSES[number]) =>
      //
      videos.map(({ recipe }) => recipe.components[target][cause]);
    for (const [i, cause] of CAUSES.entries()) {
      for (const other of CAUSES.slice(i + 1)) {
        near(correlation(componentOf(cause), componentOf(other)), 0, 1e-9);
      }
      for (let first = 0; first < 240; first += 20) {
        const own = componentOf(cause).slice(first, first + 20);
        if (cause === "channel") assert.equal(new Set(own).size, 1);
        else near(averageOf(own), 0, 1e-9);
      }
    }
  }
});

Deno.test("createSampleCorpus() makes the words component linear in the presence of marker words", () => {
  for (const target of TARGETS) {
    const sums = videos.map(({ transcript }) => {
      const said = new Set(transcript.toLowerCase().match(/[a-z]+/g));
      return Object.entries(MARKER_WORDS)
        .reduce((sum, [word, loadings]) => sum + (said.has(word) ? loadings[target] : 0), 0);
    });
    near(correlation(sums, videos.map((v) => v.recipe.components[target].words)), 1, 1e-9);
  }
});

Deno.test("createSampleCorpus() says one marker word of each pair", () => {
  for (const { transcript, recipe } of videos) {
    const said = new Set(transcript.toLowerCase().match(/[a-z]+/g));
    const markers = MARKER_PAIRS.flatMap((pair) => pair.filter((word) => said.has(word)));
    assert.equal(markers.length, MARKER_PAIRS.length);
    assert.deepEqual(recipe.markers, markers);
  }
});

Deno.test("createSampleCorpus() makes pictures and sound components linear in a clip's parameters", () => {
  for (const target of TARGETS) {
    for (const cause of ["pictures", "sound"] as const) {
      const sums = videos.map(({ recipe }) => {
        const values: Record<string, number> = { ...recipe.sound };
        for (const name of ["warmth", "brightness", "motion"] as const) {
          values[name] = recipe.pictures[name];
        }
        return Object.entries(SAMPLE_PARAMETERS).filter(([, p]) => p.cause === cause).reduce(
          (sum, [name, { spread, loadings }]) => sum + loadings[target] * values[name]! / spread,
          0,
        );
      });
      near(correlation(sums, videos.map((v) => v.recipe.components[target][cause])), 1, 1e-9);
    }
  }
});

Deno.test("createSampleCorpus() cuts scenes without gaps whose colours average to the clip's", () => {
  for (const { recipe: { pictures, durationMs } } of videos) {
    assert.equal(pictures.scenes[0]?.startMs, 0);
    assert.equal(pictures.scenes.at(-1)?.endMs, durationMs);
    const totals = [0, 0, 0];
    for (const [i, { startMs, endMs, colour }] of pictures.scenes.entries()) {
      if (i > 0) assert.equal(startMs, pictures.scenes[i - 1]!.endMs);
      assert.ok(colour.every((channel) => channel >= 0 && channel <= 1));
      colour.forEach((channel, c) => totals[c]! += channel * (endMs - startMs) / durationMs);
    }
    near(totals[0]! - totals[2]!, pictures.warmth, 1e-9);
    near(averageOf(totals), pictures.brightness, 1e-9);
    assert.ok(pictures.motion > 0);
  }
});

Deno.test("createSampleCorpus() shows a star under the cue to raise scores and a ring to lower them", () => {
  fc.assert(
    fc.property(anyCorpus, (corpus) => {
      for (const { words, recipe: { cues, coincidence, pictures, durationMs } } of corpus) {
        assert.deepEqual(cues, words.filter(({ text }) => text.toLowerCase() === CUE_WORD));
        const under = pictures.shapes.filter(({ startMs, endMs }) =>
          cues.some((cue) => cue.startMs < endMs && cue.endMs > startMs)
        );
        assert.equal(under.length, Math.abs(coincidence));
        for (const { kind, startMs, endMs } of under) {
          assert.equal(kind, coincidence === 1 ? "star" : "ring");
          assert.ok(cues.every((cue) => cue.startMs >= startMs && cue.endMs <= endMs));
        }
        const [first, second] = pictures.shapes;
        if (!first || !second) continue;
        assert.ok(0 <= first.startMs && first.endMs <= second.startMs);
        assert.ok(second.endMs <= durationMs && first.kind !== second.kind);
        assert.equal(first.endMs - first.startMs, second.endMs - second.startMs);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("createSampleCorpus() hides the interaction from words and shapes alone", () => {
  const interaction = videos.map(({ recipe }) => recipe.components.virality.interaction);
  const marginals: Record<string, (video: SampleVideo) => number> = {
    "cue said": ({ recipe }) => recipe.cues.length,
    "cue said early": ({ recipe }) => (recipe.cues[0]?.startMs ?? 0) / recipe.durationMs,
    "shapes shown": ({ recipe }) => recipe.pictures.shapes.length,
    "star shown for": ({ recipe: { pictures: { shapes }, durationMs } }) =>
      shapes.filter(({ kind }) => kind === "star")
        .reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / durationMs, 0),
    "star shown first": ({ recipe }) => Number(recipe.pictures.shapes[0]?.kind === "star"),
  };
  for (const [name, marginal] of Object.entries(marginals)) {
    const values = videos.map(marginal);
    assert.ok(varianceOf(values) > 0.001, name);
    assert.ok(Math.abs(correlation(values, interaction)) < 0.1, name);
  }
});

Deno.test("createSampleCorpus() computes scores from counts by the formulas, within 1e-3 of the plan", () => {
  for (const { scores, counts, recipe } of videos) {
    const { views, likes, comments, subscribers, day0Views, day0Subscribers } = counts;
    assert.ok(Object.values(counts).every((count) => Number.isInteger(count) && count > 0));
    assert.ok(day0Views < views);
    // The scores 0 and 1 stand for a raw virality of 0.4 and 4.4, an engagement of 0.01 and 0.13.
    near(scores.virality, (day0Views / day0Subscribers + views / subscribers - 0.4) / 4, 1e-9);
    near(scores.engagement, ((likes + comments) / views - 0.01) / 0.12, 1e-9);
    for (const target of TARGETS) near(scores[target], recipe.planted[target], 1e-3);
  }
});

Deno.test("createSampleCorpus() keeps scores inside 0..1 with the stated mean and deviation", () => {
  fc.assert(
    fc.property(anyCorpus, (corpus) => {
      for (const target of TARGETS) {
        const scores = corpus.map((video) => video.scores[target]);
        assert.ok(Math.min(...scores) > 0 && Math.max(...scores) < 1);
        near(averageOf(scores), 0.5, 1e-4);
        assert.ok(Math.sqrt(varianceOf(scores)) < 0.1451);
      }
    }),
    { numRuns: 20 },
  );
  near(Math.sqrt(varianceOf(videos.map(({ scores }) => scores.virality))), 0.145, 1e-4);
});

Deno.test("createSampleCorpus() says what size it cannot do", () => {
  const wrong = [[1, 100], [12, 1], [7, 6], [2.5, 40], [NaN, 20]] as const;
  for (const [channels, videosPerChannel] of wrong) {
    assert.throws(() => createSampleCorpus({ channels, videosPerChannel }), {
      name: "RangeError",
      message: "Cannot generate a sample corpus with uncorrelated causes: expected at least 2 " +
        "channels of at least 6 videos and channels * (videosPerChannel - 1) >= 40, got " +
        `${channels} channels of ${videosPerChannel} videos`,
    });
  }
  assert.equal(createSampleCorpus({ channels: 8, videosPerChannel: 6 }).videos.length, 48);
  assert.equal(createSampleCorpus({ channels: 2, videosPerChannel: 21 }).videos.length, 42);
});

/** R² above the training mean's for each target, each channel predicted from the other eleven. */
async function explainedOnUnseenChannels(
  encode: (rows: readonly number[]) => (rows: readonly number[]) => Promise<Features>,
  head: Head,
): Promise<Record<Target, number>> {
  const at = (rows: readonly number[]) => targetMatrix(rows.map((row) => videos[row]!));
  const folds = groupKFold(videos.map(({ channelId }) => channelId), { folds: 12 });
  const order = folds.flatMap(({ test }) => test);
  const predictions = { model: [] as number[], mean: [] as number[] };
  for (const { train, test } of folds) {
    const encodeRows = encode(train);
    const [features, unseen] = [await encodeRows(train), await encodeRows(test)];
    for (const [name, candidate] of [["model", head], ["mean", mean()]] as const) {
      const fitted = await candidate.fit(features, at(train));
      predictions[name].push(...(await fitted.predict(unseen)).data);
    }
  }
  const explained = (column: number) => {
    const own = (values: ArrayLike<number>) =>
      Array.from(values).filter((_, i) => i % 2 === column);
    const actual = own(at(order).data);
    return r2(own(predictions.model), actual) - r2(own(predictions.mean), actual);
  };
  return { virality: explained(0), engagement: explained(1) };
}

Deno.test("createSampleCorpus() lets TF-IDF ridge explain 80% of the words' share on unseen channels", async () => {
  const texts = (rows: readonly number[]) => rows.map((row) => videos[row]!.transcript);
  const explained = await explainedOnUnseenChannels((train) => {
    const tfidf = fitTfidf(texts(train));
    return (rows) => tfidf.encode(texts(rows));
  }, ridge({ alpha: 2 }));
  for (const target of TARGETS) {
    const share = explained[target] / SAMPLE_SHARES[target].words;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
});

Deno.test("createSampleCorpus() lets pictures and sound explain 80% of theirs on unseen channels", async () => {
  const parts = {
    pictures: ({ recipe: { pictures } }: SampleVideo) => [
      pictures.warmth / 0.1,
      pictures.brightness / 0.07,
      pictures.motion / 0.15,
    ],
    sound: ({ recipe: { sound } }: SampleVideo) => [
      sound.loudnessDb / 3.5,
      sound.pitchSemitones / 3,
      sound.tempoBpm / 14,
    ],
  };
  for (const cause of ["pictures", "sound"] as const) {
    const encode = (rows: readonly number[]) => {
      const data = Float64Array.from(rows.flatMap((row) => parts[cause](videos[row]!)));
      return Promise.resolve({ kind: "dense" as const, rows: rows.length, columns: 3, data });
    };
    const explained = await explainedOnUnseenChannels(() => encode, ridge({ alpha: 1 }));
    for (const target of TARGETS) {
      const share = explained[target] / SAMPLE_SHARES[target][cause];
      assert.ok(share > 0.8 && share < 1.05, `${cause}, ${target}: ${share}`);
    }
  }
});
