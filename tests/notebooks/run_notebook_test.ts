import assert from "assert";
import { join } from "node:path";
import { describeFailure } from "lib/notebooks/describe_failure.ts";
import type { Notebook } from "lib/notebooks/notebook.ts";
import { runNotebook, type RunOptions } from "lib/notebooks/run_notebook.ts";
import { inTemporaryFolder, notebookOf } from "./_fixtures.ts";

/** Runs a notebook and checks that nothing of its kernel is left. */
async function run(notebook: Notebook, options: Partial<RunOptions> = {}) {
  let result: Awaited<ReturnType<typeof runNotebook>> | undefined;
  await inTemporaryFolder(async (folder) => {
    const cache = join(folder, "cache");
    result = await runNotebook(notebook, { profile: "sample", folder, cache, ...options });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(cache)), []);
  });
  return result!;
}

async function failureOf(notebook: Notebook, options: Partial<RunOptions> = {}) {
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
  const result = await run(notebook, { onCell: () => cells++ });
  assert.ok(result.status === "done");
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

Deno.test("runNotebook() does not wait for a cell beyond its limit", async () => {
  const started = performance.now();
  const failure = await failureOf(notebookOf("1", "for (;;);"), { timeoutMs: 1500 });
  assert.ok(performance.now() - started < 20_000);
  assert.equal(failure.cell, 2);
  assert.match(failure.reason, /^The kernel was still running a cell after 1\.5 s/);
});

Deno.test("runNotebook() reports a kernel that ends or is killed, with its last words", async () => {
  const exit = await failureOf(notebookOf(
    'const say = (text: string) => Deno.writeTextFileSync("/dev/stderr", text);\n' +
      'if (Deno.build.os !== "windows") say("last words");\nDeno.exit(3);',
  ));
  assert.match(exit.reason, /^The kernel died while running a cell \(exit code 3\)/);
  if (Deno.build.os !== "windows") assert.match(exit.reason, /it wrote last:\n[^]*last words$/);
  const kill = await failureOf(notebookOf("1", 'Deno.kill(Deno.pid, "SIGKILL");\nfor (;;);'));
  assert.equal(kill.cell, 2);
  assert.match(kill.reason, /^The kernel died while running a cell \((SIGKILL|exit code)/);
});

Deno.test("runNotebook() kills its kernel and throws the reason when aborted", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const stopped = run(notebookOf("1", "for (;;);"), {
    signal: controller.signal,
    onCell: () => controller.abort(reason),
  });
  await assert.rejects(stopped, reason);
  await assert.rejects(run(notebookOf("1"), { signal: AbortSignal.abort(reason) }), reason);
});
