import assert from "assert";
import { parseOptions } from "lib/commands/_parse_options.ts";

const OPTIONS = {
  name: { type: "string", multiple: true },
  fast: { type: "boolean", default: false },
} as const;

Deno.test("parseOptions() reads values, switches and names", () => {
  const args = ["--name", "-", "a", "--fast", "--name=--b", "--", "--c"];
  const { values, positionals } = parseOptions({ args, options: OPTIONS, allowPositionals: true });
  assert.deepEqual({ ...values }, { name: ["-", "--b"], fast: true });
  assert.deepEqual(positionals, ["a", "--c"]);
});

Deno.test("parseOptions() says what it got and what it expected", () => {
  const cases: [string[], string][] = [
    [["--bogus"], "expected --name or --fast, got --bogus"],
    [["--bogus=3"], "expected --name or --fast, got --bogus"],
    [["-n"], "expected --name or --fast, got -n"],
    [["--constructor"], "expected --name or --fast, got --constructor"],
    [["--no-fast"], "expected --name or --fast, got --no-fast"],
    [["a"], 'expected --name or --fast, got "a"'],
    [["--name"], "--name: expected a value, got nothing"],
    [
      ["--name", "--fast"],
      "--name: expected a value, got --fast; write --name=--fast if it is one",
    ],
    [["--fast=yes"], '--fast: expected no value, got "yes"'],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseOptions({ args, options: OPTIONS }), { name: "UsageError", message });
  }
});
