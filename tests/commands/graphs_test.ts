import assert from "assert";
import { join } from "node:path";
import { readGraphsArguments } from "lib/commands/_graphs_arguments.ts";
import { run } from "lib/commands/graphs.ts";
import { readFinished } from "lib/evaluation/predictions/finished_notebooks.ts";
import { exists } from "lib/files.ts";
import { type Notebook, notebookDigest } from "lib/notebooks/notebook.ts";
import { readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { type Profile, settings } from "lib/settings.ts";
import { untilFree } from "lib/storage/claim.ts";
import { testWithDisk } from "../_unwritable.ts";
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
  const graphs = join(root, "graphs", "sample");
  const changed = { ...settings, profile, root, graphs, cache: join(root, "cache") };
  return await run(args, { folder: join(root, "notebooks"), settingsOf: () => changed });
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

Deno.test("readGraphsArguments() reads names, profile and limit, and refuses others", async () => {
  await inProject({ "A b": notebookOf(), "C": notebookOf() }, async (root) => {
    const read = (...args: string[]) =>
      readGraphsArguments(args, { folder: join(root, "notebooks") });
    const options = await read("c", "--profile", "sample", "--timeout-s", "2.5", "--list");
    assert.deepEqual(options.names, ["C"]);
    assert.equal(options.settings.profile, "sample");
    assert.equal(options.timeoutMs, 2500);
    assert.equal((await read()).timeoutMs, undefined);
    assert.equal(options.list, true);
    assert.deepEqual((await read()).names, ["A b", "C"]);
    assert.equal((await read("--help", "zoo")).help, true); // whatever else is wrong
    const wrong: [string[], RegExp][] = [
      [["--timeout-s", "0"], /^--timeout-s: expected a number above 0 up to 2147483, got 0$/],
      [["--timeout-s", "soon"], /got soon$/],
      [["--timeout-s", "2147484"], /got 2147484$/], // a timer would be over at once
      [["--profile", "huge"], /"huge"/],
      [["--nope"], /^expected --profile, --list, --timeout-s or --help, got --nope$/],
      [["zoo"], /"A b", "C"/],
    ];
    for (const [args, message] of wrong) {
      await assert.rejects(read(...args), { name: "UsageError", message });
    }
  });
});

Deno.test("graphs writes the same bytes twice and leaves them alone in profile sample", async () => {
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

/** Runs the command and returns what it wrote. */
async function outputOf(root: string, ...args: string[]) {
  const { code, stdout, stderr } = await spawn(root, ...args).output();
  const [text, complaint] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, text: text!, complaint: complaint! };
}

Deno.test("graphs leaves a failing notebook as it was, runs the next and says so", async () => {
  const notebooks = { Bad: notebookOf("1", 'throw new Error("boom")'), Good: notebookOf("2") };
  await inProject(notebooks, async (root) => {
    const before = await Deno.readTextFile(join(root, "notebooks", "Bad.ipynb"));
    const { code, text } = await outputOf(root);
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
    assert.match(text, /\nBad failed in \d+\.\d s( · peak \d\.\d GB)?\n/);
    assert.match(text, /\nGood done in \d+\.\d s( · peak \d\.\d GB)?\n/);
    assert.ok(text.endsWith(
      "\n1 of 2 notebooks done: Good\nfailed: Bad, code cell 2: Error: boom; " +
        "mend its cause, then run again: finished parts are kept\n",
    ));
    assert.equal(await Deno.readTextFile(join(root, "notebooks", "Bad.ipynb")), before);
    assert.equal(await exists(join(root, "graphs", "sample", "Bad.ipynb")), false);
  });
});

Deno.test({
  name: "graphs kills its kernel and tidies up on SIGTERM",
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
      const end = "\n0 of 1 notebooks done\nnot run to their end: Endless\nStopped by SIGTERM\n";
      assert.ok(new TextDecoder().decode(stdout).endsWith(end));
      assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(join(root, "cache"))), []);
    });
  },
});

