import assert from "assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRunsArguments } from "lib/commands/_runs_arguments.ts";
import { sizeInWords } from "lib/commands/_runs_table.ts";
import { run } from "lib/commands/runs.ts";
import { exists } from "lib/files.ts";
import { tryClaim } from "lib/storage/claim.ts";
import { listRuns } from "lib/training/runs/list_runs.ts";
import { inFolder } from "../_in_folder.ts";
import { fillCache, NAMES, NOW_MS } from "./_runs_cache.ts";

/** What the command prints and returns, its questions answered so. */
async function command(cache: string, args: readonly string[], answer?: boolean) {
  const printed: string[] = [];
  const asked: string[] = [];
  const confirm = (question: string) => {
    asked.push(question);
    return answer!;
  };
  const code = await run(args, {
    cache,
    nowMs: NOW_MS,
    print: (line) => printed.push(line),
    confirm: answer === undefined ? undefined : confirm,
  });
  return { code, printed, asked };
}

const namesIn = async (cache: string) => (await listRuns(cache)).map(({ name }) => name);

Deno.test("runs lists each run with model, recipe, size, age and whether it is finished", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const { code, printed } = await command(cache, []);
    assert.equal(code, 0);
    const cells = printed.map((line) => line.split(/ {2,}/));
    assert.deepEqual(cells[0], ["Run", "Model", "Data", "Recipe", "Size", "Age", "State"]);
    assert.deepEqual(cells.slice(1, -1).map(([name]) => name), NAMES);
    const rest = (name: string) => cells.find((row) => row[0] === name)?.slice(1);
    const [model, data, recipe, size, age, state] = rest("runs/standard/improved-1-aaaaaaaaaaaa")!;
    assert.deepEqual([model, data, recipe], ["tiny", "4 + 2 texts", "improved, seed 1"]);
    assert.match(size!, /^2\.\d KB$/); // the weights' 2000 bytes and run.json
    assert.deepEqual([age, state], ["0 min", "finished"]);
    assert.deepEqual(
      rest("runs/standard/improved-2-bbbbbbbbbbbb")!.slice(4),
      ["10 days", "stopped at step 2"],
    );
    assert.equal(rest("sweeps/standard/random-eeeeeeeeeeee")![2], "sweep over x, seed 1");
    assert.deepEqual(rest("runs/standard/original"), [
      "recipe unknown",
      "3 bytes",
      "60 days",
      "not used",
    ]);
    assert.equal(
      rest("runs/standard/improved-3-dddddddddddd.damaged")!.at(-1),
      "damaged, set aside",
    );
    assert.match(printed.at(-1)!, /^9 runs, \d\.\d KB$/);
  }));

Deno.test("runs says that there are none yet", () =>
  inFolder(async (cache) => {
    assert.deepEqual(await command(cache, []), { code: 0, printed: ["No runs yet"], asked: [] });
  }));

Deno.test("runs --remove removes a run of that name once it is confirmed, and nothing else", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const refused = await command(cache, ["--remove", "improved-2-bbbbbbbbbbbb"], false);
    assert.equal(refused.code, 1);
    assert.match(refused.asked.join(), /^Remove this run, \d+ bytes\?$/);
    assert.equal(refused.printed.at(-1), "Nothing was removed");
    assert.deepEqual(await namesIn(cache), NAMES);
    const done = await command(cache, ["--remove", "runs/standard/improved-2-bbbbbbbbbbbb"], true);
    assert.equal(done.code, 0);
    assert.match(
      done.printed.at(-1)!,
      /^removed runs\/standard\/improved-2-bbbbbbbbbbbb, \d+ bytes$/,
    );
    const left = NAMES.filter((name) => !name.includes("bbbb"));
    assert.deepEqual(await namesIn(cache), left);
    const folder = join(cache, "runs", "standard");
    const beside = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assert.ok(beside.every((name) => !name.includes("bbbb")), "no lock and no half is left");
  }));

Deno.test("runs --remove refuses where nobody can be asked, unless --yes is given", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const refused = await command(cache, ["--remove", "original"]);
    assert.equal(refused.code, 1);
    assert.equal(
      refused.printed.at(-1),
      "Nobody can be asked whether to remove this run, 3 bytes: add --yes",
    );
    assert.deepEqual(await namesIn(cache), NAMES);
    assert.equal((await command(cache, ["--remove", "original", "--yes"])).code, 0);
    assert.deepEqual(await namesIn(cache), NAMES.filter((name) => !name.endsWith("original")));
  }));

Deno.test("runs --remove takes an old sweep's journal along, and a sweep's trials", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const args = ["--remove", "halving", "--remove", "random-eeeeeeeeeeee", "--yes"];
    assert.equal((await command(cache, args)).code, 0);
    const left = await Array.fromAsync(Deno.readDir(join(cache, "sweeps", "standard")));
    assert.deepEqual(left.map(({ name }) => name), ["data.json"]);
  }));

