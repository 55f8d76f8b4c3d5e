import assert from "assert";
import { ChatError, type ChatErrorFacts } from "lib/generators/chat_error.ts";
import { retry } from "lib/generators/retry.ts";
import { createGenerator } from "lib/random.ts";

/** A task that fails so often, then succeeds, with a record of its tries and the waits between. */
function failing(times: number, facts: Partial<ChatErrorFacts> = {}) {
  const waits: number[] = [];
  let tries = 0;
  const task = () => {
    if (++tries > times) return Promise.resolve("done");
    return Promise.reject(
      new ChatError("Busy", { kind: "transient", mayBeCharged: false, ...facts }),
    );
  };
  const sleep = (ms: number) => Promise.resolve(waits.push(ms));
  const options = { sleep, generator: createGenerator(1) };
  return { task, waits, options, tries: () => tries };
}

Deno.test("retry() waits twice as long each time, up to the longest wait", async () => {
  const { task, waits, options } = failing(5);
  assert.equal(await retry(task, { ...options, firstDelayMs: 100, maxDelayMs: 500 }), "done");
  for (const [i, most] of [100, 200, 400, 500, 500].entries()) {
    assert.ok(waits[i]! >= most / 2 && waits[i]! <= most, `${waits}`);
  }
  assert.equal(new Set(waits.map((ms, i) => ms / 2 ** i)).size, 5); // spread at random
});

Deno.test("retry() waits as long as the server asks, but not for ever", async () => {
  const patient = failing(1, { retryAfterMs: 7000 });
  assert.equal(await retry(patient.task, patient.options), "done");
  assert.deepEqual(patient.waits, [7000]);
  const asked = failing(1, { retryAfterMs: 3_600_000 });
  await assert.rejects(retry(asked.task, asked.options), {
    message: "Busy (tried 1 time; the server asks to wait 3600 s)",
  });
  assert.deepEqual(asked.waits, []);
});

Deno.test("retry() gives up after the last try and says how many there were", async () => {
  const { task, options, waits, tries } = failing(9);
  await assert.rejects(retry(task, { ...options, tries: 3 }), {
    name: "ChatError",
    message: "Busy (tried 3 times)",
  });
  assert.deepEqual([tries(), waits.length], [3, 2]);
});

Deno.test("retry() does nothing again that is not transient", async () => {
  for (const kind of ["rejected", "fatal"] as const) {
    const { task, options, tries } = failing(1, { kind });
    await assert.rejects(retry(task, options), { message: "Busy" });
    assert.equal(tries(), 1);
  }
  const broken = () => Promise.reject(new TypeError("A bug"));
  await assert.rejects(retry(broken, { generator: createGenerator(1) }), { message: "A bug" });
});
