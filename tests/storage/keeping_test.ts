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
