import assert from "assert";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { scoredByCause } from "lib/loaders/sample/scored_by_cause.ts";
import { TARGETS } from "lib/targets.ts";
import { explained } from "../_explained.ts";
import { sampleFrameStats } from "../_sample_sequences.ts";

const { videos } = createSampleCorpus();

Deno.test("frameStats explains 80% of the pictures' share on unseen channels, and nothing of the words'", async () => {
  const features = await sampleFrameStats(videos);
  const head = pooled(ridge({ alpha: 1 }));
  const ofScores = await explained({ features, videos, head });
  for (const target of TARGETS) {
    const share = ofScores[target] / SAMPLE_SHARES[target].pictures;
    assert.ok(share > 0.8 && share < 1.05, `${target}: ${share}`);
  }
  const ofWords = await explained({ features, videos: scoredByCause(videos, "words"), head });
  for (const target of TARGETS) assert.ok(ofWords[target] < 0.01, `${target}: ${ofWords[target]}`);
});