Deno.test("runs --remove-older-than removes what was not used for so long", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    assert.equal((await command(cache, ["--remove-older-than", "30d", "--yes"])).code, 0);
    assert.deepEqual(await namesIn(cache), [
      "runs/standard/cross-attention/head-cccccccccccc",
      "runs/standard/improved-1-aaaaaaaaaaaa",
      "runs/standard/improved-2-bbbbbbbbbbbb",
    ]);
    assert.ok(await exists(join(cache, "models", "fine-tuned", "sample", "model.safetensors")));
    assert.equal((await command(cache, ["--remove-older-than", "2w", "--yes"])).code, 0);
    assert.equal((await namesIn(cache)).length, 2);
    const none = await command(cache, ["--remove-older-than", "8w", "--yes"]);
    assert.deepEqual(none, { code: 0, printed: ["No run is that old"], asked: [] });
  }));

Deno.test("runs never removes a run in use, nor a sweep of which a trial is", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const run = join(cache, "runs", "standard", "improved-2-bbbbbbbbbbbb.lock");
    const trials = join(cache, "sweeps", "standard", "random-eeeeeeeeeeee", "trials");
    const claims = [await tryClaim(run), await tryClaim(join(trials, "trial-0-ffffffffffff.lock"))];
    try {
      const { code, printed } = await command(cache, ["--remove-older-than", "1h", "--yes"]);
      assert.equal(code, 1);
      const used = ["runs/standard/improved-2-bbbbbbbbbbbb", "sweeps/standard/random-eeeeeeeeeeee"];
      assert.deepEqual(
        printed.slice(-2),
        used.map((name) => `left ${name}: a process works in it`),
      );
      assert.deepEqual(await namesIn(cache), ["runs/standard/improved-1-aaaaaaaaaaaa", ...used]);
      const listed = (await listRuns(cache)).filter(({ inUse }) => inUse);
      assert.deepEqual(listed.map(({ state }) => state), ["in use", "in use"]);
    } finally {
      for (const claim of claims) await claim?.release();
    }
    assert.equal((await command(cache, ["--remove-older-than", "1h", "--yes"])).code, 0);
    assert.deepEqual(await namesIn(cache), ["runs/standard/improved-1-aaaaaaaaaaaa"]);
  }));

Deno.test("runs --remove takes no name that is not in the list, whatever path it is", () =>
  inFolder(async (folder) => {
    const cache = join(folder, "cache");
    await fillCache(cache);
    await Deno.writeTextFile(join(folder, "precious"), "stays");
    const names = ["../precious", "..", ".", "", "/", folder, "runs/standard", "runs", "standard"];
    for (const name of [...names, "runs/standard/../standard/original", "models/fine-tuned"]) {
      await assert.rejects(command(cache, [`--remove=${name}`, "--yes"]), {
        name: "UsageError",
        message:
          `--remove ${JSON.stringify(name)}: expected a run that \`deno task runs\` lists, ` +
          "got none of that name",
      });
    }
    assert.deepEqual(await namesIn(cache), NAMES);
  }));

Deno.test("runs --remove names runs of one ending, of which it cannot choose", () =>
  inFolder(async (cache) => {
    await fillCache(cache);
    const old = join(cache, "runs", "sample", "original");
    await Deno.mkdir(old, { recursive: true });
    await Deno.writeTextFile(join(old, "journal.jsonl"), "");
    await assert.rejects(command(cache, ["--remove", "original", "--yes"]), {
      name: "UsageError",
      message: /got runs\/sample\/original and runs\/standard\/original$/,
    });
  }));

Deno.test("readRunsArguments() reads ages in hours, days and weeks, and no others", () => {
  const ageOf = (text: string) => readRunsArguments(["--remove-older-than", text]).olderThanMs;
  assert.deepEqual(["12h", "30d", "2w", "0d"].map(ageOf), [
    43_200_000,
    2_592_000_000,
    1_209_600_000,
    0,
  ]);
  for (const wrong of ["30", "d", "30m", "1.5d", "1e3d", " 3d", "3d ", "forever"]) {
    assert.throws(() => ageOf(wrong), {
      name: "UsageError",
      message: `--remove-older-than: expected an age such as 12h, 30d or 8w, got ${wrong}`,
    });
  }
});

Deno.test("sizeInWords() counts in thousands, with a decimal below ten", () => {
  const sizes = [0, 999, 1000, 1949, 9949, 9951, 999_499, 999_500, 1_234_567_890];
  assert.deepEqual(sizes.map(sizeInWords), [
    ...["0 bytes", "999 bytes", "1.0 KB", "1.9 KB", "9.9 KB", "10 KB", "999 KB", "1.0 MB"],
    "1.2 GB",
  ]);
});

Deno.test("deno task runs --help lists options and exit codes", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", "lib/commands/main.ts", "runs", "--help"],
    cwd: root,
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.equal(code, 0);
  for (const word of ["--remove NAME", "--remove-older-than AGE", "--yes", "Exit code: 0 when"]) {
    assert.ok(text.includes(word), word);
  }
});
