import assert from "assert";
import { join } from "node:path";
import { scoreWithGpt2 } from "lib/generators/score_with_gpt2.ts";
import type { ScoreWithGpt2Options } from "lib/generators/score_with_gpt2_options.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { createGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { createGpt2, disposeGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { trainByteLevelBpe } from "lib/training/transformers/train_byte_level_bpe.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";
import { tinyConfig } from "../training/transformers/_tiny_config.ts";

await loadTensorFlow({ backend: "cpu" });

const VIDEOS = ["cats cats", "dogs dogs", "a cat", "a dog", "cats and dogs"]
  .map((transcript) => ({ transcript }));
const WORDING =
  "Transcript of a short video: Its virality engagement on a scale from to cats dogs and ";
const tokenizer = createGpt2Tokenizer(
  trainByteLevelBpe([WORDING.repeat(2)], { vocabSize: 300 }),
);
const SIZES = { vocabSize: 300, hiddenSize: 8, maxPositions: 48 };
const config = tinyConfig(SIZES);
const model = createGpt2(config, 1);

const SAMPLES = 2;
/** Answers that are read for each video, each of both scores. */
const DRAWS = 2 * SAMPLES;
const OPTIONS = {
  ...{ tokenizer, samples: SAMPLES, seed: 1, label: "Tiny" },
  ...{ expects: true, leastProbability: 1e-3 },
} as const;

interface Asking extends Partial<ScoreWithGpt2Options> {
  readonly folder: string;
  readonly videos?: readonly { readonly transcript: string }[];
  readonly weights?: typeof model;
  /** Videos after which the process is as good as killed. @default Infinity */
  readonly killAfter?: number;
}

/** Asks, and counts the videos asked about by the answers that are decoded. */
async function ask(
  { videos = VIDEOS, weights = model, killAfter = Infinity, ...options }: Asking,
) {
  let decoded = 0;
  const counting: typeof tokenizer = {
    ...tokenizer,
    decode(ids) {
      if (decoded === killAfter * DRAWS) throw new Error("killed");
      decoded++;
      return tokenizer.decode(ids);
    },
  };
  const asked = scoreWithGpt2(weights, videos, { ...OPTIONS, tokenizer: counting, ...options });
  const answers = await asked.catch((error: Error) => {
    if (error.message !== "killed") throw error;
  });
  return { answers, videos: decoded / (2 * (options.samples ?? SAMPLES)) };
}

/** The folders of kept answers, and the journal in the only one. */
async function keptIn(folder: string) {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  const path = join(folder, names[0]!, "journal.jsonl");
  return { names, path, journal: await Deno.readTextFile(path) };
}

Deno.test("scoreWithGpt2() stopped after any video asks the rest, and keeps the same bytes", () =>
  inFolder(async (folder) => {
    const whole = await ask({ folder: join(folder, "whole") });
    assert.equal(whole.videos, 5);
    const { journal, names } = await keptIn(join(folder, "whole"));
    assert.match(names.join(), /^Tiny-[0-9a-f]{12}$/);
    assert.equal(journal.trim().split("\n").length, 5);
    for (const killAfter of [0, 1, 2, 4]) {
      const place = join(folder, `${killAfter}`);
      assert.equal((await ask({ folder: place, killAfter })).answers, undefined);
      const again = await ask({ folder: place });
      assert.equal(again.videos, 5 - killAfter);
      assert.deepEqual(again.answers, whole.answers);
      assert.equal((await keptIn(place)).journal, journal);
    }
  }));

Deno.test("scoreWithGpt2() keeps the answers that it gives without a folder, and reads them", () =>
  inFolder(async (folder) => {
    const answers = await scoreWithGpt2(model, VIDEOS, OPTIONS);
    const [first, second] = [await ask({ folder }), await ask({ folder })];
    assert.deepEqual([first.answers, second.answers], [answers, answers]);
    assert.deepEqual([first.videos, second.videos], [5, 0]);
  }));

Deno.test("scoreWithGpt2() asks anew about a video of another text or place, and about no other", () =>
  inFolder(async (folder) => {
    await ask({ folder, videos: VIDEOS.slice(0, 3) });
    assert.equal((await ask({ folder })).videos, 2);
    const other = VIDEOS.with(1, { transcript: "dogs" });
    const asked = await ask({ folder, videos: other });
    assert.equal(asked.videos, 1);
    assert.deepEqual(asked.answers, await scoreWithGpt2(model, other, OPTIONS));
    assert.equal((await ask({ folder, videos: VIDEOS.toReversed() })).videos, 4); // the third stays
    assert.equal((await keptIn(folder)).names.length, 1);
  }));

