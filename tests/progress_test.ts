import assert from "assert";

/** Runs a script with `startProgress` at hand and returns what it wrote on standard error. */
async function stderrOf(script: string): Promise<string> {
  const code = `import { startProgress } from "lib/progress.ts";\n${script}`;
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", code],
    env: { NO_COLOR: "1" },
  }).output();
  return new TextDecoder().decode(stderr);
}

Deno.test("startProgress() shows how far, how fast and how long still", async () => {
  const shown = await stderrOf(`
    const progress = startProgress("encoding", { total: 4, unit: "texts" });
    await new Promise((done) => setTimeout(done, 100));
    progress.advance(4);
    progress.stop();`);
  const last = shown.trim().split("\n").at(-1)!;
  assert.match(last, /^encoding \[=+\] 4\/4 texts · [\d.]+ texts\/s · \d+s gone · 0s left$/);
});

Deno.test("startProgress() counts what an earlier run finished, but not in the rate", async () => {
  const shown = await stderrOf(`
    const progress = startProgress("training", { total: 1000, done: 900, unit: "steps" });
    await new Promise((done) => setTimeout(done, 500));
    progress.advance();
    progress.stop();`);
  const [, steps, rate] = /(\d+)\/1000 steps · ([\d.]+) steps\/s/.exec(
    shown.trim().split("\n").at(-1)!,
  )!;
  assert.equal(steps, "901");
  assert.ok(Number(rate) <= 2, `${rate} steps a second`); // one step in half a second
});
