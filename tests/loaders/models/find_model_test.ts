import assert from "assert";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { type ServedRevision, startHubServer } from "./_hub_server.ts";
import { withExternalData } from "../../encoders/onnx/_external_data.ts";
import { productModel } from "../../encoders/onnx/_onnx_models.ts";
import { COMMIT, FILES, ID, NEEDS, OLD_COMMIT, put, served, withHub } from "./_places.ts";

const nothing = () => Promise.reject(new TypeError("no request was expected"));

/** By `git hash-object config.json` and `sha256sum model.safetensors` of the files served. */
const [CONFIG_SHA1, WEIGHTS_SHA256] = [
  "48e584d419f2d10930772dedc2235ff01de91984",
  "0496d60b8d98c391575c608213889c6bd5ced081def03ccb77d26fb7736bf5ac",
];

Deno.test("findModel() takes the first folder that holds all files asked for, and mixes none", () =>
  withHub(served(), async ({ root, hub, find }) => {
    await put(join(root, "a", ID), { "config.json": "of a" });
    await put(join(root, "b", ID), { "config.json": "of b", "model.safetensors": "of b" });
    const model = await find();
    assert.equal(model.folder, join(root, "b", ID));
    assert.equal(model.revision, undefined);
    assert.equal(await Deno.readTextFile(await model.file("config.json")), "of b");
    assert.deepEqual(hub.requests, []);
  }, { models: ["a", "b"] }));

Deno.test("findModel() tells what a folder has, and names what it lacks", () =>
  withHub(served(), async ({ root, find }) => {
    const files = { "config.json": "{}", "model.safetensors": "w", "onnx/model_fp16.onnx": "w" };
    await put(join(root, "a", ID), files);
    const model = await find();
    assert.equal(await model.has("onnx/model_fp16.onnx"), true);
    assert.equal(await model.has("onnx/model.onnx"), false);
    await assert.rejects(model.file("onnx/model.onnx"), {
      name: "ModelError",
      kind: "no-file",
      message:
        `Cannot find onnx/model.onnx of the model ${ID}: ${join(root, "a", ID)} has no such ` +
        "file; onnx/model_fp16.onnx lies there and is not read in place of onnx/model.onnx",
    });
  }, { models: ["a"] }));

Deno.test("findModel() takes the snapshot of Hugging Face's cache that main names, whole", () =>
  withHub(served(), async ({ root, hub, find }) => {
    const cached = join(root, "hf", "hub", "models--an-org--a-model.v1");
    await put(join(cached, "snapshots", OLD_COMMIT), { "config.json": "old" });
    await put(join(cached, "snapshots", COMMIT), {
      "config.json": "new",
      "model.safetensors": "new",
    });
    await put(join(cached, "refs"), { main: COMMIT });
    const model = await find();
    assert.equal(model.folder, join(cached, "snapshots", COMMIT));
    assert.equal(model.revision, COMMIT);
    assert.equal(await Deno.readTextFile(await model.file("config.json")), "new");
    assert.deepEqual(hub.requests, []);
  }));

Deno.test("findModel() asks the hub where the cache has no snapshot of main, or part of it", () =>
  withHub(served(), async ({ root, fetched, find }) => {
    const cached = join(root, "hf", "hub", "models--an-org--a-model.v1");
    const whole = { "config.json": "old", "model.safetensors": "old" };
    await put(join(cached, "snapshots", OLD_COMMIT), whole);
    await put(join(cached, "snapshots", COMMIT), { "config.json": "new" });
    await put(join(cached, "refs"), { main: COMMIT, old: OLD_COMMIT });
    assert.equal((await find()).folder, fetched);
    const named = await find(`${ID}@old`);
    assert.equal(named.folder, join(cached, "snapshots", OLD_COMMIT));
    assert.equal((await find(`${ID}@${OLD_COMMIT}`)).folder, named.folder);
  }));

