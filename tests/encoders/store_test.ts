import assert from "assert";
import { basename, join } from "node:path";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import { type Extraction, extractionKey } from "lib/encoders/extraction.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { type FeatureStore, openFeatureStore, storeIn } from "lib/encoders/store.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import { digestOfBytes } from "lib/storage/digest.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { inFolder } from "../_in_folder.ts";

const FEATURES = {
  embeddings: {
    kind: "dense",
    rows: 3,
    columns: 2,
    data: Float32Array.of(1, -2, 0.1, 3e-8, 5, 6),
  },
  timestampsMs: Float64Array.of(0, 100, 200),
  attributes: { encoder: "an/encoder f32", fps: 10 },
} as const;

const EXTRACTION = {
  encoder: { name: "an/encoder f32", identity: { weights: "sha256:1" } },
  fps: 10,
  reuseBelow: 0,
  ffmpeg: { version: "7.1" },
};

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name)).sort();

/** Writes features of a clip as an encoder does. */
async function encode(store: FeatureStore, video: VideoFile, features: ClipFeatures = FEATURES) {
  const attributes = { ...features.attributes, ...await store.sourceOf(video) };
  await store.write(video.videoId, { ...features, attributes });
}

async function clipIn(folder: string, videoId = "-a_1", content = "pictures"): Promise<VideoFile> {
  const path = join(folder, `video_${videoId}.mp4`);
  await Deno.writeTextFile(path, content);
  return { videoId, path };
}

Deno.test("openFeatureStore() gives back what was written, and what it was made of", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    const video = await clipIn(folder);
    assert.equal(await store.has(video), false);
    await encode(store, video);
    assert.equal(await store.has(video), true);
    const source = {
      source: "video_-a_1.mp4",
      sourceSha256: digestOfBytes(new TextEncoder().encode("pictures")),
    };
    const attributes = { ...FEATURES.attributes, ...source };
    assert.deepEqual(await store.read("-a_1"), { ...FEATURES, attributes });
    assert.deepEqual(await namesIn(store.folder), ["embeddings_-a_1.h5", "identity.json"]);
  }));

Deno.test("openFeatureStore() takes a clip for finished as long as its content is the same", () =>
  inFolder(async (folder) => {
    const video = await clipIn(folder);
    await encode(await openFeatureStore(folder, EXTRACTION), video);
    await clipIn(folder, video.videoId, "other pictures");
    assert.equal(await (await openFeatureStore(folder, EXTRACTION)).has(video), false);
    await clipIn(folder, video.videoId, "pictures"); // the first one again
    assert.equal(await (await openFeatureStore(folder, EXTRACTION)).has(video), true);
    await Deno.remove(video.path); // nothing contradicts the features then
    assert.equal(await (await openFeatureStore(folder, EXTRACTION)).has(video), true);
  }));

Deno.test("openFeatureStore() does not take features of a clip that was replaced meanwhile", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    const video = await clipIn(folder);
    const attributes = await store.sourceOf(video);
    await clipIn(folder, video.videoId, "replaced while it was read");
    await store.write(video.videoId, { ...FEATURES, attributes });
    assert.equal(await store.has(video), false);
  }));

Deno.test("openFeatureStore() leaves what is no readable file to whoever decodes it", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    const source = { source: "video_x.mp4" };
    const path = join(folder, "video_x.mp4");
    assert.deepEqual(await store.sourceOf({ videoId: "x", path }), source);
    await Deno.mkdir(path);
    assert.deepEqual(await store.sourceOf({ videoId: "x", path }), source);
  }));

Deno.test("openFeatureStore() sets damaged features aside, of whatever damage, to have them made again", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    const video = await clipIn(folder);
    await encode(store, video);
    const path = join(store.folder, "embeddings_-a_1.h5");
    const whole = await Deno.readFile(path);
    const foreign = await Deno.readFile(
      join(import.meta.dirname!, "..", "fixtures", "h5py_embeddings.h5"),
    );
    const damages = [
      whole.subarray(0, whole.length / 2),
      new Uint8Array(),
      whole.with(whole.length - 9, whole.at(-9)! ^ 1),
      new TextEncoder().encode("<html>"),
      foreign, // it may be somebody's, and is not lost
    ];
    for (const [i, bytes] of damages.entries()) {
      await Deno.writeFile(path, bytes);
      assert.equal(await store.has(video), false);
      assert.deepEqual(await Deno.readFile(`${path}.damaged${i === 0 ? "" : `-${i + 1}`}`), bytes);
      await encode(store, video);
      assert.deepEqual(await Deno.readFile(path), whole);
    }
  }));

Deno.test("openFeatureStore() writes the same bytes at any time", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    await store.write("a", FEATURES);
    await new Promise((later) => setTimeout(later, 1100)); // HDF5's clock counts seconds
    await store.write("b", FEATURES);
    const [a, b] = await Promise.all(
      ["a", "b"].map((id) => Deno.readFile(join(store.folder, `embeddings_${id}.h5`))),
    );
    assert.deepEqual(a, b);
  }));

