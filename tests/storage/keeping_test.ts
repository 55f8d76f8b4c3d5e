import assert from "assert";
import { UnwritableError } from "lib/files.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

const refusal = (code: string) => Object.assign(new Error("os error"), { code });

Deno.test("keepIfPossible() says whether the work was done", async () => {
  assert.equal(await keepIfPossible(() => Promise.resolve()), true);
  const refused = new UnwritableError("cache/a", refusal("ENOSPC"));
  assert.equal(await keepIfPossible(() => Promise.reject(refused)), false);
});

Deno.test("keepIfPossible() passes on all other errors", async () => {
  await assert.rejects(keepIfPossible(() => Promise.reject(new TypeError("a bug"))), {
    name: "TypeError",
  });
});

Deno.test("keepIfPossible() says one sentence for each cause, and no more", async () => {
  const program = `
    import { UnwritableError } from "lib/files.ts";
    import { keepIfPossible } from "lib/storage/keeping.ts";
    for (const [path, code] of [["a/x", "EROFS"], ["b/x", "EROFS"], ["a/y", "ENOSPC"]]) {
      const refused = new UnwritableError(path, Object.assign(new Error(), { code }));
      await keepIfPossible(() => Promise.reject(refused));
    }`;
  const args = ["eval", "--no-check", program];
  const { stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.deepEqual(new TextDecoder().decode(stderr).trim().split("\n"), [
    "Cannot write to a: the file system is read-only; going on, but nothing is kept",
    "Cannot write to a: no space is left on the disk; going on, but nothing is kept",
  ]);
});