Deno.test("scoreWithGpt2() keeps answers apart by all that decides them", () =>
  inFolder(async (folder) => {
    await ask({ folder });
    const others: Partial<Asking>[] = [
      ...[{ samples: 3 }, { seed: 2 }, { temperature: 0.5 }, { topK: 9 }, { topP: 0.5 }],
      ...[{ expects: false }, { leastProbability: 0.5 }, { weights: createGpt2(config, 2) }],
      { weights: { ...model, config: { ...config, layerNormEpsilon: 1e-3 } } },
    ];
    for (const other of others) {
      assert.equal((await ask({ folder, ...other })).videos, 5, JSON.stringify(Object.keys(other)));
    }
    assert.equal((await keptIn(folder)).names.length, 1 + others.length);
    const alike = { temperature: 1, topK: Infinity, topP: 1, leastProbability: 1e-3 };
    assert.equal((await ask({ folder, ...alike })).videos, 0);
  }));

/** What can happen to a journal, and how many of its five lines are lost by it. */
const DAMAGES: Readonly<Record<string, [(text: string) => string, number]>> = {
  "is cut within its last line": [(text) => text.slice(0, -9), 1],
  "lacks its last line's end": [(text) => text.slice(0, -1), 1],
  "has an altered byte": [
    (text) => text.replace(/("row":2.*?)"scores"/, '$1"scoreZ"'),
    1,
  ],
  "has a broken line": [(text) => text.replace('{"row":1,', '{"row":'), 1],
  "has two damaged lines": [
    (text) => text.replace('"row":0', '"row":4').replace('w":3', 'w":7'),
    2,
  ],
  "is empty": [() => "", 5],
  "is of zeros": [(text) => "\0".repeat(text.length), 5],
};

for (const [what, [damage, lost]] of Object.entries(DAMAGES)) {
  Deno.test(`scoreWithGpt2() asks again what is lost where its journal ${what}`, () =>
    inFolder(async (folder) => {
      const { answers } = await ask({ folder });
      const { path, journal } = await keptIn(folder);
      const damaged = damage(journal);
      assert.notEqual(damaged, journal);
      await Deno.writeTextFile(path, damaged);
      const again = await ask({ folder });
      assert.deepEqual(again, { answers, videos: lost });
      assert.deepEqual(await ask({ folder }), { answers, videos: 0 });
    }));
}

Deno.test("scoreWithGpt2() asked the same twice at once asks once", () =>
  inFolder(async (folder) => {
    const [one, other] = await Promise.all([ask({ folder }), ask({ folder })]);
    assert.deepEqual(one.answers, other.answers);
    assert.deepEqual([one.videos, other.videos].sort(), [0, 5]);
  }));

Deno.test("scoreWithGpt2() gives its answers where nothing can be kept", () =>
  inFolder(async (folder) => {
    const file = join(folder, "a file");
    await Deno.writeTextFile(file, "");
    const answers = await scoreWithGpt2(model, VIDEOS, OPTIONS);
    assert.deepEqual(await ask({ folder: file }), { answers, videos: 5 });
  }));

testWithDisk(
  "scoreWithGpt2() reads and asks on a read-only disk and on a full one",
  async (disk) => {
    const { folder } = disk;
    const { answers } = await ask({ folder, killAfter: 3 }).then(() =>
      ask({ folder: `${folder}/two` })
    );
    await disk.fill();
    assert.deepEqual(await ask({ folder }), { answers, videos: 2 });
    await disk.makeWritable();
    assert.deepEqual(await ask({ folder }), { answers, videos: 2 });
    const { path, journal } = await keptIn(folder);
    await Deno.writeTextFile(path, journal.replace('"row":2', '"row":7'));
    await disk.makeReadOnly();
    assert.deepEqual(await ask({ folder }), { answers, videos: 1 });
    await disk.makeWritable();
    assert.deepEqual(await ask({ folder }), { answers, videos: 1 });
    assert.deepEqual(await ask({ folder }), { answers, videos: 0 });
  },
);

Deno.test("scoreWithGpt2() stopped and gone on with leaves no tensor and no lock behind", () =>
  inFolder(async (folder) => {
    const before = tf.memory().numTensors;
    await ask({ folder, killAfter: 2 });
    await ask({ folder });
    assert.equal(tf.memory().numTensors, before);
    assert.equal((await keptIn(folder)).names.length, 1);
  }));

Deno.test("GPT2_ASKING_VERSION 1 stands for these answers", async () => {
  const drawing = createGpt2(tinyConfig({ ...SIZES, initializerRange: 0.3 }), 3);
  const asked = { ...OPTIONS, samples: 4, temperature: 0.7, topK: 20 };
  const [answers] = await scoreWithGpt2(drawing, VIDEOS.slice(0, 1), asked);
  const { scores, unusable, exact } = answers!.virality;
  assert.deepEqual({ scores, unusable, noScore: exact!.noScore.toFixed(4) }, {
    scores: [],
    unusable: [":\x06O Its\x7f", ".", "\ufffd\ufffdtt\x03", "\ufffd\ufffd\x06\ufffdE"],
    noScore: "0.9956",
  });
  disposeGpt2(drawing);
});
