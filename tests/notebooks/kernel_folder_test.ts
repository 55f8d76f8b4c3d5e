import assert from "assert";
import { join } from "node:path";
import { openKernelFolder } from "lib/notebooks/kernel_folder.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";

async function namesIn(folder: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

/** Makes a folder as a runner leaves it that is killed. */
async function leaveBehind(cache: string, files: Readonly<Record<string, string>> = {}) {
  const folder = join(cache, `kernel-${crypto.randomUUID()}`);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}.lock`, "");
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), text);
  }
  return folder;
}

Deno.test("openKernelFolder() keeps a connection file for this user and leaves nothing", async () => {
  await inFolder(async (cache) => {
    const folder = await openKernelFolder(join(cache, "new"));
    const file = await folder.writeConnection({ key: "secret" });
    assert.deepEqual(JSON.parse(await Deno.readTextFile(file)), { key: "secret" });
    if (Deno.build.os !== "windows") assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
    await folder.notePid(Deno.pid);
    await folder.close();
    assert.deepEqual(await namesIn(join(cache, "new")), []);
  });
});

Deno.test("openKernelFolder() removes what killed runners left, and nothing else", async () => {
  await inFolder(async (cache) => {
    await leaveBehind(cache, { "connection.json": "{}", "pid": "0" });
    await leaveBehind(cache, { "pid": "no number" });
    await Deno.mkdir(join(cache, "kernel-0d6c5f4f9b3f7c11")); // of the form before locks
    await Deno.writeTextFile(join(cache, `kernel-${crypto.randomUUID()}.lock`), "");
    await Deno.mkdir(join(cache, "kernel-ridge"));
    const live = await openKernelFolder(cache);
    await live.writeConnection({});
    const next = await openKernelFolder(cache);
    const names = (await namesIn(cache)).filter((name) => !name.endsWith(".lock"));
    assert.equal(names.length, 2, names.join());
    assert.ok(names.includes("kernel-ridge"), names.join());
    await next.close();
    await live.close();
    assert.deepEqual(await namesIn(cache), ["kernel-ridge"]);
  });
});

Deno.test({
  name: "openKernelFolder() ends a kernel whose runner was killed, and no other process",
  ignore: Deno.build.os !== "linux", // elsewhere nothing tells whose process it is
  async fn() {
    await inFolder(async (cache) => {
      const folder = await leaveBehind(cache);
      const kernel = await startHolder(join(cache, "kernel"), join(folder, "connection.json"));
      const other = await startHolder(join(cache, "other"), "unrelated");
      await Deno.writeTextFile(join(folder, "pid"), `${kernel.pid}`);
      const another = await leaveBehind(cache, { pid: `${other.pid}` });
      await (await openKernelFolder(cache)).close();
      assert.equal((await kernel.status).signal, "SIGKILL");
      Deno.kill(other.pid, "SIGCONT"); // throws where there is no such process
      other.kill("SIGTERM");
      assert.equal((await other.status).signal, "SIGTERM");
      await assert.rejects(Deno.stat(another), Deno.errors.NotFound);
    });
  },
});

/** Starts a process that runs until it is ended, with a word on its command line. */
async function startHolder(file: string, word: string): Promise<Deno.ChildProcess> {
  const code = 'Deno.writeTextFileSync(Deno.args[0], ""); setInterval(() => {}, 1000);';
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", code, file, word] }).spawn();
  while (!await Deno.stat(file).then(() => true, () => false)) {
    await new Promise((done) => setTimeout(done, 20));
  }
  return child;
}

testWithDisk("openKernelFolder() names a folder that cannot be written", async (disk) => {
  const cache = join(disk.folder, "cache");
  const message = /^Cannot write to .*cache: (no space is left|the file system is read)/;
  await Deno.mkdir(cache);
  await disk.fill();
  const writeOnFull = async () => await (await openKernelFolder(cache)).writeConnection({ a: 1 });
  await assert.rejects(writeOnFull(), { name: "UnwritableError", message });
  assert.deepEqual(await namesIn(cache), []);
  await disk.makeReadOnly();
  await assert.rejects(openKernelFolder(cache), { name: "UnwritableError", message });
});