Deno.test("findModel() fetches what is asked for once, with its revision", () =>
  withHub(served(), async ({ hub, fetched, left, find, places }) => {
    const model = await find();
    assert.equal(model.folder, fetched);
    assert.equal(model.revision, COMMIT);
    for (const [name, content] of Object.entries(FILES)) {
      assert.deepEqual(await Deno.readFile(await model.file(name)), content);
    }
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
    assert.deepEqual(hub.requests.map(({ server, path }) => `${server} ${path}`), [
      `hub /api/models/${ID}/revision/main`,
      `hub /${ID}/resolve/${COMMIT}/config.json`,
      `hub /api/resolve-cache/models/${ID}/${COMMIT}/config.json`,
      `hub /${ID}/resolve/${COMMIT}/model.safetensors`,
      `storage /stored/${ID}/${COMMIT}/model.safetensors`,
    ]);
    assert.equal(await exists(`${fetched}.lock`), false);
    const { content } = JSON.parse(await Deno.readTextFile(join(fetched, ".fetched.json")));
    assert.deepEqual(content, {
      commit: COMMIT,
      names: ["config.json", "model.safetensors"],
      files: {
        "config.json": { bytes: 19, gitSha1: CONFIG_SHA1 },
        "model.safetensors": { bytes: 260, sha256: WEIGHTS_SHA256 },
      },
    });
    const again = await findModel(ID, places, { needs: NEEDS, fetch: nothing });
    assert.deepEqual([again.folder, again.revision], [fetched, COMMIT]);
  }));

Deno.test("findModel() fetches a revision that is named, beside main", () => {
  const old = {
    "config.json": new TextEncoder().encode("{}\n"),
    "model.safetensors": FILES["config.json"],
  };
  const revisions = {
    main: { commit: COMMIT, files: FILES },
    "refs/pr/3": { commit: OLD_COMMIT, files: old },
  };
  return withHub({ [ID]: { revisions } }, async ({ root, hub, fetched, find }) => {
    const main = await find();
    const named = await find(`${ID}@refs/pr/3`);
    assert.equal(named.folder, join(root, "data", "models", `${ID}@refs--pr--3`));
    assert.deepEqual([named.id, named.revision], [ID, OLD_COMMIT]);
    assert.deepEqual(await Deno.readFile(await named.file("config.json")), old["config.json"]);
    assert.equal(main.folder, fetched);
    assert.deepEqual(await Deno.readFile(await main.file("config.json")), FILES["config.json"]);
    const count = hub.requests.length;
    assert.equal((await find(`${ID}@refs/pr/3`)).folder, named.folder);
    assert.equal(hub.requests.length, count);
  });
});

Deno.test("findModel() takes later files of the commit that the first ones are of", () => {
  const files = { ...FILES, "onnx/model.onnx": FILES["config.json"] };
  const main = { commit: OLD_COMMIT, files };
  const revisions: Record<string, typeof main> = { main };
  return withHub({ [ID]: { revisions } }, async ({ hub, find }) => {
    await find();
    revisions.main = {
      commit: COMMIT,
      files: { ...files, "config.json": FILES["model.safetensors"] },
    };
    revisions.before = main;
    const count = hub.requests.length;
    const model = await find(ID, { required: ["config.json", "onnx/model.onnx"] });
    assert.equal(model.revision, OLD_COMMIT);
    assert.deepEqual(await Deno.readFile(await model.file("config.json")), FILES["config.json"]);
    assert.deepEqual(hub.requests.slice(count).map(({ path }) => path), [
      `/api/models/${ID}/revision/${OLD_COMMIT}`,
      `/${ID}/resolve/${OLD_COMMIT}/onnx/model.onnx`,
      `/stored/${ID}/${OLD_COMMIT}/onnx/model.onnx`,
    ]);
  });
});

