import assert from "assert";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { openClipModel } from "lib/scoring/models/open_clip_model.ts";
import { trainingPool } from "lib/scoring/models/training_pool.ts";
import { readClip } from "lib/scoring/reading/read_clip.ts";
import { createScorer } from "lib/scoring/scorer.ts";
import { settings } from "lib/settings.ts";
import { inFolder } from "../../_in_folder.ts";

const ffmpeg = await findFfmpeg(settings.ffmpeg);
const corpus = await loadClipCorpus({ cache: settings.cache }, { ffmpeg });
const pool = trainingPool(corpus);
const open = async (cache: string) =>
  createScorer(await openClipModel(pool, { corpus, ffmpeg, cache, root: cache }), pool);

Deno.test("openClipModel() learns what the sample corpus planted, the more the more it is shown", () =>
  inFolder(async (cache) => {
    const scorer = await open(cache);
    const test = corpus.videos.findIndex((video) => !pool.videos.includes(video));
    const clip = await readClip(corpus.files[test]!.path, { ffmpeg });
    const { transcript: text, words: spoken } = createSampleCorpus().videos[test]!;
    const words = spoken.map((word) => ({ ...word, lineStartMs: word.startMs }));
    const { finding: looks } = await scorer.score(clip);
    const { finding: all } = await scorer.score({ ...clip, text, words });
    const { finding: said } = await scorer.score({ text, words, durationMs: clip.durationMs });
    const errorOf = ({ facts }: typeof all) => facts.heldOut[1]!.mse / facts.heldOut[1]!.meanMse;
    // words explain .37 of the variance, pictures and sound .41, all together .78
    assert.ok(errorOf(all) < 0.42, `all ${errorOf(all)}`);
    assert.ok(errorOf(said) < 0.75 && errorOf(looks) < 0.75);
    assert.ok(errorOf(all) < Math.min(errorOf(said), errorOf(looks)) - 0.2);
    const width = ({ scores: { virality: { high, low } } }: typeof all) => high - low;
    assert.ok(width(all) < Math.min(width(looks), width(said)), "intervals are of the same parts");
    assert.deepEqual(looks.basis, ["pictures", "sound"]);
    assert.ok(all.moments.length >= 5 && looks.words.length === 0 && all.words.length > 0);
    const again = await open(cache);
    assert.deepEqual((await again.score({ ...clip, text, words })).finding, all);
  }));

Deno.test("openClipModel() finds a known clip by its looks, and what looks like none far off", () =>
  inFolder(async (cache) => {
    const scorer = await open(cache);
    const video = pool.videos[5]!;
    const { path } = corpus.files[video.row]!;
    const clip = await readClip(path, { ffmpeg });
    const { finding, warnings: ofKnown } = await scorer.score(clip);
    assert.equal(finding.neighbours[0]!.videoId, video.videoId);
    assert.ok(finding.neighbours[0]!.similarity > 0.9999);
    assert.ok(ofKnown.some((text) => text.includes(`this very clip (video ${video.videoId})`)));
    const white = new Float32Array(8 * frameStats.columns).fill(1);
    const pictures = { kind: "dense", rows: 8, columns: frameStats.columns, data: white } as const;
    const { warnings } = await scorer.score({ pictures, durationMs: 4000 });
    assert.ok(warnings.some((text) => text.startsWith("By its looks and sound: Far")));
  }));
