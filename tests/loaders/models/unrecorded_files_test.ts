import assert from "assert";
import { join } from "node:path";
import { writeSafetensors } from "lib/storage/safetensors.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { FAULTS } from "./_hub_answers.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { COMMIT, FILES, ID, NEEDS, put, served, withHub } from "./_places.ts";

/** The first bytes of a file. */
const cut = (content: Uint8Array, bytes: number) => content.subarray(0, bytes);

Deno.test("findModel() checks files that nobody recorded once, by the hub's list", () =>
  withHub(served(), async ({ find, fetched, hub }) => {
    await put(fetched, FILES);
    const model = await find();
    assert.deepEqual([model.folder, model.revision], [fetched, COMMIT]);
    assert.deepEqual(hub.requests.map(({ path }) => path), [`/api/models/${ID}/revision/main`]);
    await find();
    assert.equal(hub.requests.length, 1);
  }));

Deno.test("findModel() checks files that nobody recorded by the hub's answers where its list is bare", () => {
  const bare = { [ID]: { ...served()[ID]!, listsContent: false } };
  return withHub(bare, async ({ find, fetched, hub, left }) => {
    await put(fetched, FILES);
    const model = await find();
    assert.deepEqual([model.folder, model.revision], [fetched, COMMIT]);
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
    const count = hub.requests.length;
    await find();
    assert.equal(hub.requests.length, count);
  });
});

Deno.test("findModel() sets a short file aside and fetches it again", () =>
  withHub(served(), async ({ find, fetched, left }) => {
    await put(fetched, { ...FILES, "model.safetensors": cut(FILES["model.safetensors"], 100) });
    const model = await find();
    assert.equal(model.revision, COMMIT);
    assert.deepEqual(await left(), {
      "config.json": 19,
      "model.safetensors": 260,
      "model.safetensors.damaged": 100,
    });
  }));

Deno.test("findModel() checks a recorded file again when its length has changed", () =>
  withHub(served(), async ({ find, fetched, left }) => {
    await find();
    await put(fetched, { "model.safetensors": cut(FILES["model.safetensors"], 100) });
    assert.equal((await find()).revision, COMMIT);
    assert.deepEqual(await left(), {
      "config.json": 19,
      "model.safetensors": 260,
      "model.safetensors.damaged": 100,
    });
  }));

Deno.test("findModel() leaves files alone that are whole and somebody's own", () =>
  withHub(served(), async ({ find, fetched, left, hub }) => {
    const weights = { w: { shape: [2], data: Float32Array.of(1, 2) } };
    await put(fetched, { "config.json": '{"own": true}' });
    await writeSafetensors(join(fetched, "model.safetensors"), new Map(Object.entries(weights)));
    const before = await left();
    const model = await find();
    assert.deepEqual([model.folder, model.revision], [fetched, undefined]);
    assert.deepEqual(await left(), before);
    await find();
    assert.equal(hub.requests.length, 1);
  }));

Deno.test("findModel() says what the hub has in place of files of another commit that lack one", () =>
  withHub(served(), async ({ find, fetched, left }) => {
    await put(fetched, { "config.json": '{"own": true}' });
    assert.equal((await find()).revision, COMMIT);
    assert.deepEqual(await left(), {
      "config.json": 19,
      "config.json.damaged": 13,
      "model.safetensors": 260,
    });
  }));

Deno.test("findModel() goes by the lengths in the files where no hub is asked", () =>
  withHub(served(), async ({ find, fetched, left, hub }) => {
    await put(fetched, { "config.json": cut(FILES["config.json"], 9), "model.safetensors": "{" });
    await assert.rejects(find(), { name: "ModelError", kind: "offline" });
    assert.deepEqual(await left(), { "config.json.damaged": 9, "model.safetensors.damaged": 1 });
    assert.deepEqual(hub.requests, []);
  }, { offline: true }));

Deno.test("findModel() goes by the lengths in the files where the hub is in trouble", () =>
  withHub(served(FAULTS.internalError), async ({ find, fetched }) => {
    await put(fetched, { "config.json": FILES["config.json"] });
    const needs = { required: ["config.json"] };
    const model = await find(ID, needs);
    assert.deepEqual([model.folder, model.revision], [fetched, undefined]);
  }));

Deno.test("findModel() sets a damaged record aside and checks the files again", () =>
  withHub(served(), async ({ find, fetched, hub, places }) => {
    await find();
    const count = hub.requests.length;
    await Deno.writeTextFile(join(fetched, ".fetched.json"), '{"sha256": "x", "content": {}}');
    const model = await findModel(ID, places, { needs: NEEDS });
    assert.equal(model.revision, COMMIT);
    assert.equal(hub.requests.length, count + 1);
  }));

testWithDisk("findModel() uses no short file that cannot be moved", async (disk) => {
  const folder = join(disk.folder, "data", "models", ID);
  await put(folder, { "config.json": cut(FILES["config.json"], 9) });
  await disk.makeReadOnly();
  const needs = { required: ["config.json"] };
  await assert.rejects(findModel(ID, { root: disk.folder, models: [] }, { needs }), {
    name: "ModelError",
    kind: "offline",
    message: new RegExp(
      `no hub is asked for it\\. On disk ${folder} holds config.json, not whole\\. Put`,
    ),
  });
});
