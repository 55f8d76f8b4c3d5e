import assert from "assert";
import { startWatch } from "lib/notebooks/watch.ts";
import { createTimers } from "./_timers.ts";

/** Starts a watch and returns what becomes of it. */
function watched(limits: { silenceMs: number; timeoutMs?: number }) {
  const timers = createTimers();
  const broken: string[] = [];
  const watch = startWatch({ ...limits, startTimer: timers.startTimer }, (l) => broken.push(l));
  return { ...timers, watch, broken };
}

Deno.test("startWatch() tells of a silence that is as long as allowed", () => {
  const { pass, broken, running } = watched({ silenceMs: 10 });
  pass(9);
  assert.deepEqual(broken, []);
  pass(1);
  assert.deepEqual(broken, ["silent"]);
  assert.equal(running(), 0);
});

Deno.test("startWatch() counts the silence anew from each sign, however long it takes in all", () => {
  const { pass, watch, broken } = watched({ silenceMs: 10 });
  for (let i = 0; i < 100; i++) {
    pass(9);
    watch.sign();
  }
  assert.deepEqual(broken, []);
  pass(10);
  assert.deepEqual(broken, ["silent"]);
});

Deno.test("startWatch() tells of a limit on the whole time, signs or not, and once only", () => {
  const { pass, watch, broken, running } = watched({ silenceMs: 10, timeoutMs: 25 });
  for (const _ of [1, 2, 3]) {
    pass(8);
    watch.sign();
  }
  assert.deepEqual(broken, []);
  pass(1);
  assert.deepEqual(broken, ["late"]);
  watch.sign();
  pass(100);
  assert.deepEqual(broken, ["late"]);
  assert.equal(running(), 0);
});

Deno.test("startWatch() tells nothing and leaves no timer once it is stopped", () => {
  const { pass, watch, broken, running } = watched({ silenceMs: 10, timeoutMs: 20 });
  watch.stop();
  assert.equal(running(), 0);
  watch.sign();
  pass(100);
  assert.deepEqual(broken, []);
  assert.equal(running(), 0);
});
