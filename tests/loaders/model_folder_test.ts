import assert from "assert";
import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { findModel } from "lib/loaders/model_folder.ts";
import { testWithDisk } from "../_unwritable.ts";

const ID = "an-org/a-model.v1";

async function inProject(run: (root: string) => Promise<void>) {
  const root = await Deno.makeTempDir();
  try {
    await run(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const offline = () => Promise.reject(new TypeError("no network"));

/** A hub that has only the named files, each holding its own name. */
function hubWith(...names: string[]): typeof fetch {
  return (request) => {
    const url = new URL(request instanceof Request ? request.url : request);
    const name = names.find((file) => url.pathname === `/${ID}/resolve/main/${file}`);
    if (!name) {
      const headers = { "x-error-code": "EntryNotFound" };
      return Promise.resolve(new Response("Entry not found", { status: 404, headers }));
    }
    const headers = { etag: '"1"', "content-range": `bytes 0-0/${name.length}` };
    return Promise.resolve(new Response(name, { headers }));
  };
}

Deno.test("findModel() takes the first folder that holds the model's config", () =>
  inProject(async (root) => {
    await writeAtomic(join(root, "b", ID, "config.json"), "{}");
    await writeAtomic(join(root, "b", ID, "onnx", "model.onnx"), "weights");
    await Deno.mkdir(join(root, "a"));
    const settings = { root, models: [join(root, "a"), join(root, "b")] };
    const model = await findModel(ID, settings, { fetch: offline });
    assert.equal(model.folder, join(root, "b", ID));
    assert.equal(await model.file("onnx/model.onnx"), join(root, "b", ID, "onnx", "model.onnx"));
  }));

Deno.test("findModel() fetches what is missing from the hub once", () =>
  inProject(async (root) => {
    const fetch = hubWith("config.json", "onnx/model.onnx");
    const settings = { root, models: [] };
    const fetched = await findModel(ID, settings, { fetch });
    const path = await fetched.file("onnx/model.onnx");
    assert.equal(path, join(root, "data", "models", ID, "onnx", "model.onnx"));
    assert.equal(await Deno.readTextFile(path), "onnx/model.onnx");
    const found = await findModel(ID, settings, { fetch: offline });
    assert.equal(await found.file("onnx/model.onnx"), path);
  }));

Deno.test("findModel() leaves nothing but the file, also of downloads that were killed", () =>
  inProject(async (root) => {
    const folder = join(root, "data", "models", ID);
    await writeAtomic(join(folder, "config.json.12-ab.partial"), "half");
    await writeAtomic(join(folder, "config.json.lock"), "");
    await writeAtomic(join(folder, "other.json.12-ab.partial"), "of another file");
    await findModel(ID, { root, models: [] }, { fetch: hubWith("config.json") });
    const left = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(left.sort(), ["config.json", "other.json.12-ab.partial"]);
  }));

Deno.test("findModel() refuses a file that the hub broke off, and keeps nothing of it", () =>
  inProject(async (root) => {
    const whole = hubWith("config.json");
    const breaking: typeof fetch = async (request, init) => {
      const response = await whole(request, init);
      const headers = new Headers(response.headers);
      headers.set("content-range", "bytes 0-0/99");
      return new Response((await response.text()).slice(0, 4), { headers });
    };
    await assert.rejects(findModel(ID, { root, models: [] }, { fetch: breaking }), {
      name: "NotFound",
      message: `Cannot fetch ${join(root, "data", "models", ID, "config.json")}: ` +
        "the hub broke off after 4 of 99 bytes",
    });
    const folder = join(root, "data", "models", ID);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("findModel() serves callers that ask at the same time", () =>
  inProject(async (root) => {
    const fetch = hubWith("config.json");
    const find = () => findModel(ID, { root, models: [] }, { fetch });
    const [one, other] = await Promise.all([find(), find()]);
    assert.equal(one.folder, other.folder);
    const left = await Array.fromAsync(Deno.readDir(one.folder), ({ name }) => name);
    assert.deepEqual(left, ["config.json"]);
  }));

testWithDisk("findModel() names a folder that a model cannot be kept in", async (disk) => {
  const settings = { root: disk.folder, models: [] };
  await disk.makeReadOnly();
  await assert.rejects(findModel(ID, settings, { fetch: hubWith("config.json") }), {
    name: "UnwritableError",
    message: `Cannot write to ${join(disk.folder, "data", "models", ID)}: ` +
      "the file system is read-only",
  });
  await assert.rejects(findModel(ID, settings, { fetch: offline }), { name: "NotFound" });
});

Deno.test("findModel() names the folders it searched and what to do", () =>
  inProject(async (root) => {
    const settings = { root, models: [join(root, "a")] };
    await assert.rejects(findModel(ID, settings, { fetch: offline }), (error: Error) => {
      assert.ok(error instanceof Deno.errors.NotFound);
      assert.match(error.message, /^Cannot find config.json of the model an-org\/a-model.v1 in /);
      assert.ok(error.message.includes(join(root, "a", ID)));
      assert.match(
        error.message,
        /into data\/models\/an-org\/a-model.v1, or point VIRANOVA_MODELS/,
      );
      return true;
    });
    const fetch = hubWith("config.json");
    const model = await findModel(ID, settings, { fetch });
    await assert.rejects(model.file("onnx/model.onnx"), {
      name: "NotFound",
      message: /^Cannot find onnx\/model.onnx .*\(the hub has no such file\)$/,
    });
  }));

Deno.test("findModel() refuses what is not organisation/name", async () => {
  for (const id of ["resnet", "a/b/c", "../up", "a/..", "/a/b", "a\\b/c"]) {
    await assert.rejects(findModel(id, { root: ".", models: [] }, { fetch: offline }), {
      name: "RangeError",
      message: /expected organisation\/name as on huggingface.co/,
    });
  }
});
