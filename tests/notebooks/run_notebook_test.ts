import assert from "assert";
import { join } from "node:path";
import { describeFailure } from "lib/notebooks/describe_failure.ts";
import type { Notebook } from "lib/notebooks/notebook.ts";
import type { ProgressMessage } from "lib/notebooks/progress_message.ts";
import { runNotebook, type RunOptions } from "lib/notebooks/run_notebook.ts";
import { inTemporaryFolder, notebookOf } from "./_fixtures.ts";
import { createTimers } from "./_timers.ts";

/** Options, made from the kernel's working folder. */
type MakeOptions = (folder: string) => Partial<RunOptions>;

/** Runs a notebook and checks that nothing of its kernel is left. */
async function run(notebook: Notebook, options: MakeOptions = () => ({})) {
  let result: Awaited<ReturnType<typeof runNotebook>> | undefined;
  await inTemporaryFolder(async (folder) => {
    const cache = join(folder, "cache");
    const own = { profile: "sample", folder, cache } as const;
    result = await runNotebook(notebook, { ...own, ...options(folder) });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(cache)), []);
  });
  return result!;
}

async function failureOf(notebook: Notebook, options?: MakeOptions) {
  const result = await run(notebook, options);
  assert.ok(result.status === "failed");
  return result.failure;
}

const printed = (text: string, name = "stdout") => ({ output_type: "stream", name, text });

Deno.test("runNotebook() gathers each cell's outputs, its own and no later ones", async () => {
  const notebook = notebookOf(
    'import { TARGETS } from "lib/targets.ts";\nimport { settings } from "lib/settings.ts";',
    "for (let i = 0; i < 2000; i++) console.log(i);",
    " ",
    'console.error("late");\n[settings.profile, TARGETS.length]',
    'const show = (text: string, id: string) => Deno.jupyter.broadcast("display_data",\n' +
      '  { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } });\n' +
      'console.log("before");\nawait show("old", "x");\nconsole.log("after");',
    'await Deno.jupyter.broadcast("update_display_data",\n' +
      '  { data: { "text/plain": "new" }, metadata: {}, transient: { display_id: "x" } });\n' +
      'console.log("gone");\nawait Deno.jupyter.broadcast("clear_output", { wait: false });',
  );
  let cells = 0;
  const result = await run(notebook, () => ({ onCell: () => cells++ }));
  assert.ok(result.status === "done");
  if (Deno.build.os === "linux") assert.ok(result.peakBytes! > 50e6, `${result.peakBytes} bytes`);
  assert.equal(cells, 5);
  assert.deepEqual(result.notebook.metadata, { viranova: { profile: "sample" } });
  const code = result.notebook.cells.slice(1);
  assert.deepEqual(code.map((cell) => cell.execution_count), [1, 2, null, 3, 4, 5]);
  assert.deepEqual(code.map((cell) => cell.outputs), [
    [],
    [printed(Array.from({ length: 2000 }, (_, i) => `${i}\n`).join(""))],
    [],
    [printed("late\n", "stderr"), {
      output_type: "execute_result",
      data: { "text/plain": '[ "sample", 2 ]' },
      metadata: {},
      execution_count: 3,
    }],
    [
      printed("before\n"),
      { output_type: "display_data", data: { "text/plain": "new" }, metadata: {} },
      printed("after\n"),
    ],
    [],
  ]);
});

