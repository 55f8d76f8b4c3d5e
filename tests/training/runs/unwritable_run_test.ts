import assert from "assert";
import { join } from "node:path";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { tinyRun } from "./_tiny_run.ts";

await loadTensorFlow({ backend: "cpu" });

testWithDisk(
  "fineTune() takes a finished run from a read-only folder, and trains none there",
  async (disk) => {
    const folder = join(disk.folder, "runs");
    const { numbers } = await tinyRun(folder);
    await disk.makeReadOnly();
    assert.deepEqual((await tinyRun(folder)).numbers, numbers);
    await assert.rejects(tinyRun(folder, { seed: 2 }), {
      name: "UnwritableError",
      message: /^Cannot write to .*runs.*: the file system is read-only$/,
    });
  },
);

testWithDisk("fineTune() names a full disk, and goes on from what was kept there", async (disk) => {
  const folder = join(disk.folder, "runs");
  const whole = await tinyRun(join(disk.folder, "whole"));
  await tinyRun(folder, { untilEpoch: 1 });
  await disk.fill();
  await assert.rejects(tinyRun(folder), {
    name: "UnwritableError",
    message: /^Cannot write to .*: no space is left on the disk$/,
  });
  await disk.makeWritable();
  assert.deepEqual((await tinyRun(folder)).numbers, whole.numbers);
});
