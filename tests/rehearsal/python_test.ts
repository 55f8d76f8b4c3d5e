import assert from "assert";
import { join } from "node:path";
import { inFolder } from "../_in_folder.ts";
import { isMade, recordMade } from "./_made.ts";
import { findPython, runToEnd } from "./_python.ts";

Deno.test("findPython() finds nothing where there is no such program", async () => {
  assert.deepEqual(await findPython("no-such-python"), {});
});

Deno.test("findPython() takes a program that prints no version for none", async () => {
  assert.deepEqual(await findPython(Deno.execPath()), {}); // Deno takes no -c here
});

Deno.test("runToEnd() says what could not be done, with the program's last line", async () => {
  const { signal } = new AbortController();
  const args = [
    "eval",
    "console.error('first'); console.error('No matching version'); Deno.exit(1)",
  ];
  await assert.rejects(
    runToEnd(Deno.execPath(), args, { signal, doing: "install PyTorch" }),
    /^Error: Cannot install PyTorch: No matching version$/,
  );
});

Deno.test("runToEnd() throws the reason of a signal that is aborted", async () => {
  const signal = AbortSignal.abort("SIGINT");
  const refused = await runToEnd("no-such-program", [], { signal, doing: "wait" })
    .catch((reason: unknown) => reason);
  assert.equal(refused, "SIGINT");
});

Deno.test("isMade() knows what was made to its end, of the same things, and is still there", () =>
  inFolder(async (folder) => {
    const [made, path] = [{ folder, name: "a/b", digest: "1" }, join(folder, "b")];
    assert.equal(await isMade(made, path), false);
    await Deno.mkdir(path);
    assert.equal(await isMade(made, path), false); // perhaps half of it
    await recordMade(made);
    assert.equal(await isMade(made, path), true);
    assert.equal(await isMade({ ...made, digest: "2" }, path), false);
    await Deno.remove(path);
    assert.equal(await isMade(made, path), false);
  }));