Deno.test("graphs ends its kernel however it is killed, and tidies up the next time", async () => {
  const endless = notebookOf(
    'const lock = Deno.openSync("held", { write: true, create: true });\nlock.lockSync(true);\n' +
      'Deno.writeTextFileSync("pid", `${Deno.pid}`);\nfor (;;);',
  );
  await inProject({ Endless: endless, Good: notebookOf("1") }, async (root) => {
    const child = spawn(root, "endless");
    const output = child.output();
    await readWhenThere(join(root, "notebooks", "pid"));
    child.kill("SIGKILL");
    await output;
    await untilFree(join(root, "notebooks", "held")); // the system frees it when the kernel is gone
    assert.equal(await runIn(root, "sample", "good"), 0);
    const left = await Array.fromAsync(Deno.readDir(join(root, "cache")), ({ name }) => name);
    assert.deepEqual(left, ["predictions"]);
  });
});

Deno.test("graphs says at the end where a failed notebook goes on", async () => {
  const notebook = notebookOf(
    'import { startProgress } from "lib/progress.ts";',
    'startProgress("Training", { total: 900, unit: "steps" }).kept("step 400");\n' +
      'Deno.kill(Deno.pid, "SIGKILL");\nfor (;;);',
  );
  await inProject({ Trained: notebook, Next: notebookOf("1") }, async (root) => {
    const { code, text, complaint } = await outputOf(root);
    assert.equal(code, 1);
    assert.match(
      text,
      /\n1 of 2 notebooks done: Next\nfailed: Trained, code cell 2: The kernel died while .*; run again: goes on at step 400\n$/,
    );
    assert.match(complaint, /^Trained · cell 2 of 2 · Training .* 0\/900 steps/m);
  });
});

Deno.test("graphs records which source of a notebook was run to its end", async () => {
  const good = notebookOf('Deno.copyFileSync("Good.ipynb.new", "Good.ipynb");');
  await inProject({ Good: good, Bad: notebookOf("throw 1") }, async (root) => {
    const other = join(root, "notebooks", "Good.ipynb.new");
    await writeNotebook(other, notebookOf("changed while it runs"));
    assert.equal(await runIn(root, "sample"), 1);
    const finished = await readFinished(join(root, "cache", "predictions", "sample"));
    assert.deepEqual([...finished.values()].map(({ notebook, digest }) => [notebook, digest]), [
      ["Good", notebookDigest(good)],
    ]);
  });
});

Deno.test("graphs names a notebook that cannot be read, and runs the others", async () => {
  await inProject({ Good: notebookOf("1") }, async (root) => {
    await Deno.writeTextFile(join(root, "notebooks", "Broken.ipynb"), "{");
    const { code, text, complaint } = await outputOf(root);
    assert.equal(code, 1);
    assert.match(text, /\n1 of 2 notebooks done: Good\nfailed: Broken: Cannot read the notebook /);
    assert.match(complaint, /^graphs: Cannot read the notebook .*Broken\.ipynb: /m); // the page's
  });
});

/** Writes notebooks on a disk of their own and a page as an earlier run left it. */
async function fillProject(root: string, notebooks: Readonly<Record<string, Notebook>>) {
  for (const [name, notebook] of Object.entries(notebooks)) {
    await writeNotebook(join(root, "notebooks", `${name}.ipynb`), notebook);
  }
  await Deno.mkdir(join(root, "graphs", "sample"), { recursive: true });
  await Deno.writeTextFile(join(root, "graphs", "sample", "index.html"), "the page before");
}

