import assert from "assert";
import { basename, join } from "node:path";
import { openFeatureStore, storeIn } from "lib/encoders/store.ts";
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
};

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name)).sort();

Deno.test("openFeatureStore() gives back what was written", () =>
  inFolder(async (folder) => {
    const store = await openFeatureStore(folder, EXTRACTION);
    assert.equal(await store.has("-a_1"), false);
    await store.write("-a_1", FEATURES);
    assert.equal(await store.has("-a_1"), true);
    assert.deepEqual(await store.read("-a_1"), FEATURES);
    assert.deepEqual(await namesIn(store.folder), ["embeddings_-a_1.h5", "settings.json"]);
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
    const changed = [
      EXTRACTION,
      { ...EXTRACTION, fps: 5 },
      { ...EXTRACTION, reuseBelow: 1 },
      { ...EXTRACTION, encoder: { ...encoder, identity: { weights: "sha256:2" } } },
    ];
    const stores = await Promise.all(changed.map((one) => openFeatureStore(folder, one)));
    assert.equal(new Set(stores.map((store) => store.folder)).size, changed.length);
    const again = await openFeatureStore(folder, EXTRACTION);
    assert.equal(again.folder, stores[0]!.folder);
    assert.match(basename(again.folder), /^an-encoder-f32-[0-9a-f]{8}$/);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(again.folder, "settings.json"))), {
      weights: "sha256:1",
      fps: 10,
      reuseBelow: 0,
    });
  }));

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
      message: `Cannot read ${path}: expected an HDF5 file, found other content`,
    });
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
