import assert from "assert";
import { join } from "node:path";
import { readGraphsOptions, runGraphs } from "lib/commands/graphs.ts";
import { exists } from "lib/files.ts";
import type { Notebook } from "lib/notebooks/notebook.ts";
import { readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { type Profile, settings } from "lib/settings.ts";
import { inTemporaryFolder, notebookOf } from "../notebooks/_fixtures.ts";

const FIXTURE = join(import.meta.dirname!, "_graphs_fixture.ts");

/** Writes notebooks into a new project folder. */
async function inProject(
  notebooks: Readonly<Record<string, Notebook>>,
  task: (root: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (root) => {
    for (const [name, notebook] of Object.entries(notebooks)) {
      await writeNotebook(join(root, "notebooks", `${name}.ipynb`), notebook);
    }
    await task(root);
  });
}

async function runIn(root: string, profile: Profile, ...args: string[]): Promise<number> {
  const options = await readGraphsOptions(args, join(root, "notebooks"));
  const graphs = join(root, "graphs", "sample");
  const changed = { ...settings, profile, root, graphs, cache: join(root, "cache") };
  return await runGraphs({ ...options, settings: changed });
}

/** Runs the command as a process of its own. */
function spawn(root: string, ...args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", FIXTURE, root, "--profile", "sample", ...args],
    cwd: settings.root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("readGraphsOptions() reads names, profile and limit, and refuses others", async () => {
  await inProject({ "A b": notebookOf(), "C": notebookOf() }, async (root) => {
    const read = (...args: string[]) => readGraphsOptions(args, join(root, "notebooks"));
    const options = await read("c", "--profile", "sample", "--timeout-s", "2.5", "--list");
    assert.deepEqual(options.names, ["C"]);
    assert.equal(options.settings.profile, "sample");
    assert.equal(options.timeoutMs, 2500);
    assert.equal(options.list, true);
    assert.deepEqual((await read()).names, ["A b", "C"]);
    assert.equal((await read()).timeoutMs, 1_800_000);
    await assert.rejects(read("--timeout-s", "0"), /--timeout-s: expected a number above 0, got 0/);
    await assert.rejects(read("--timeout-s", "soon"), /got soon/);
    await assert.rejects(read("--profile", "huge"), { name: "RangeError", message: /"huge"/ });
    await assert.rejects(read("--nope"), {
      name: "UsageError",
      message: "expected --profile, --list or --timeout-s, got --nope",
    });
    await assert.rejects(read("zoo"), { name: "RangeError", message: /"A b", "C"/ });
  });
});

Deno.test("runGraphs() writes the same bytes twice and leaves them alone in profile sample", async () => {
  const good = notebookOf('console.log("a");\nconsole.error("b");\n[1, "c"]');
  await inProject({ Good: good }, async (root) => {
    const file = join(root, "notebooks", "Good.ipynb");
    assert.equal(await runIn(root, "standard"), 0);
    const first = await Deno.readTextFile(file);
    assert.deepEqual((await readNotebook(file)).metadata, { viranova: { profile: "standard" } });
    assert.equal(await runIn(root, "standard"), 0);
    assert.equal(await Deno.readTextFile(file), first);
    assert.equal(await runIn(root, "sample"), 0);
    assert.equal(await Deno.readTextFile(file), first);
    const sample = await Deno.readTextFile(join(root, "graphs", "sample", "Good.ipynb"));
    assert.equal(sample, first.replace("standard", "sample"));
  });
});

Deno.test("runGraphs() leaves a failing notebook as it was, runs the next and says so", async () => {
  const notebooks = { Bad: notebookOf("1", 'throw new Error("boom")'), Good: notebookOf("2") };
  await inProject(notebooks, async (root) => {
    const before = await Deno.readTextFile(join(root, "notebooks", "Bad.ipynb"));
    const { code, stdout } = await spawn(root).output();
    const text = new TextDecoder().decode(stdout);
    assert.equal(code, 1);
    assert.match(text, /^Profile sample /);
    assert.match(text, /\nBad, code cell 2: Error: boom\n {3}1 \| throw new Error\("boom"\)\n/);
    assert.match(
      text,
      /\nGood -> graphs.sample.Good\.ipynb \(the notebook itself keeps its outputs\)\n/,
    );
    assert.match(
      text,
      /\nAll graphs on one page -> graphs.sample.index\.html \(0 graphs, \d\.\d MB\)\n/,
    );
    assert.match(text, /\n1 of 2 notebooks done\nfailed: Bad, code cell 2: Error: boom\n$/);
    assert.equal(await Deno.readTextFile(join(root, "notebooks", "Bad.ipynb")), before);
    assert.equal(await exists(join(root, "graphs", "sample", "Bad.ipynb")), false);
  });
});

Deno.test({
  name: "runGraphs() kills its kernel and tidies up on SIGTERM",
  ignore: Deno.build.os === "windows", // which has no signals to send
  async fn() {
    const notebook = notebookOf('Deno.writeTextFileSync("pid", `${Deno.pid}`);\nfor (;;);');
    await inProject({ Endless: notebook }, async (root) => {
      const child = spawn(root);
      const output = child.output();
      const pid = Number(await readWhenThere(join(root, "notebooks", "pid")));
      child.kill("SIGTERM");
      const { code, stdout } = await output;
      assert.equal(code, 143);
      assert.match(new TextDecoder().decode(stdout), /\nStopped by SIGTERM\n$/);
      assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(join(root, "cache"))), []);
    });
  },
});

async function readWhenThere(path: string): Promise<string> {
  for (;;) {
    if (await exists(path)) {
      const text = await Deno.readTextFile(path);
      if (text !== "") return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

Deno.test("runGraphs() lists notebooks with their code cells and titles", async () => {
  await inProject({ Two: notebookOf("1", "", "2") }, async (root) => {
    const { code, stdout } = await spawn(root, "--list").output();
    assert.equal(code, 0);
    assert.match(new TextDecoder().decode(stdout), /\nTwo · 2 code cells · Fixture\n$/);
  });
});
