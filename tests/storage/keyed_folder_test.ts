import assert from "assert";
import { join } from "node:path";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keyedPath, openKeyedFolder } from "lib/storage/keyed_folder.ts";

Deno.test("keyedPath() is a readable name and twelve digits of the identity's digest", () => {
  const identity = { weights: "sha256:1", seed: 4 };
  const digits = digestOf(identity).slice(0, 12);
  assert.equal(
    keyedPath("runs", { name: "improved 1", identity }),
    join("runs", `improved-1-${digits}`),
  );
});

Deno.test("keyedPath() is another for each changed, added or missing ingredient", () => {
  const base = { weights: "a", seed: 4, recipe: { epochs: 2 } };
  const others = [
    { ...base, weights: "b" },
    { ...base, seed: 5 },
    { ...base, recipe: { epochs: 3 } },
    { ...base, recipe: {} },
    { ...base, more: 0 },
    { weights: "a", seed: 4 },
  ];
  const paths = [base, ...others].map((identity) => keyedPath("", { name: "run", identity }));
  assert.equal(new Set(paths).size, paths.length);
});

Deno.test("keyedPath() keeps a name from leaving the parent", () => {
  for (const name of ["../../etc", "a/b", "..", "C:\\x", "é\0"]) {
    const path = keyedPath("parent", { name, identity: {} });
    assert.match(path, /^parent[/\\][\w.-]+$/);
    assert.notEqual(path, join("parent", ".."));
  }
});

Deno.test("openKeyedFolder() spells the identity out in identity.json", () =>
  inFolder(async (parent) => {
    const identity = { seed: 4, weights: "a" };
    const folder = await openKeyedFolder(parent, { name: "run", identity });
    assert.equal(folder, keyedPath(parent, { name: "run", identity }));
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(folder, "identity.json"))), identity);
  }));

testWithDisk("openKeyedFolder() opens what is whole on a read-only disk", async (disk) => {
  const key = { name: "run", identity: { seed: 4 } };
  const folder = await openKeyedFolder(disk.folder, key);
  await disk.makeReadOnly();
  assert.equal(await openKeyedFolder(disk.folder, key), folder);
  const other = { name: "run", identity: { seed: 5 } };
  await assert.rejects(openKeyedFolder(disk.folder, other), { name: "UnwritableError" });
});

Deno.test("nameOlderFolders() names what does not say what it holds, and nothing else", () =>
  inFolder(async (parent) => {
    const key = { name: "an/encoder f32", identity: { weights: "a" } };
    await openKeyedFolder(parent, { ...key, identity: { weights: "b" } });
    for (const name of ["an-encoder-f32-01234567", "an-encoder-f32-own", "other-01234567"]) {
      await Deno.mkdir(join(parent, name));
    }
    const program = `
      import { nameOlderFolders } from "lib/storage/keyed_folder.ts";
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
