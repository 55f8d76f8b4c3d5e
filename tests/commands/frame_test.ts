import assert from "assert";
import { join } from "node:path";
import { framed } from "lib/commands/_frame.ts";
import { UsageError } from "lib/commands/_parse_options.ts";
import { settings } from "lib/settings.ts";
import { runCommand, startCommand } from "./_process.ts";

const CHILD = join(import.meta.dirname!, "_stray_child.ts");

Deno.test("framed() hands on the exit code, or turns what is thrown into a sentence and one", async () => {
  let said = "";
  const options = { command: "a", complain: (text: string) => void (said += text) };
  assert.equal(await framed(() => Promise.resolve(7), options), 7);
  assert.equal(said, "");
  assert.equal(await framed(() => Promise.reject(new Error("no luck")), options), 1);
  assert.equal(
    await framed(() => {
      throw new UsageError("got -x");
    }, options),
    2,
  );
  assert.equal(said, "a: no luck\na: got -x; --help says more\n");
});

Deno.test("endOnStrayErrors() ends the process by one sentence, with its trace when asked", async () => {
  const run = async (...args: string[]) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CHILD, ...args],
      cwd: settings.root,
      env: { NO_COLOR: "1" },
    }).output();
    return [code, new TextDecoder().decode(stderr)] as const;
  };
  for (const name of ["rejected", "thrown"]) {
    assert.deepEqual(await run(name), [1, "stray: nobody caught this\n"], name);
    const [code, text] = await run(name, "--verbose");
    assert.equal(code, 1);
    assert.match(text, /^stray: nobody caught this\n[^]*\n +at [^]*_stray_child\.ts/);
  }
});

Deno.test({
  name: "endOnStrayErrors() leaves signals their exit codes",
  ignore: Deno.build.os === "windows", // it knows no such signals
  async fn() {
    for (
      const [signal, expected] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const
    ) {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", CHILD, "waits"],
        cwd: settings.root,
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const reader = child.stdout.getReader();
      await reader.read(); // it runs
      child.kill(signal);
      assert.equal((await child.status).code, expected);
      await reader.cancel();
      assert.equal(await new Response(child.stderr).text(), "");
    }
  },
});

Deno.test("endOnStrayErrors() ends quietly when nobody reads standard output any more", async () => {
  const child = startCommand(["score", "--help"]);
  await child.stdout.cancel();
  const [{ code }, errors] = await Promise.all([child.status, new Response(child.stderr).text()]);
  assert.deepEqual([code, errors], [0, ""]);
});

Deno.test({
  name: "endOnStrayErrors() names standard output where it is a file that cannot be written",
  ignore: Deno.build.os !== "linux", // no /dev/full
  async fn() {
    const main = join(settings.root, "lib", "commands", "main.ts");
    const command = '"$0" run -A --no-prompt --no-check "$1" score --help > /dev/full';
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", command, Deno.execPath(), main],
      env: { NO_COLOR: "1" },
    }).output();
    assert.equal(code, 1);
    assert.match(
      new TextDecoder().decode(stderr),
      /^score: Cannot write to standard output: No space left on device[^\n]*\n$/,
    );
  },
});

Deno.test("framed() lets all that was printed out before the process ends", async () => {
  const { code, output } = await runCommand(["score", "--help"]);
  assert.equal(code, 0);
  assert.ok(output.endsWith("SIGHUP.\n"));
});