Deno.test("findModel() takes the newest commit where the hub has the recorded one no more", () => {
  const revisions: Record<string, ServedRevision> = { main: { commit: OLD_COMMIT, files: FILES } };
  return withHub({ [ID]: { revisions } }, async ({ find, left }) => {
    await find(ID, { required: ["config.json"] });
    const files = { ...FILES, "config.json": FILES["model.safetensors"] };
    revisions.main = { commit: COMMIT, files };
    assert.equal((await find()).revision, COMMIT);
    const sizes = { "config.json": 260, "config.json.damaged": 19, "model.safetensors": 260 };
    assert.deepEqual(await left(), sizes);
  });
});

Deno.test("findModel() fetches what is liked better of a commit that lies there with less", () => {
  const files = { ...FILES, "onnx/model.onnx": FILES["config.json"] };
  return withHub({ [ID]: { revisions: { main: { commit: COMMIT, files } } } }, async ({ find }) => {
    await find();
    const needs = { required: [["onnx/model.onnx", "model.safetensors"]] };
    assert.deepEqual((await find(ID, needs)).names, ["onnx/model.onnx"]);
  });
});

Deno.test("findModel() fetches the shards of an index, and the data beside an ONNX file", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const map = {
    "a.weight": "model-00001-of-00002.safetensors",
    b: "model-00002-of-00002.safetensors",
  };
  const files = {
    "model.safetensors.index.json": bytes(JSON.stringify({ weight_map: map })),
    "model-00001-of-00002.safetensors": bytes("first"),
    "model-00002-of-00002.safetensors": bytes("second"),
    "onnx/model.onnx": bytes("graph"),
    "onnx/model.onnx.data": bytes("data, as PyTorch calls it"),
    "onnx/model.onnx_data": bytes("data"),
    "onnx/model.onnx_data_1": bytes("more data"),
    "onnx/model.onnx_database": bytes("something else"),
  };
  const needs = {
    required: [["model.safetensors", "model.safetensors.index.json"], "onnx/model.onnx"],
  };
  return withHub({ [ID]: { revisions: { main: { commit: COMMIT, files } } } }, async (place) => {
    const { names } = await place.find(ID, needs);
    assert.deepEqual(names, [
      "model.safetensors.index.json",
      "onnx/model.onnx",
      "onnx/model.onnx.data",
      "onnx/model.onnx_data",
      "onnx/model.onnx_data_1",
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
    ]);
    assert.deepEqual(Object.keys(await place.left()).sort(), [...names].sort());
    await Deno.remove(join(place.fetched, "model-00002-of-00002.safetensors"));
    await place.find(ID, needs);
    assert.equal((await place.left())["model-00002-of-00002.safetensors"], 6);
  });
});

/** `y = x · w` [2, 8], whose weights lie in a file that only the model itself names. */
const { model: graph, data: weights } = withExternalData(
  productModel([2, 8], new Float32Array(16)),
  "in/weights.bin",
);

Deno.test("findModel() fetches what an ONNX model names as its weights, by whatever name", () => {
  const files = { "onnx/model.onnx": graph, "onnx/in/weights.bin": weights, "weights.bin": graph };
  const needs = { required: ["onnx/model.onnx"] };
  const model = { revisions: { main: { commit: COMMIT, files } } };
  return withHub({ [ID]: model }, async ({ find, left, fetched, hub }) => {
    assert.deepEqual((await find(ID, needs)).names, ["onnx/model.onnx", "onnx/in/weights.bin"]);
    const whole = { "onnx/in/weights.bin": 64, "onnx/model.onnx": graph.length };
    assert.deepEqual(await left(), whole);
    const count = hub.requests.length;
    await find(ID, needs);
    assert.equal(hub.requests.length, count);
    await Deno.remove(join(fetched, "onnx", "in"), { recursive: true });
    await find(ID, needs);
    assert.deepEqual(await left(), whole);
  });
});

Deno.test("findModel() names the weights that an ONNX model names and the hub has not", () => {
  const model = { revisions: { main: { commit: COMMIT, files: { "onnx/model.onnx": graph } } } };
  return withHub({ [ID]: model }, async ({ find }) => {
    await assert.rejects(find(ID, { required: ["onnx/model.onnx"] }), {
      kind: "no-file",
      message: new RegExp(`^Cannot fetch onnx/in/weights.bin of the model ${ID} from `),
    });
  });
});

