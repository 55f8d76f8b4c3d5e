import assert from "assert";
import { findClocks } from "lib/commands/check_clocks.ts";

/** What is found in one file. */
function find(code: string, exceptions: Parameters<typeof findClocks>[1] = {}): string[] {
  return findClocks(new Map([["tests/a_test.ts", code]]), exceptions);
}

Deno.test("findClocks() names clocks by file and line", () => {
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
    const [problem, ...others] = find(`// first line\n\n${clock}\n`);
    assert.match(problem ?? "", /^tests\/a_test\.ts:3: \S/, clock);
    assert.deepEqual(others, [], clock);
  }
});

Deno.test("findClocks() names limits under 30 s, in whatever unit they are", () => {
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
    assert.match(find(`\n${limit}`)[0] ?? "", /^tests\/a_test\.ts:2: \S/, limit);
    assert.equal(find(limit).length, 1, limit);
  }
});

Deno.test("findClocks() names races against a timer", () => {
  const races = [
    "await Promise.race([done, delay(100)]);",
    "await Promise.race([\n  done,\n  new Promise((late) => setTimeout(late, 100_000)),\n]);",
  ];
  for (const race of races) assert.match(find(race).join(), /^tests\/a_test\.ts:1: Promise\.race/);
});

Deno.test("findClocks() leaves alone what a busy machine cannot change", () => {
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
    "await Promise.race([one, other]);",
    "const { timeoutMs } = options;",
    "clearTimeout(5);",
  ];
  assert.deepEqual(find(allowed.join("\n")), []);
});

Deno.test("findClocks() lets a file do what its exception names and nothing else", () => {
  const code = "Date.now();\nrun({ timeoutMs: 5 });\n";
  const [clock, limit] = ["tests/a_test.ts:1: Date.now", "tests/a_test.ts:2: timeoutMs: 5"];
  const path = "tests/a_test.ts";
  assert.deepEqual(find(code), [clock, limit]);
  assert.deepEqual(find(code, { [path]: { clock: "tests it" } }), [limit]);
  assert.deepEqual(find(code, { [path]: { limit: "tests it" } }), [clock]);
  assert.deepEqual(find(code, { [path]: { clock: "tests it", limit: "tests it" } }), []);
});

Deno.test("findClocks() names exceptions that nothing needs any more", () => {
  const exceptions = {
    "tests/a_test.ts": { clock: "tests it", limit: "tests it" },
    "tests/gone_test.ts": { limit: "tested it" },
  };
  assert.deepEqual(find("const one = 1;", exceptions), [
    "tests/a_test.ts: may read a clock, but reads none",
    "tests/a_test.ts: may set a short limit, but sets none",
    "tests/gone_test.ts: is an exception, but is not there",
  ]);
});
