import assert from "assert";
import { join } from "node:path";
import { inFolder } from "../_in_folder.ts";
import { serveModels } from "./_hub.ts";

Deno.test("serveModels() serves a folder's models by their names on the hub", () =>
  inFolder(async (folder) => {
    const onnx = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    await Deno.mkdir(join(folder, "a", "b", "onnx"), { recursive: true });
    await Deno.writeTextFile(join(folder, "a", "b", "config.json"), "{}");
    await Deno.writeFile(join(folder, "a", "b", "onnx", "model.onnx"), onnx);
    await using server = await serveModels(folder);
    const get = (path: string) => fetch(`${server.endpoint}/${path}`);
    const { siblings } = await (await get("api/models/a/b/revision/main")).json();
    const listed = siblings.map((
      { rfilename, size }: Record<string, unknown>,
    ) => [rfilename, size]);
    assert.deepEqual(listed, [["config.json", 2], ["onnx/model.onnx", 1000]]);
    assert.equal(await (await get("a/b/resolve/main/config.json")).text(), "{}");
    assert.deepEqual(await (await get("a/b/resolve/main/onnx/model.onnx")).bytes(), onnx);
    const missing = await get("a/b/resolve/main/model.safetensors");
    assert.equal(missing.status, 404);
    await missing.body?.cancel();
  }));