Deno.test("runNotebook() stops at a cell that throws, with its source and trace", async () => {
  const source = 'function fail() {\n  throw new TypeError("boom");\n}\nfail();';
  const failure = await failureOf(notebookOf("1", source, 'console.log("never")'));
  assert.equal(failure.cell, 2);
  assert.equal(failure.source, source);
  assert.deepEqual([failure.kind, failure.errorName], ["threw", "TypeError"]);
  assert.equal(failure.reason, "TypeError: boom");
  assert.match(failure.traceback.join("\n"), /^TypeError: boom\n.*at fail \(<anonymous>:\d+:9\)/);
  assert.match(
    describeFailure("Fixture", failure),
    /^Fixture, code cell 2: TypeError: boom\n {3}1 \| function fail\(\) \{\n[^]*at fail/,
  );
});

Deno.test("runNotebook() stops at a cell that cannot be parsed", async () => {
  const failure = await failureOf(notebookOf("const a: = 3;"));
  assert.equal(failure.cell, 1);
  assert.match(describeFailure("Fixture", failure), /code it cannot parse/);
});

const USE_PROGRESS = 'import { say, startProgress } from "lib/progress.ts";\n' +
  'import { existsSync } from "node:fs";\nconst clock = { ms: 0 };';

/** Starts a task of four steps whose clock is the notebook's. */
const START =
  'const task = startProgress("Training", { total: 4, unit: "steps", now: () => clock.ms });';

Deno.test("runNotebook() hears of progress while a cell computes, and stores none of it", async () => {
  const told: ProgressMessage[] = [];
  const notebook = notebookOf(
    USE_PROGRESS,
    `${START}\nclock.ms = 1000;\ntask.advance();\nwhile (!existsSync("1 heard"));\n` +
      'clock.ms = 1999;\ntask.advance();\ntask.kept("step 2");\nwhile (!existsSync("2 heard"));\n' +
      "clock.ms = 2000;\ntask.advance();\nclock.ms = 3000;\ntask.advance();\ntask.stop();\n" +
      'say("A sentence");\n"result"',
  );
  const result = await run(notebook, (folder) => ({
    onProgress(progress) {
      told.push(progress);
      const step = / (\d)\/4 /.exec(progress.text)?.[1] ?? "";
      Deno.writeTextFileSync(join(folder, `${step} heard`), "");
    },
  }));
  assert.ok(result.status === "done");
  assert.deepEqual(result.notebook.cells.at(-1)!.outputs!.map(({ output_type }) => output_type), [
    "execute_result",
  ]);
  const lines = told.slice(0, -1);
  assert.equal(new Set(lines.map(({ id }) => id)).size, 1);
  assert.deepEqual(
    lines.map(({ text, goesOnAt }) => [/ \d\/4 steps/.exec(text)?.[0], goesOnAt]),
    [
      [" 0/4 steps", undefined],
      [" 1/4 steps", undefined],
      [" 2/4 steps", "step 2"], // less than a second after, but something was saved
      [" 4/4 steps", "step 2"],
    ],
  );
  assert.equal(told.at(-1)!.text, "A sentence");
  assert.notEqual(told.at(-1)!.id, told[0]!.id);
});

Deno.test("runNotebook() lets a cell go on for as long as it says how far it is", async () => {
  const { startTimer, pass } = createTimers();
  let heard = 0;
  const advance = "clock.ms += 1000;\ntask.advance();\n".repeat(4);
  const result = await run(notebookOf(USE_PROGRESS, `${START}\n${advance}`), () => ({
    silenceMs: 1000,
    startTimer,
    onProgress() {
      heard++;
      pass(600);
    },
  }));
  assert.equal(result.status, "done");
  assert.equal(heard, 5); // 3000 ms by the timers
});

Deno.test({
  name: "runNotebook() takes what is written on standard error for a sign of life",
  ignore: Deno.build.os === "windows", // which has no file that stands for it
  async fn() {
    const { startTimer, pass } = createTimers();
    const notebook = notebookOf(
      USE_PROGRESS,
      "for (const i of [1, 2, 3, 4]) {\n" +
        '  Deno.writeTextFileSync("/dev/stderr", `<seen ${i}>`);\n' +
        "  while (!existsSync(`seen ${i}`));\n}",
    );
    const result = await run(notebook, (folder) => ({
      silenceMs: 1000,
      startTimer,
      onStderr(text) {
        for (const [, name] of text.matchAll(/<(seen \d)>/g)) {
          pass(600);
          Deno.writeTextFileSync(join(folder, name!), "");
        }
      },
    }));
    assert.equal(result.status, "done");
  },
});

Deno.test("runNotebook() stops a cell that falls silent, and says where it goes on", async () => {
  const { startTimer, pass, running } = createTimers();
  const notebook = notebookOf(
    USE_PROGRESS,
    `${START}\ntask.kept("step 400");\nsay("and then nothing");\nfor (;;);`,
  );
  const failure = await failureOf(notebook, () => ({
    silenceMs: 1_800_000,
    startTimer,
    onProgress: ({ text }) => text === "and then nothing" && pass(1_800_000),
  }));
  assert.equal(failure.cell, 2);
  assert.equal(failure.kind, "silent");
  assert.match(
    failure.reason,
    /^The kernel was still running a cell after 1800 s without a sign of life/,
  );
  assert.equal(failure.goesOnAt, "step 400");
  assert.equal(running(), 0);
});

Deno.test("runNotebook() stops a cell at a limit on its whole time, whatever it says", async () => {
  const { startTimer, pass } = createTimers();
  const talk = "for (;;) {\n  say(`${clock.ms++}`);\n" +
    "  await new Promise((done) => setTimeout(done, 20));\n}";
  const failure = await failureOf(notebookOf(USE_PROGRESS, talk), () => ({
    timeoutMs: 1500,
    silenceMs: 1000,
    startTimer,
    onProgress: () => pass(600),
  }));
  assert.equal(failure.cell, 2);
  assert.equal(failure.kind, "late");
  assert.match(failure.reason, /^The kernel was still running a cell after 1\.5 s[;\n]/);
});

Deno.test("runNotebook() forgets where a task went on once another cell or task has begun", async () => {
  const kept = `${START}\ntask.kept("step 3");`;
  const later = await failureOf(notebookOf(USE_PROGRESS, kept, 'throw new Error("boom")'));
  assert.equal(later.goesOnAt, undefined);
  const next = 'startProgress("Encoding", { total: 1 });\nthrow new Error("boom");';
  const other = await failureOf(notebookOf(USE_PROGRESS, `${kept}\n${next}`));
  assert.equal(other.goesOnAt, undefined);
});

Deno.test("runNotebook() reports a kernel that ends or is killed, with its last words", async () => {
  const exit = await failureOf(notebookOf(
    'const say = (text: string) => Deno.writeTextFileSync("/dev/stderr", text);\n' +
      'if (Deno.build.os !== "windows") say("last words");\nDeno.exit(3);',
  ));
  assert.equal(exit.kind, "died");
  assert.match(exit.reason, /^The kernel died while running a cell \(exit code 3\)/);
  if (Deno.build.os !== "windows") assert.match(exit.reason, /it wrote last:\n[^]*last words$/);
  const kill = await failureOf(notebookOf("1", 'Deno.kill(Deno.pid, "SIGKILL");\nfor (;;);'));
  assert.equal(kill.cell, 2);
  assert.match(kill.reason, /^The kernel died while running a cell \((SIGKILL|exit code)/);
});

Deno.test("runNotebook() kills its kernel and throws the reason when aborted", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const stopped = run(notebookOf("1", "for (;;);"), () => ({
    signal: controller.signal,
    onCell: () => controller.abort(reason),
  }));
  await assert.rejects(stopped, reason);
  const before = run(notebookOf("1"), () => ({ signal: AbortSignal.abort(reason) }));
  await assert.rejects(before, reason);
});
