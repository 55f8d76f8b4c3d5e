import assert from "assert";
import { timed } from "lib/evaluation/timed.ts";

Deno.test("timed() gives the value and at least the seconds that passed", async () => {
  const { value, seconds } = await timed(async () => {
    await new Promise((done) => setTimeout(done, 30));
    return "done";
  });
  assert.equal(value, "done");
  assert.ok(seconds > 0.025 && seconds < 5, `${seconds} s`);
});

Deno.test("timed() lets an error through", async () => {
  await assert.rejects(timed(() => Promise.reject(new RangeError("no"))), { name: "RangeError" });
});
