import assert from "assert";
import { join } from "node:path";
import { embedSounds } from "lib/encoders/sound/embed_sounds.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { openFeatureStore } from "lib/encoders/store.ts";
import { pooled } from "lib/heads/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { standardised } from "lib/heads/standardised.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { settings } from "lib/settings.ts";
import { TARGETS } from "lib/targets.ts";
import type { Sequences } from "lib/types.ts";
import { explained, scoredBy } from "../_explained.ts";

const { videos } = createSampleCorpus();

/** Statistics of all sample clips' sound at two rows a second; clips and statistics stay cached. */
async function readSequences(): Promise<Sequences> {
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  const folder = join(settings.cache, "sample-clips");
  const clips = await renderSampleClips(videos, { folder, ffmpeg });
  const extraction = { encoder: logMelStats, fps: 2, reuseBelow: 0 };
  const store = await openFeatureStore(join(clips.folder, "features"), extraction);
  for await (const { kind } of embedSounds(clips.files, { ...extraction, store, ffmpeg })) {
    assert.ok(kind === "encoded" || kind === "done before", kind);
  }
  const items = await Promise.all(
    videos.map(async ({ videoId }) => (await store.read(videoId)).embeddings),
  );
  return { kind: "sequences", rows: items.length, columns: logMelStats.columns, items };
}

/** What shuffled words reached by chance stayed below this, within channels, in 40 draws. */
const CHANCE = 0.03;

Deno.test("logMelStats explains 80% of the sound's share on unseen channels, and nothing of the others'", async () => {
  const features = await readSequences();
  const head = pooled(standardised(ridge({ alpha: 100 })), { statistics: ["mean"] });
  const ofScores = await explained({ features, videos, head });
  for (const target of TARGETS) {
    const share = ofScores[target] / SAMPLE_SHARES[target].sound;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
  for (const cause of ["words", "pictures"] as const) {
    const ofOther = await explained({ features, videos: scoredBy(videos, cause), head });
    for (const target of TARGETS) {
      assert.ok(ofOther[target] < CHANCE, `${cause}, ${target}: ${ofOther[target]}`);
    }
  }
});