testWithDisk(
  "graphs ends on a full disk by one sentence, after what was done",
  async (disk) => {
    const root = disk.folder;
    const fill = 'const file = Deno.openSync("full", { append: true, create: true });\n' +
      "try {\n  for (;;) file.writeSync(new Uint8Array(4096));\n} catch {}\n" +
      'console.log("more than what the kernel leaves free when it ends".repeat(2000));';
    await fillProject(root, { "A": notebookOf("1"), "B": notebookOf(fill), "C": notebookOf("3") });
    const { code, text, complaint } = await outputOf(root);
    assert.equal(code, 1);
    const folder = join(root, "graphs", "sample");
    const sentence = `Cannot write to ${folder}: no space is left on the disk`;
    assert.ok(
      text.endsWith(
        `\n1 of 3 notebooks done: A\nfailed: B: ${sentence}; make room or give the right to write, ` +
          "then run again: finished parts are kept\nnot run to their end: C\n",
      ),
      text,
    );
    assert.equal(complaint.trim().split("\n").at(-1), `graphs: ${sentence}`);
    assert.doesNotMatch(text + complaint, /^\s+at /m);
    assert.equal(
      (await readNotebook(join(folder, "A.ipynb"))).metadata.viranova !== undefined,
      true,
    );
    assert.equal(await exists(join(folder, "B.ipynb")), false);
    assert.equal(await Deno.readTextFile(join(folder, "index.html")), "the page before");
  },
);

testWithDisk(
  "graphs ends on a full disk that a cell meets by the same sentence",
  async (disk) => {
    const root = disk.folder;
    const bad = 'const unwritable = new Error("Cannot write to there: no space is left");\n' +
      'unwritable.name = "UnwritableError";\nthrow unwritable;';
    await fillProject(root, { "A": notebookOf(bad), "B": notebookOf("1") });
    const { code, text, complaint } = await outputOf(root);
    assert.equal(code, 1);
    assert.match(
      text,
      /\n0 of 2 notebooks done\nfailed: A, code cell 1: Cannot write to there: .*\nnot run to their end: B\n$/,
    );
    assert.match(complaint, /\ngraphs: Cannot write to there: no space is left\n$/);
  },
);

testWithDisk(
  "graphs ends on a read-only disk by one sentence and changes nothing",
  async (disk) => {
    const root = disk.folder;
    await fillProject(root, { "A": notebookOf("1"), "B": notebookOf("2") });
    await disk.makeReadOnly();
    const { code, text, complaint } = await outputOf(root);
    assert.equal(code, 1);
    assert.match(text, /\n0 of 2 notebooks done\nfailed: A: .*\nnot run to their end: B\n$/);
    const last = complaint.trim().split("\n").at(-1)!;
    assert.equal(
      last,
      `graphs: Cannot write to ${join(root, "cache")}: the file system is read-only`,
    );
    const page = join(root, "graphs", "sample", "index.html");
    assert.equal(await Deno.readTextFile(page), "the page before");
  },
);

Deno.test("run() says what the command does, its options and its exit codes", async () => {
  for (const command of ["graphs", "report"]) {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", join("lib", "commands", "main.ts"), command, "--help"],
      cwd: settings.root,
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert.equal(code, 0);
    assert.match(text, new RegExp(`^deno task ${command} `));
    assert.match(text, /\n {2}--profile NAME .*\n/);
    assert.match(text, /\nExit code: 0 [^]*; 1 [^]*;\s2 [^]*130, 143 or 129/);
  }
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

Deno.test("graphs lists notebooks with their code cells and titles", async () => {
  await inProject({ Two: notebookOf("1", "", "2") }, async (root) => {
    const { code, stdout } = await spawn(root, "--list").output();
    assert.equal(code, 0);
    assert.match(new TextDecoder().decode(stdout), /\nTwo · 2 code cells · Fixture\n$/);
  });
});

Deno.test("graphs leaves a committed leaderboard alone until all that it reads was run", async () => {
  const board = notebookOf("const readPredictions = () => 7;\nreadPredictions()");
  const broken = notebookOf(
    'const savePredictions = () => { throw new Error("no") };\nsavePredictions()',
  );
  await inProject({ Broken: broken, Leaderboard: board }, async (root) => {
    const file = join(root, "notebooks", "Leaderboard.ipynb");
    const before = await Deno.readTextFile(file);
    assert.equal(await runIn(root, "standard"), 1);
    assert.equal(await Deno.readTextFile(file), before);
    assert.equal(await runIn(root, "sample", "Leaderboard"), 0); // nothing there is committed
    assert.equal(await exists(join(root, "graphs", "sample", "Leaderboard.ipynb")), true);
  });
});
