import assert from "assert";
import { describeError, exitCodeOf } from "lib/commands/_describe_error.ts";
import { UsageError } from "lib/commands/_parse_options.ts";
import { UnwritableError } from "lib/files.ts";

const described = (error: unknown) => describeError(error, { command: "score" });

Deno.test("describeError() says an error's message in a line, with the command before it", () => {
  const cause = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  assert.equal(
    described(new UnwritableError("/a/b.txt", cause)),
    "score: Cannot write to /a: no space is left on the disk\n",
  );
  assert.equal(described(new UsageError("got -x")), "score: got -x; --help says more\n");
  assert.equal(
    described(new UsageError("VIRANOVA_DATA: no folder", { cause })),
    "score: VIRANOVA_DATA: no folder\n",
  );
});

Deno.test("describeError() leaves out traces, empty lines and what goes on for long", () => {
  const text =
    "one\n\n  two\n    at f (file:///a.ts:1:2)\n    at file:///b.ts:3:4\nthree\nfour\nfive";
  assert.equal(described(new Error(text)), "score: one two three four\n");
  assert.equal(described(new Error("x".repeat(9999))), `score: ${"x".repeat(600)}…\n`);
  assert.equal(described(new Error("meet me at noon")), "score: meet me at noon\n");
});

Deno.test("describeError() lets no control character through", () => {
  assert.equal(described(new Error("a\x1b[31mb")), "score: ab\n");
  assert.equal(described(new Error("c\x07\u202ed")), "score: c\u{fffd}\u{fffd}d\n");
});

Deno.test("describeError() names the class of a defect and of an error without words", () => {
  assert.equal(
    described(new TypeError("x is no function")),
    "score: TypeError: x is no function; --verbose shows where\n",
  );
  assert.equal(described(new RangeError()), "score: RangeError\n");
  assert.equal(described("no error"), 'score: expected an error, got "no error"\n');
});

Deno.test("describeError() says all that an AggregateError holds, each once", () => {
  const errors = [new Error("a"), new Error("b"), new Error("a")];
  assert.equal(described(new AggregateError(errors)), "score: a; b\n");
  assert.equal(described(new AggregateError([], "none")), "score: none\n");
});

Deno.test("describeError() shows where an error came from, and from what, when asked", () => {
  const error = new Error("above", { cause: new Error("below") });
  const [sentence, ...trace] = describeError(error, { command: "embed", verbose: true }).split(
    "\n",
  );
  assert.equal(sentence, "embed: above");
  assert.match(trace.join("\n"), /^Error: above\n +at [^]*describe_error_test\.ts[^]*Error: below/);
});

Deno.test("describeError() shows no key, neither in the sentence nor in the trace", () => {
  const error = new Error("wrong key k-12345678", { cause: new Error("sk-abcdef and k-12345678") });
  const text = describeError(error, { command: "a", verbose: true, secret: () => "k-12345678" });
  assert.match(text, /wrong key \[key\]/);
  assert.doesNotMatch(text, /k-12345678|sk-abcdef/);
});

Deno.test("exitCodeOf() is 2 for a wrong command line or environment variable, else 1", () => {
  assert.equal(exitCodeOf(new UsageError("--x")), 2);
  assert.equal(exitCodeOf(new Deno.errors.NotFound("FFMPEG: expected an ffmpeg that runs")), 2);
  assert.equal(exitCodeOf(new RangeError("VIRANOVA_BACKEND: expected one of")), 2);
  assert.equal(exitCodeOf(new RangeError("HF_ENDPOINT: expected an address")), 2);
  assert.equal(exitCodeOf(new Error("FFMPEGS are many")), 1);
  assert.equal(exitCodeOf(new Error("Cannot read VIRANOVA_DATA")), 1);
  assert.equal(exitCodeOf(undefined), 1);
});
