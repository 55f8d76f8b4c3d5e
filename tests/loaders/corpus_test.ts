import assert from "assert";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { HEADER, idOf, withFiles } from "./dataset/_csv_files.ts";

Deno.test("loadCorpus() loads the real data set where there is one", async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => `${i},${idOf(i)},1,2,words\n`).join("");
  const corpus = await withFiles(
    { "train_set.csv": `${HEADER}\n${rows}` },
    (dataset) => loadCorpus({ dataset }),
  );
  assert.equal(corpus.kind, "real");
  assert.equal(corpus.name, "1,200 real videos");
  assert.equal(corpus.videos[1199]?.videoId, idOf(1199));
});

Deno.test("loadCorpus() generates the sample corpus elsewhere", async () => {
  const corpus = await loadCorpus({});
  assert.ok(corpus.kind === "sample");
  assert.equal(corpus.name, "sample corpus of 240 videos");
  assert.equal(corpus.videos.length, 240);
  assert.ok(corpus.videos.every(({ words }) => words.length > 0));
});
