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
    const clock = { ms: 0 };
    const progress = startProgress("training", {
      total: 1000, done: 900, unit: "steps", now: () => clock.ms,
    });
    clock.ms = 500;
    progress.advance();
    progress.stop();`);
  const last = shown.trim().split("\n").at(-1)!;
  assert.match(last, / 901\/1000 steps · 2\.0 steps\/s · /); // one step in half a second
});

Deno.test("startProgress() shows nothing more once it is stopped, and keeps no process alive", async () => {
  const shown = await stderrOf(`
    const progress = startProgress("encoding", { total: 4, unit: "texts" });
    progress.stop();
    progress.advance();
    progress.kept("text 1");
    progress.stop();`);
  const lines = shown.trim().split("\n").filter((line) => line.trim() !== "");
  assert.deepEqual(lines.map((line) => / \d\/4 /.exec(line)?.[0]), [" 0/4 ", " 0/4 "]);
});

Deno.test("say() and sayOnce() write a line on standard error", async () => {
  const code = 'import { say, sayOnce } from "lib/progress.ts";\n' +
    'say("one"); sayOnce("two"); sayOnce("two"); sayOnce("three"); say("one");';
  assert.equal(await stderrOf(code), "one\ntwo\nthree\none\n");
});
