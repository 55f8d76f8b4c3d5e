import assert from "assert";
import { join } from "node:path";
import { underClaim } from "lib/storage/claim.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("underClaim() does work one at a time and says who did it", () =>
  inFolder(async (folder) => {
    const claimed = { lock: join(folder, "new", "x.lock"), doing: "works" };
    const events: string[] = [];
    const { promise: isRefused, resolve: refused } = Promise.withResolvers<void>();
    // The second process opens the lock once to claim it, and once more to wait.
    using _opens = afterOpens(claimed.lock, 3, refused);
    let second: Promise<boolean> | undefined;
    const isDone = await underClaim(claimed, async () => {
      events.push("first starts");
      second = underClaim(claimed, () => Promise.reject(new Error("must not be done")))
        .then((isDone) => (events.push("second goes on"), isDone));
      await isRefused;
      events.push("first ends");
    });
    assert.deepEqual([isDone, await second], [true, false]);
    assert.deepEqual(events, ["first starts", "first ends", "second goes on"]);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(join(folder, "new"))), []);
  }));

/** Calls `then` when a file has been opened so many times. */
function afterOpens(path: string, times: number, then: () => void) {
  const { open } = Deno;
  let count = 0;
  const counting: typeof open = async (...args) => {
    const file = await open(...args);
    if (args[0] === path && ++count === times) then();
    return file;
  };
  Object.assign(Deno, { open: counting });
  return { [Symbol.dispose]: () => void Object.assign(Deno, { open }) };
}

Deno.test("underClaim() gives its claim back when the work throws", () =>
  inFolder(async (folder) => {
    const claimed = { lock: join(folder, "x.lock"), doing: "works" };
    await assert.rejects(underClaim(claimed, () => Promise.reject(new RangeError("no"))), {
      name: "RangeError",
    });
    assert.equal(await underClaim(claimed, () => Promise.resolve()), true);
  }));

Deno.test("underClaim() names a folder that cannot be written", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const claimed = { lock: join(file, "x.lock"), doing: "works" };
    await assert.rejects(underClaim(claimed, () => Promise.resolve()), {
      name: "UnwritableError",
      message: `Cannot write to ${file}: a file stands where a folder is expected`,
    });
  }));
