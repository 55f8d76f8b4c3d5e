import assert from "assert";
import { join } from "node:path";
import { openFrameEncoder } from "lib/encoders/frames/frame_encoders.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import { settings } from "lib/settings.ts";
import { startHubServer } from "../../loaders/models/_hub_server.ts";
import { inFolder } from "../../_in_folder.ts";

const PARITY = join(import.meta.dirname!, "..", "..", "fixtures", "models", "parity");

/** A hub with a small ResNet at a revision that is not main. */
async function startHub() {
  const folder = join(PARITY, "tiny-resnet");
  const files: Record<string, Uint8Array> = {};
  for (const name of await namesIn(folder)) files[name] = await Deno.readFile(join(folder, name));
  const commit = "0123456789abcdef0123456789abcdef01234567";
  return startHubServer({ "parity/tiny-resnet": { revisions: { v1: { commit, files } } } });
}

Deno.test("openFrameEncoder() takes a model of the hub at a revision, with no more files than it reads", () =>
  inFolder(async (root) => {
    await using server = await startHub();
    const hub = { ...settings.hub, endpoint: server.endpoint, offline: false, cache: root };
    const places = { ...settings, root, models: [], hub };
    const encoder = await openFrameEncoder("parity/tiny-resnet@v1", { settings: places });
    assert.equal(encoder.name, "parity/tiny-resnet f32");
    const folder = join(root, "data", "models", "parity", "tiny-resnet@v1");
    assert.deepEqual(await namesIn(folder), [
      ".fetched.json",
      "config.json",
      "onnx/model.onnx",
      "preprocessor_config.json",
    ]);
    await assert.rejects(openFrameEncoder("parity/tiny-resnet", { settings: places }), {
      name: "ModelError",
      kind: "no-revision",
    });
  }));
