import assert from "assert";
import { join } from "node:path";
import { readRange } from "lib/storage/read_range.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("readRange() reads bytes from the middle of a file, and none", () =>
  inFolder(async (folder) => {
    const path = join(folder, "digits");
    await Deno.writeTextFile(path, "0123456789");
    const text = async (start: number, length: number) =>
      new TextDecoder().decode(await readRange(path, { start, length }));
    assert.equal(await text(3, 4), "3456");
    assert.equal(await text(0, 10), "0123456789");
    assert.equal(await text(10, 0), "");
  }));

Deno.test("readRange() refuses a file that ends early, naming it", () =>
  inFolder(async (folder) => {
    const path = join(folder, "digits");
    await Deno.writeTextFile(path, "0123456789");
    await assert.rejects(readRange(path, { start: 7, length: 4 }), {
      name: "SyntaxError",
      message: `${path}: expected 4 bytes at 7, the file ended at 10`,
    });
  }));
