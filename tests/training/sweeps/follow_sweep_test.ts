import assert from "assert";

/** Follows a sweep of 21 epochs and returns what was said, a line each. */
async function saidOf(script: string): Promise<string[]> {
  const code = `import { followSweep } from "lib/training/sweeps/_follow_sweep.ts";
    const clock = { ms: 1000 };
    const follower = followSweep("halving", { epochs: 21, now: () => clock.ms });
    const job = (trial, epochs) => ({ trial, epochs, configuration: {} });
    ${script}`;
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", code],
    env: { NO_COLOR: "1" },
  }).output();
  return new TextDecoder().decode(stderr).split("\n").filter((line) => line !== "");
}

Deno.test("followSweep() says once how long all epochs will take, measured on the first jobs", async () => {
  const said = await saidOf(`
    for (let trial = 0; trial < 9; trial++) {
      clock.ms += 30_000;
      follower.trained(job(trial, 1));
    }`);
  assert.deepEqual(said, [
    "halving: 21 epochs of all trials, about 11 min at 30 s an epoch, measured on the first 2",
  ]); // 21 x 30 s are 10 minutes and a half
});

Deno.test("followSweep() counts a trial's later epochs alone, and no job of an earlier run", async () => {
  const said = await saidOf(`
    for (let trial = 0; trial < 9; trial++) follower.found(job(trial, 1));
    clock.ms += 50_000;
    follower.trained(job(4, 3));
    clock.ms += 50_000;
    follower.trained(job(1, 3));`);
  assert.deepEqual(said, [
    "halving: 12 of 21 epochs of all trials left, about 5 min at 25 s an epoch, measured on the first 4",
  ]);
});