Deno.test("findModel() asks for no weights outside the folder of an ONNX model", () => {
  const names = ["../weights.bin", "/etc/weights", "a/../../weights.bin"];
  const needs = { required: ["onnx/model.onnx"] };
  const models = Object.fromEntries(names.map((name, i) => {
    const { model } = withExternalData(productModel([2, 8], new Float32Array(16)), name);
    const files = { "onnx/model.onnx": model, "weights.bin": weights };
    return [`org/m${i}`, { revisions: { main: { commit: COMMIT, files } } }];
  }));
  return withHub(models, async ({ find }) => {
    for (const id of Object.keys(models)) {
      assert.deepEqual((await find(id, needs)).names, ["onnx/model.onnx"]);
    }
  });
});

Deno.test("findModel() counts links as what they lead to, and not at all where that is gone", () =>
  withHub(served(), async ({ root, find, fetched }) => {
    const cached = join(root, "hf", "hub", "models--an-org--a-model.v1");
    const snapshot = join(cached, "snapshots", COMMIT);
    await put(join(cached, "blobs"), { config: "cached", weights: "cached" });
    await put(join(cached, "refs"), { main: COMMIT });
    await Deno.mkdir(snapshot, { recursive: true });
    await Deno.symlink(join(cached, "blobs", "config"), join(snapshot, "config.json"));
    await Deno.symlink(join(cached, "blobs", "weights"), join(snapshot, "model.safetensors"));
    await Deno.symlink(snapshot, join(snapshot, "circle"), { type: "dir" });
    assert.equal((await find()).folder, snapshot);
    await Deno.remove(join(cached, "blobs", "weights"));
    assert.equal((await find()).folder, fetched);
  }));

Deno.test("findModel() asks nothing where HF_HUB_OFFLINE is set, and names what the places lack", () =>
  withHub(served(), async ({ root, hub, find }) => {
    await put(join(root, "a", ID), { "config.json": "{}" });
    await assert.rejects(find(), {
      name: "ModelError",
      kind: "offline",
      model: ID,
      file: "config.json",
      message:
        `Cannot find config.json of the model ${ID}: HF_HUB_OFFLINE is set, so no hub is asked. ` +
        `On disk ${
          join(root, "a", ID)
        } lacks model.safetensors. Put its files into data/models/${ID}, ` +
        "or point VIRANOVA_MODELS at a folder that holds organisation/name folders",
    });
    assert.deepEqual(hub.requests, []);
  }, { offline: true, models: ["a"] }));

Deno.test("findModel() uses offline what was fetched before", () =>
  withHub(served(), async ({ hub, find, places }) => {
    await find();
    const count = hub.requests.length;
    const offline = { ...places, hub: { ...places.hub!, offline: true } };
    assert.equal((await findModel(ID, offline, { needs: NEEDS })).revision, COMMIT);
    assert.equal(hub.requests.length, count);
  }));

Deno.test("findModel() fetches once for callers that ask at the same time", () =>
  withHub(served(), async ({ hub, find, left }) => {
    const found = await Promise.all([find(), find(), find()]);
    assert.equal(new Set(found.map(({ folder }) => folder)).size, 1);
    assert.equal(hub.requests.filter(({ server }) => server === "storage").length, 1);
    assert.deepEqual(Object.keys(await left()), ["config.json", "model.safetensors"]);
  }));

testWithDisk("findModel() names a folder that a model cannot be kept in", async (disk) => {
  await using hub = startHubServer(served());
  const settings = {
    ...{ root: disk.folder, models: [] },
    hub: { endpoint: hub.endpoint, token: () => undefined, offline: false, cache: disk.folder },
  };
  await disk.makeReadOnly();
  await assert.rejects(findModel(ID, settings, { needs: NEEDS }), {
    name: "UnwritableError",
    message: `Cannot write to ${join(disk.folder, "data", "models", "an-org")}: ` +
      "the file system is read-only",
  });
});
