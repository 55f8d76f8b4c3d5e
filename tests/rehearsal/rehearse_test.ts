import assert from "assert";
import { join } from "node:path";
import { settings } from "lib/settings.ts";

/** Runs the command with a Python that there is not. */
async function rehearse(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", "tests/rehearsal/rehearse.ts", ...args],
    cwd: settings.root,
    env: { VIRANOVA_PROFILE: "sample", VIRANOVA_PYTHON: "no-such-python", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, said: said!, complained: complained! };
}

Deno.test("rehearse says what it needs, and ends with a sentence where Python is missing", async () => {
  const { code, said, complained } = await rehearse();
  assert.equal(code, 1);
  assert.match(said, /Needed: Python 3\.11 or newer/);
  assert.equal(
    complained,
    "rehearse: not begun: it needs Python 3.11 or newer, and there is no no-such-python: install " +
      "one, or name it in VIRANOVA_PYTHON\n",
  );
});

Deno.test("rehearse has its task and its page", async () => {
  const { said } = await rehearse("--help");
  assert.match(said, /^deno task rehearse \[name …\]/);
  const { tasks } = JSON.parse(await Deno.readTextFile(join(settings.root, "deno.json")));
  assert.match(tasks.rehearse, /tests\/rehearsal\/rehearse\.ts$/);
  await Deno.stat(join(settings.root, "docs", "rehearsal.md"));
});
