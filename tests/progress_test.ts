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

Deno.test("startProgress() says how long a long task will take, when its first items are done", async () => {
  const shown = await stderrOf(`
    const clock = { ms: 0 };
    const progress = startProgress("fine-tuning", {
      total: 1234, unit: "steps", each: "a step", besides: "12 validations", now: () => clock.ms,
    });
    for (let step = 0; step < 9; step++) {
      clock.ms += 10_000;
      progress.advance();
    }
    progress.stop();`);
  const said = shown.split("\n").filter((line) => line.startsWith("fine-tuning: "));
  assert.deepEqual(said, [
    "fine-tuning: 1,234 steps, about 3 h 30 min at 10 s a step, measured on the first 5; " +
    "not counted: 12 validations",
  ]); // 1,234 x 10 s are 205 minutes and 40 seconds
});

Deno.test("startProgress() leaves what an earlier run finished out of the rate", async () => {
  const shown = await stderrOf(`
    const clock = { ms: 0 };
    const progress = startProgress("encoding", { total: 1000, now: () => clock.ms });
    progress.passed(900);
    clock.ms = 500;
    progress.advance();
    progress.stop();`);
  const last = shown.trim().split("\n").at(-1)!;
  assert.match(last, / 901\/1000 items · 2\.0 items\/s · /);
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
