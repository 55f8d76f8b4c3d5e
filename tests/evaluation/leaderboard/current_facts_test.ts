import assert from "assert";
import { join } from "node:path";
import { currentData, GPT_SAMPLE } from "lib/evaluation/leaderboard/current_data.ts";
import { readFacts } from "lib/evaluation/leaderboard/current_facts.ts";
import { recordFinished } from "lib/evaluation/predictions/finished_notebooks.ts";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { digestOfVideos } from "lib/loaders/videos_digest.ts";
import { settings } from "lib/settings.ts";
import { inFolder } from "../../_in_folder.ts";
import { shipped } from "../../loaders/clips/_clips.ts";
import { CODE, CODE_DIGEST, writeNotebooks } from "../_saved.ts";

const CSV = `,video_id,virality_score_%,engagement_score_%,transcript
0,aaaaaaaaaaa,10,20,one
1,bbbbbbbbbbb,30,40,two
2,ccccccccccc,50,60,three
`;

/** A data set of three videos, of which one has a clip. */
async function writeData(folder: string) {
  const [dataset, videos] = [join(folder, "data"), join(folder, "clips")];
  for (const path of [dataset, videos]) await Deno.mkdir(path);
  await Deno.writeTextFile(join(dataset, "videos_and_scores.csv"), CSV);
  await Deno.writeTextFile(join(videos, "video_bbbbbbbbbbb.mp4"), "");
  return { dataset, videos };
}

Deno.test("currentData() is of all that notebooks read of the real data set", () =>
  inFolder(async (folder) => {
    const real = await writeData(folder);
    const corpus = await loadCorpus(real);
    const clips = await loadClipCorpus({ ...real, cache: folder }, { ffmpeg: shipped });
    assert.deepEqual(clips.videos.map(({ videoId }) => videoId), ["bbbbbbbbbbb"]);
    assert.deepEqual(
      [...await currentData({ ...real, profile: "standard" })],
      [corpus.videos, clips.videos].map(digestOfVideos),
    );
    assert.deepEqual(
      [...await currentData({ dataset: real.dataset, profile: "standard" })],
      [corpus.videos, createSampleCorpus().videos].map(digestOfVideos),
    );
  }));

Deno.test("currentData() in the profile sample is of both sample corpora", async () => {
  assert.deepEqual(
    [...await currentData({ profile: "sample" })],
    [createSampleCorpus(), createSampleCorpus(GPT_SAMPLE)].map(({ videos }) =>
      digestOfVideos(videos)
    ),
  );
});

Deno.test("GPT_SAMPLE is what the notebook on GPT generates", async () => {
  const path = join(settings.root, "notebooks", "GPT (Textual Autoregressive).ipynb");
  const text = await Deno.readTextFile(path);
  assert.match(text, /createSampleCorpus\(\{ channels: config\.channels \}\)/);
  assert.match(text, new RegExp(`channels: ${GPT_SAMPLE.channels},`));
});

Deno.test("readFacts() finds the notebooks that save, their digests and what is finished", () =>
  inFolder(async (folder) => {
    const notebooks = join(folder, "notebooks");
    await writeNotebooks(notebooks, {
      Leaderboard: CODE,
      "Baselines (Textual)": CODE,
      "Split Datasets": 'import { savePredictions } from "lib/anywhere.ts";',
      Other: `const a = 1;\nfor (const b of [a]) await savePredictions(b, c);`,
    });
    const finished = { notebook: "Other", digest: "o" };
    for (const it of [finished, { notebook: "Leaderboard", digest: "l" }]) {
      await recordFinished(it, { folder });
    }
    const training = { trainer: 2, recipes: "recipes" };
    const facts = await readFacts(
      { ...await writeData(folder), profile: "standard", root: folder },
      { folder, training, asking: "Leaderboard" },
    );
    assert.deepEqual(facts.saving, ["Baselines (Textual)", "Other"]);
    assert.deepEqual([...facts.notebooks.keys()].sort(), [
      "Baselines (Textual)",
      "Leaderboard",
      "Other",
      "Split Datasets",
    ]);
    assert.equal(facts.notebooks.get("Baselines (Textual)"), CODE_DIGEST);
    assert.notEqual(facts.notebooks.get("Other"), CODE_DIGEST);
    assert.deepEqual([...facts.finished], [["Other", { ...finished, notMade: [] }]]);
    assert.equal(facts.data.size, 2);
    assert.deepEqual(facts.training, training);
  }));
