import assert from "assert";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { scoredByCause } from "lib/loaders/sample/scored_by_cause.ts";
import { TARGETS } from "lib/targets.ts";

Deno.test("scoredByCause() keeps one cause's components, mean 0 and variance 1, and the rest", () => {
  const { videos } = createSampleCorpus();
  const scored = scoredByCause(videos, "words");
  for (const target of TARGETS) {
    const values = scored.map(({ scores }) => scores[target]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 1e-9 && Math.abs(variance - 1) < 1e-9, `${mean} ${variance}`);
    assert.equal(values[7], videos[7]!.recipe.components[target].words);
  }
  assert.deepEqual({ ...scored[7], scores: videos[7]!.scores }, videos[7]);
});
