import assert from "assert";
import { type ClockException, run } from "lib/commands/check_clocks.ts";

/** What is found in one file. */
async function find(
  code: string,
  exceptions: Readonly<Record<string, ClockException>> = {},
): Promise<string[]> {
  const sources = new Map([["tests/a_test.ts", code]]);
  const lines: string[] = [];
  const exitCode = await run([], { sources, exceptions, print: (line) => lines.push(line) });
  const problems = lines.filter((line) => line.startsWith("tests/"));
  assert.equal(exitCode, problems.length === 0 ? 0 : 1);
  assert.equal(lines.at(-1), `1 files of tests checked for clocks, ${problems.length} problems`);
  return problems;
}

Deno.test("clocks names clocks by file and line", async () => {
  const clocks = [
    "const started = performance.now();",
    "performance . timeOrigin;",
    'performance["now"]();',
    "const { now } = performance;",
    "const age = Date.now() - written;",
    "if (new Date() > end) fail();",
    "const year = new Date().getFullYear();",
    "process.hrtime.bigint();",
    'import { hrtime } from "node:process";',
    "Temporal.Now.instant();",
  ];
  for (const clock of clocks) {
    const [problem, ...others] = await find(`// first line\n\n${clock}\n`);
    assert.match(problem ?? "", /^tests\/a_test\.ts:3: \S/, clock);
    assert.deepEqual(others, [], clock);
  }
});

Deno.test("clocks names limits under 30 s, in whatever unit they are", async () => {
  const limits = [
    "run({ timeoutMs: 29_999 });",
    "run({ timeout: 500 });",
    'run({ "timeout": 500 });',
    "run({ stallSeconds: 0.5 });",
    "run({ silenceMs: 20 * 1000 });",
    "const START_TIMEOUT_MS = 5000;",
    "const startTimeoutSeconds = 10;",
    "const deadlineMinutes = 0.25;",
    "fetch(url, { signal: AbortSignal.timeout(1500) });",
    'start("--timeout-s", "2.5");',
    'start("--timeout-s=2.5");',
    'start("--stall",\n  "2");',
    "fc.assert(law, { interruptAfterTimeLimit: 100 });",
  ];
  for (const limit of limits) {
    assert.match((await find(`\n${limit}`))[0] ?? "", /^tests\/a_test\.ts:2: \S/, limit);
    assert.equal((await find(limit)).length, 1, limit);
  }
});

Deno.test("clocks names races against a timer", async () => {
  const races = [
    "await Promise.race([done, delay(100)]);",
    "await Promise.race([\n  done,\n  new Promise((late) => setTimeout(late, 100_000)),\n]);",
  ];
  for (const race of races) {
    assert.match((await find(race)).join(), /^tests\/a_test\.ts:1: Promise\.race/);
  }
});

Deno.test("clocks leaves alone what a busy machine cannot change", async () => {
  const allowed = [
    "const times = { startMs: 5, durationMs: 10 };",
    "await new Promise((later) => setTimeout(later, 20));",
    "setTimeout(done, 5);",
    "run({ timeoutMs: 30_000, stallSeconds: 60 });",
    "run({ timeoutMs: 60 * 1000 });",
    'start("--timeout-s", "1800");',
    "fetch(url, { signal: AbortSignal.timeout(60_000) });",
    "new Date(0).toISOString();",
    'new Date("2026-01-01");',
    "Date.UTC(2026, 0, 1);",
    "// the performance of a model",
    "assert.deepEqual(facts, performance.facts);",
    "await Promise.race([one, other]);",
    "const { timeoutMs } = options;",
    "clearTimeout(5);",
  ];
  assert.deepEqual(await find(allowed.join("\n")), []);
});

Deno.test("clocks lets a file do what its exception names and nothing else", async () => {
  const code = "Date.now();\nrun({ timeoutMs: 5 });\n";
  const [clock, limit] = ["tests/a_test.ts:1: Date.now", "tests/a_test.ts:2: timeoutMs: 5"];
  const path = "tests/a_test.ts";
  assert.deepEqual(await find(code), [clock, limit]);
  assert.deepEqual(await find(code, { [path]: { clock: "tests it" } }), [limit]);
  assert.deepEqual(await find(code, { [path]: { limit: "tests it" } }), [clock]);
  assert.deepEqual(await find(code, { [path]: { clock: "tests it", limit: "tests it" } }), []);
});

Deno.test("clocks names exceptions that nothing needs any more", async () => {
  const exceptions = {
    "tests/a_test.ts": { clock: "tests it", limit: "tests it" },
    "tests/gone_test.ts": { limit: "tested it" },
  };
  assert.deepEqual(await find("const one = 1;", exceptions), [
    "tests/a_test.ts: may read a clock, but reads none",
    "tests/a_test.ts: may set a short limit, but sets none",
    "tests/gone_test.ts: is an exception, but is not there",
  ]);
});
