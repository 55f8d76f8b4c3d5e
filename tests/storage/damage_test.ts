import assert from "assert";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readOrMake, setAside } from "lib/storage/damage.ts";
import { inFolder } from "../_in_folder.ts";

/** A kept number, read strictly, made as 42 and kept. */
function keptNumber(path: string) {
  const calls: string[] = [];
  const kept = {
    path,
    read: async () => {
      calls.push("read");
      const text = await Deno.readTextFile(path);
      if (!/^\d+$/.test(text)) throw new SyntaxError(`${path} is no number`);
      return Number(text);
    },
    make: async () => {
      calls.push("make");
      await Deno.writeTextFile(path, "42");
      return 42;
    },
  };
  return { calls, kept };
}

Deno.test("readOrMake() reads what is there, and makes what is not", () =>
  inFolder(async (folder) => {
    const { calls, kept } = keptNumber(join(folder, "number"));
    assert.equal(await readOrMake(kept), 42);
    await Deno.writeTextFile(kept.path, "7");
    assert.equal(await readOrMake(kept), 7);
    assert.deepEqual(calls, ["make", "read"]);
  }));

Deno.test("readOrMake() sets aside what is damaged and makes it again, each time under a new name", () =>
  inFolder(async (folder) => {
    const { kept } = keptNumber(join(folder, "number"));
    for (
      const [at, aside] of ["number.damaged", "number.damaged-2", "number.damaged-3"].entries()
    ) {
      await Deno.writeTextFile(kept.path, `broken ${at}`);
      assert.equal(await readOrMake(kept), 42);
      assert.equal(await Deno.readTextFile(join(folder, aside)), `broken ${at}`);
    }
    assert.equal(await Deno.readTextFile(kept.path), "42");
  }));

Deno.test("readOrMake() passes on errors that say nothing of damage, and touches nothing", () =>
  inFolder(async (folder) => {
    const path = join(folder, "number");
    await Deno.writeTextFile(path, "7");
    const read = () => Promise.reject(new Deno.errors.PermissionDenied("no"));
    const make = () => Promise.reject(new Error("must not be made"));
    await assert.rejects(readOrMake({ path, read, make }), Deno.errors.PermissionDenied);
    assert.equal(await Deno.readTextFile(path), "7");
  }));

Deno.test("setAside() moves folders with all they hold, and passes over what is gone already", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run");
    await Deno.mkdir(path);
    await Deno.writeTextFile(join(path, "a"), "1");
    await setAside(path, "run is damaged");
    await setAside(path, "run is damaged");
    assert.equal(await Deno.readTextFile(join(folder, "run.damaged", "a")), "1");
    assert.equal(await exists(path), false);
  }));
