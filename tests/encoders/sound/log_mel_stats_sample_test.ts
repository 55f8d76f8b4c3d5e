import assert from "assert";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { standardised } from "lib/heads/standardised.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { scoredByCause } from "lib/loaders/sample/scored_by_cause.ts";
import { TARGETS } from "lib/targets.ts";
import { explained } from "../_explained.ts";
import { sampleLogMelStats } from "../_sample_sequences.ts";

const { videos } = createSampleCorpus();

/** What shuffled words reached by chance stayed below this, within channels, in 40 draws. */
const CHANCE = 0.03;

Deno.test("logMelStats explains 80% of the sound's share on unseen channels, and nothing of the others'", async () => {
  const features = await sampleLogMelStats(videos);
  const head = pooled(standardised(ridge({ alpha: 100 })), { statistics: ["mean"] });
  const ofScores = await explained({ features, videos, head });
  for (const target of TARGETS) {
    const share = ofScores[target] / SAMPLE_SHARES[target].sound;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
  for (const cause of ["words", "pictures"] as const) {
    const ofOther = await explained({ features, videos: scoredByCause(videos, cause), head });
    for (const target of TARGETS) {
      assert.ok(ofOther[target] < CHANCE, `${cause}, ${target}: ${ofOther[target]}`);
    }
  }
});
