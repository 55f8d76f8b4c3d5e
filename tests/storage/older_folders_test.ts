import assert from "assert";
import { join } from "node:path";
import { openKeyedFolder } from "lib/storage/keyed_folder.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("nameOlderFolders() names what does not say what it holds, and nothing else", () =>
  inFolder(async (parent) => {
    const key = { name: "an/encoder f32", identity: { weights: "a" } };
    await openKeyedFolder(parent, { ...key, identity: { weights: "b" } });
    for (const name of ["an-encoder-f32-01234567", "an-encoder-f32-own", "other-01234567"]) {
      await Deno.mkdir(join(parent, name));
    }
    const program = `
      import { nameOlderFolders } from "lib/storage/older_folders.ts";
      for (let twice = 0; twice < 2; twice++) {
        await nameOlderFolders(${JSON.stringify(parent)}, ${JSON.stringify(key)});
      }
      await nameOlderFolders(${JSON.stringify(join(parent, "missing"))}, ${JSON.stringify(key)});`;
    const args = ["eval", "--no-check", program];
    const { stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert.equal(
      new TextDecoder().decode(stderr).trim(),
      `${join(parent, "an-encoder-f32-01234567")} is of an older form: ` +
        "not used, and kept until you remove it",
    );
  }));