Deno.test("openFeatureStore() keeps every encoder and setting apart", () =>
  inFolder(async (folder) => {
    const { encoder } = EXTRACTION;
    const sized = (width: number) => ({
      resize: { width, height: 8 },
      filter: "bilinear" as const,
    });
    const changed: Extraction[] = [
      EXTRACTION,
      { ...EXTRACTION, fps: 5 },
      { ...EXTRACTION, reuseBelow: 1 },
      { ...EXTRACTION, ffmpeg: { version: "8.0" } },
      { ...EXTRACTION, encoder: { ...encoder, identity: { weights: "sha256:2" } } },
      { ...EXTRACTION, encoder: { ...encoder, identity: { weights: "sha256:1", output: "x" } } },
      { ...EXTRACTION, encoder: { ...encoder, geometry: sized(8) } },
      { ...EXTRACTION, encoder: { ...encoder, geometry: sized(9) } },
      { ...EXTRACTION, encoder: { ...encoder, sampleRateHz: 8000 } },
      { ...EXTRACTION, encoder: { ...encoder, sampleRateHz: 16_000 } },
    ];
    const stores = await Promise.all(changed.map((one) => openFeatureStore(folder, one)));
    assert.equal(new Set(stores.map((store) => store.folder)).size, changed.length);
    const again = await openFeatureStore(folder, EXTRACTION);
    assert.equal(again.folder, stores[0]!.folder);
    assert.match(basename(again.folder), /^an-encoder-f32-[0-9a-f]{12}$/);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(again.folder, "identity.json"))), {
      encoder: { weights: "sha256:1" },
      fps: 10,
      reuseBelow: 0,
      ffmpeg: "7.1",
    });
  }));

Deno.test("extractionKey() stays what it was, so that features are found after a rewrite", () => {
  const paths = [frameStats, logMelStats].map((encoder) =>
    keyedPath("", extractionKey({ ...EXTRACTION, encoder }))
  );
  assert.deepEqual(paths, ["frame-stats-942100586de8", "log-mel-stats-a75c8f5cd54a"]);
});

Deno.test("storeIn() reads the files that h5py wrote for the original", () =>
  inFolder(async (folder) => {
    // fixtures/h5py_embeddings.py: float64, gzip, no times
    const fixture = join(import.meta.dirname!, "..", "fixtures", "h5py_embeddings.h5");
    await Deno.copyFile(fixture, join(folder, "embeddings_old.h5"));
    assert.deepEqual(await storeIn(folder).read("old"), {
      embeddings: {
        kind: "dense",
        rows: 2,
        columns: 3,
        data: Float32Array.of(0.5, 1, -2, 3, 0, 1e-3),
      },
      timestampsMs: undefined,
      attributes: {},
    });
  }));

Deno.test("storeIn() names the file that it cannot read", () =>
  inFolder(async (folder) => {
    const path = join(folder, "embeddings_x.h5");
    await Deno.writeTextFile(path, "no HDF5");
    await assert.rejects(storeIn(folder).read("x"), {
      name: "SyntaxError",
      message:
        `Cannot read ${path}: expected an HDF5 file, found other content; it is left as it ` +
        "is: bring it again, or remove it to have its clip encoded",
    });
    assert.equal(await Deno.readTextFile(path), "no HDF5");
    assert.equal(await storeIn(folder).has({ videoId: "x", path: "of no matter" }), true);
    await assert.rejects(storeIn(folder).read("y"), { name: "NotFound" });
    await assert.rejects(storeIn(folder).read("../x"), { name: "RangeError" });
  }));

Deno.test("storeIn() refuses features whose shape does not fit their numbers", () =>
  inFolder(async (folder) => {
    const embeddings = { ...FEATURES.embeddings, rows: 2 };
    await assert.rejects(storeIn(folder).write("x", { ...FEATURES, embeddings }), {
      name: "TypeError",
      message: "Cannot store x: expected 2 x 2 numbers, got 6",
    });
    assert.deepEqual(await namesIn(folder), []);
  }));

Deno.test("storeIn() lets one holder at a time have a clip", () =>
  inFolder(async (folder) => {
    const [one, other] = [storeIn(folder), storeIn(folder)];
    const claim = await one.claim("x");
    assert.ok(claim);
    assert.equal(await other.claim("x"), undefined);
    assert.ok(await other.claim("y").then(async (free) => (await free?.release(), free)));
    let free = false;
    const waiting = other.untilFree("x").then(() => (free = true));
    await new Promise((later) => setTimeout(later, 50));
    assert.equal(free, false);
    await claim.release();
    await waiting;
    assert.deepEqual(await namesIn(folder), []);
  }));

Deno.test("storeIn() sweeps up after killed processes but not after living ones", () =>
  inFolder(async (folder) => {
    const store = storeIn(folder);
    const living = await store.claim("living");
    const left = [
      "embeddings_dead.h5.lock",
      "embeddings_dead.h5.1-abcd.partial",
      "embeddings_gone.h5.2-abcd.partial",
    ];
    const kept = ["embeddings_a.h5", "embeddings_living.h5.3-abcd.partial", "notes.partial"];
    for (const name of [...left, ...kept]) await Deno.writeTextFile(join(folder, name), "");
    await store.sweep();
    assert.deepEqual(await namesIn(folder), [...kept, "embeddings_living.h5.lock"].sort());
    await living!.release();
  }));
