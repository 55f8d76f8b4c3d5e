import assert from "assert";
import { join } from "node:path";
import { COMMANDS } from "lib/commands/main.ts";
import { settings } from "lib/settings.ts";
import { runCommand } from "./_process.ts";

const NAMES = Object.keys(COMMANDS);
const KEY = "sk-not-to-be-shown";

/** Environments that no command can work in, by the variable that is wrong. */
const WRONG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  VIRANOVA_PROFILE: { VIRANOVA_PROFILE: "nonsense" },
  VIRANOVA_DATA: { VIRANOVA_DATA: "/nonexistent" },
  VIRANOVA_VIDEOS: { VIRANOVA_VIDEOS: "/nonexistent" },
  VIRANOVA_MODELS: { VIRANOVA_MODELS: "/nonexistent" },
  VIRANOVA_BACKEND: { VIRANOVA_BACKEND: "x" },
  VIRANOVA_LLM_MODEL: { VIRANOVA_LLM_MODEL: "m", OPENAI_API_KEY: "", VIRANOVA_LLM_BASE_URL: "" },
  VIRANOVA_LLM_BASE_URL: {
    VIRANOVA_LLM_MODEL: "m",
    VIRANOVA_LLM_BASE_URL: `ftp://${KEY}@example.org`,
  },
  VIRANOVA_LLM_PRICES: { VIRANOVA_LLM_MODEL: "m", OPENAI_API_KEY: KEY, VIRANOVA_LLM_PRICES: KEY },
  VIRANOVA_LLM_LIMIT: { VIRANOVA_LLM_MODEL: "m", OPENAI_API_KEY: KEY, VIRANOVA_LLM_LIMIT: "-1" },
};

/** A line with its end, that starts so and holds no trace. */
function assertSentence(text: string, start: string): void {
  assert.ok(text.startsWith(start), text);
  assert.match(text, /^[^\n]+\n$/);
  assert.doesNotMatch(text, /at file:\/\/\/|Uncaught/);
}

Deno.test("main names each environment variable that is wrong, shows no key and ends with 2", async () => {
  for (const [variable, env] of Object.entries(WRONG)) {
    const { code, output, errors } = await runCommand(["score"], env);
    assert.deepEqual([code, output], [2, ""], variable);
    assertSentence(errors, `score: ${variable}`);
    assert.ok(!errors.includes(KEY));
  }
  const { code, errors } = await runCommand(["score", "--verbose"], WRONG.VIRANOVA_LLM_PRICES!);
  assert.equal(code, 2);
  assert.match(errors, /^[^\n]+\n[^]*\n +at .*settings\.ts/);
  assert.ok(!errors.includes(KEY));
});

for (const name of NAMES) {
  Deno.test(`${name} names a wrong environment variable in a sentence and ends with 2`, async () => {
    const { code, output, errors } = await runCommand([name], WRONG.VIRANOVA_PROFILE!);
    assert.deepEqual([code, output], [2, ""]);
    assertSentence(
      errors,
      `${name}: VIRANOVA_PROFILE: expected one of sample, standard, full, got`,
    );
  });

  Deno.test(`${name} says with --help what it takes and what its exit codes mean`, async () => {
    const { code, output, errors } = await runCommand([name, "--help"]);
    assert.deepEqual([code, errors], [0, ""]);
    for (const said of [`deno task `, "--verbose", "--help", "Exit code: 0 ", "; 1 ", "\n2 for"]) {
      assert.ok(output.includes(said), `${said}: ${output}`);
    }
    for (const signal of ["130", "143", "129"]) assert.ok(output.includes(signal));
  });

  Deno.test(`${name} names an option that there is not and ends with 2`, async () => {
    const { code, output, errors } = await runCommand([name, "--no-such-option", "--verbose"]);
    assert.deepEqual([code, output], [2, ""]);
    assert.match(errors, new RegExp(`^${name}: [^\\n]*--no-such-option; --help says more\\n`));
    assert.match(errors, /\n +at file:\/\/\//);
  });
}

Deno.test("main names a command that there is not", async () => {
  for (const [args, start] of [[[], "main: expected "], [["toString"], "toString: expected "]]) {
    const { code, output, errors } = await runCommand(args as string[]);
    assert.deepEqual([code, output], [2, ""]);
    assertSentence(errors, start as string);
  }
});

Deno.test("every task of deno.json that is a command of ours goes through the frame", async () => {
  const { tasks }: { tasks: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(settings.root, "deno.json")),
  );
  const started = Object.values(tasks).flatMap((
    task,
  ) => [...task.matchAll(/deno run (.*?lib\/commands\/\S+)(?: (\w+))?/g)]);
  assert.ok(started.length >= 8);
  for (const [whole, how, name] of started) {
    assert.equal(how, "-A --no-prompt lib/commands/main.ts", whole);
    assert.ok(NAMES.includes(name!), whole);
  }
});
