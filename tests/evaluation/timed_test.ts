import assert from "assert";
import { timed } from "lib/evaluation/timed.ts";

Deno.test("timed() gives the value and the seconds that passed until it was there", async () => {
  let ms = 5000;
  const clock = { now: () => ms };
  const call = async () => {
    await Promise.resolve();
    ms += 1250;
    return "done";
  };
  assert.deepEqual(await timed(call, { clock }), { value: "done", seconds: 1.25 });
});

Deno.test("timed() reads this machine's clock, which runs forwards", async () => {
  const { seconds } = await timed(() => new Promise((done) => setTimeout(done, 30)));
  assert.ok(seconds > 0.02, `${seconds} s`); // however busy the machine is
});

Deno.test("timed() lets an error through", async () => {
  await assert.rejects(timed(() => Promise.reject(new RangeError("no"))), { name: "RangeError" });
});
