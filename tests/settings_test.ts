import assert from "assert";
import { join } from "node:path";
import { readSettings } from "lib/settings.ts";

async function inProject(files: string[], run: (root: string) => void) {
  const root = await Deno.makeTempDir();
  try {
    for (const file of files) {
      await Deno.mkdir(join(root, file, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, file), "");
    }
    run(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("readSettings() chooses sample where no data set lies", () =>
  inProject(["data/README.md"], (root) => {
    const settings = readSettings({}, root);
    assert.equal(settings.profile, "sample");
    assert.equal(settings.dataset, undefined);
    assert.equal(settings.graphs, join(root, "graphs", "sample"));
    assert.match(
      settings.summary,
      /^Profile sample \(no data set in VIRANOVA_DATA or data\/\) · data: generated sample corpus · models: none/,
    );
  }));

Deno.test("readSettings() chooses standard where data/ holds a data set", () =>
  inProject(["data/train_set.csv", "data/models/org/name/config.json"], (root) => {
    const settings = readSettings({}, root);
    assert.equal(settings.profile, "standard");
    assert.equal(settings.dataset, join(root, "data"));
    assert.deepEqual(settings.models, [join(root, "data", "models")]);
    assert.equal(settings.graphs, join(root, "graphs"));
  }));

Deno.test("readSettings() takes relative paths from the project's folder and prefers the named models", () =>
  inProject(["corpus/videos_and_scores.csv", "weights/x", "data/models/y"], (root) => {
    const named = { VIRANOVA_DATA: "corpus", VIRANOVA_MODELS: "weights" };
    const settings = readSettings(named, root);
    assert.equal(settings.dataset, join(root, "corpus"));
    assert.deepEqual(settings.models, [join(root, "weights"), join(root, "data", "models")]);
    assert.equal(
      settings.summary,
      "Profile standard (a data set was found) · data: real data set in VIRANOVA_DATA · " +
        "models: VIRANOVA_MODELS, data/models",
    );
  }));

Deno.test("readSettings() takes clips from data/videos or the named folder", () =>
  inProject(["data/train_set.csv", "data/videos/video_a.mp4", "clips/video_a.mp4"], (root) => {
    assert.equal(readSettings({}, root).videos, join(root, "data", "videos"));
    assert.equal(readSettings({ VIRANOVA_VIDEOS: "clips" }, root).videos, join(root, "clips"));
    assert.throws(() => readSettings({ VIRANOVA_VIDEOS: "nowhere" }, root), {
      name: "NotFound",
      message: `VIRANOVA_VIDEOS: no folder at ${join(root, "nowhere")}`,
    });
    assert.throws(() => readSettings({ VIRANOVA_VIDEOS: "data/train_set.csv" }, root), {
      name: "NotFound",
      message: `VIRANOVA_VIDEOS: no folder at ${join(root, "data/train_set.csv")}`,
    });
  }));

Deno.test("readSettings() hides the data set and its clips from the sample profile", () =>
  inProject(["data/train_set.csv", "data/videos/video_a.mp4"], (root) => {
    const settings = readSettings({ VIRANOVA_PROFILE: "sample" }, root);
    assert.equal(settings.profile, "sample");
    assert.equal(settings.dataset, undefined);
    assert.equal(settings.videos, undefined);
  }));

Deno.test("readSettings() names what is wrong with the environment", () =>
  inProject(["empty/x"], (root) => {
    assert.throws(() => readSettings({ VIRANOVA_PROFILE: "fast" }, root), {
      name: "RangeError",
      message: 'VIRANOVA_PROFILE: expected one of sample, standard, full, got "fast"',
    });
    assert.throws(() => readSettings({ VIRANOVA_BACKEND: "cuda" }, root), {
      name: "RangeError",
      message: 'VIRANOVA_BACKEND: expected one of native, webgpu, wasm, cpu, got "cuda"',
    });
    assert.throws(() => readSettings({ VIRANOVA_PROFILE: "full" }, root), {
      name: "NotFound",
      message: /^Profile full needs the real data set: point VIRANOVA_DATA/,
    });
    assert.throws(() => readSettings({ VIRANOVA_MODELS: "nowhere" }, root), {
      name: "NotFound",
      message: `VIRANOVA_MODELS: no folder at ${join(root, "nowhere")}`,
    });
    assert.throws(() => readSettings({ VIRANOVA_DATA: "empty" }, root), {
      name: "NotFound",
      message: /^VIRANOVA_DATA: expected videos_and_scores.csv or train_set.csv in/,
    });
  }));
