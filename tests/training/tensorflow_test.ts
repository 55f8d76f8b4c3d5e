import assert from "assert";
import { join } from "node:path";
import {
  addonFiles,
  describeAddon,
  isAddonWhole,
  LIBRARIES,
} from "lib/training/addon/_addon_files.ts";
import { registerSegmentSum } from "lib/training/_segment_sum.ts";
import { firstCommand, runCommand } from "lib/training/addon/_run_command.ts";
import { createGenerator } from "lib/random.ts";
import { randomUniform } from "lib/training/random_uniform.ts";
import { loadTensorFlow, nativeRandomUniform, tf } from "lib/training/tensorflow.ts";

/** An addon with its libraries and seal as a build leaves them, in a folder of its own. */
async function builtAddon() {
  const folder = await Deno.makeTempDir();
  const files = addonFiles(folder);
  await Deno.mkdir(join(folder, "lib", "napi-v8"), { recursive: true });
  await Deno.mkdir(files.libraryFolder, { recursive: true });
  await Deno.writeTextFile(files.addon, "addon");
  for (const name of LIBRARIES) await Deno.writeTextFile(join(files.libraryFolder, name), name);
  await Deno.writeTextFile(files.seal, await describeAddon(files.addon, files.libraryFolder));
  return { files, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

Deno.test("loadTensorFlow() takes the backend asked for and says so, again and again", async () => {
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(await loadTensorFlow({ backend: "cpu" }), {
      backend: "cpu",
      reason: "asked for",
    });
    assert.equal(tf.getBackend(), "cpu");
  }
});

Deno.test("isAddonWhole() accepts a build as it was left, and an install without a seal", async () => {
  await using built = await builtAddon();
  assert.ok(await isAddonWhole(built.files));
  await Deno.remove(built.files.seal);
  assert.ok(await isAddonWhole(built.files));
});

Deno.test("isAddonWhole() refuses a build with a part missing, cut or changed", async () => {
  const damage: ((files: ReturnType<typeof addonFiles>) => Promise<void>)[] = [
    ({ addon }) => Deno.remove(addon),
    ({ addon }) => Deno.truncate(addon, 2),
    ({ addon }) => Deno.writeTextFile(addon, "nodda"),
    ({ libraryFolder }) => Deno.remove(join(libraryFolder, LIBRARIES[0])),
    ({ libraryFolder }) => Deno.truncate(join(libraryFolder, LIBRARIES[1]), 1),
  ];
  for (const spoil of damage) {
    await using built = await builtAddon();
    await spoil(built.files);
    assert.equal(await isAddonWhole(built.files), false, String(spoil));
  }
});

Deno.test("runCommand() fails with the command's last lines, and after its time", async () => {
  const fail = "console.error('first\\nsecond\\nthird\\nfourth'); Deno.exit(3)";
  await assert.rejects(runCommand([Deno.execPath(), "eval", fail]), {
    message: `${Deno.execPath()} ended with 3: second third fourth`,
  });
  const wait = "await new Promise((done) => setTimeout(done, 60_000))";
  await assert.rejects(runCommand([Deno.execPath(), "eval", wait], { timeoutMs: 100 }));
});

Deno.test("firstCommand() finds the first that is there", async () => {
  const deno = Deno.execPath();
  assert.equal(await firstCommand(["no-such-command", deno, "g++"]), deno);
  assert.equal(await firstCommand(["no-such-command"]), undefined);
});

Deno.test("registerSegmentSum() sums rows by segment, segments without rows being 0", async () => {
  await loadTensorFlow({ backend: "cpu" });
  registerSegmentSum("cpu"); // once more changes nothing
  const rows = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
  const sums = tf.unsortedSegmentSum(rows, tf.tensor1d([3, 0, 3], "int32"), 4);
  assert.deepEqual(sums.arraySync(), [[3, 4], [0, 0], [0, 0], [6, 8]]);
});

Deno.test("randomUniform() draws in [0, 1), the same for the same generator state", async () => {
  await loadTensorFlow({ backend: "cpu" });
  assert.equal(nativeRandomUniform([2], [1, 2]), undefined);
  const generator = createGenerator(5);
  const first = randomUniform([1000], generator);
  assert.notDeepEqual(randomUniform([1000], generator).dataSync(), first.dataSync());
  assert.deepEqual(randomUniform([1000], createGenerator(5)).dataSync(), first.dataSync());
  const mean = tf.mean(first).dataSync()[0]!;
  assert.ok(Math.abs(mean - 0.5) < 0.05, `mean ${mean}`); // 5 deviations of the mean
  assert.ok(tf.min(first).dataSync()[0]! >= 0 && tf.max(first).dataSync()[0]! < 1);
});
