import assert from "assert";
import { peakMemory } from "lib/notebooks/kernel_process.ts";

Deno.test({
  name: "peakMemory() gives bytes, no fewer than are held now",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const peak = await peakMemory(Deno.pid);
    const { rss } = Deno.memoryUsage();
    assert.ok(peak! > 0.9 * rss, `${peak} bytes at most, ${rss} now`);
    assert.ok(peak! < 1000 * rss, `${peak} bytes at most, ${rss} now`);
  },
});

Deno.test("peakMemory() gives nothing of a process that there is not", async () => {
  assert.equal(await peakMemory(0), undefined);
});
