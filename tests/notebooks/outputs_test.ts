import assert from "assert";
import type { JsonObject } from "lib/json.ts";
import { createOutputLog } from "lib/notebooks/outputs.ts";
import { PROGRESS_DISPLAY } from "lib/progress.ts";

const HEADER = { msg_id: "1", session: "s", username: "u", date: "", version: "5.3" };

/** Plays messages `[type, content]` into one cell. */
function play(...messages: [string, JsonObject][]) {
  const log = createOutputLog();
  log.startCell();
  for (const [msg_type, content] of messages) {
    log.add({ header: { ...HEADER, msg_type }, parent: {}, content });
  }
  return log;
}

const print = (text: string, name = "stdout"): [string, JsonObject] => ["stream", { name, text }];
const display = (text: string, display_id?: string): [string, JsonObject] => [
  "display_data",
  { data: { "text/plain": text }, metadata: {}, transient: { display_id } },
];
const shown = (text: string) => ({
  output_type: "display_data",
  data: { "text/plain": text },
  metadata: {},
});
const printed = (text: string, name = "stdout") => ({ output_type: "stream", name, text });

Deno.test("createOutputLog() joins neighbouring texts of a stream and no others", () => {
  const log = play(
    print("a"),
    print("b"),
    print("c", "stderr"),
    print("d"),
    display("e"),
    print("f"),
  );
  assert.deepEqual(log.cells(), [[
    printed("ab"),
    printed("c", "stderr"),
    printed("d"),
    shown("e"),
    printed("f"),
  ]]);
});

Deno.test("createOutputLog() clears at once, or when the next output comes", () => {
  assert.deepEqual(play(print("a"), ["clear_output", { wait: false }]).cells(), [[]]);
  const waiting: [string, JsonObject][] = [print("a"), ["clear_output", { wait: true }]];
  assert.deepEqual(play(...waiting).cells(), [[printed("a")]]);
  assert.deepEqual(play(...waiting, print("b"), print("c")).cells(), [[printed("bc")]]);
});

Deno.test("createOutputLog() updates a display in every cell and nothing without its id", () => {
  const log = play(display("a", "x"), display("b", "y"), display("c"));
  log.startCell();
  const update = { data: { "text/plain": "new" }, metadata: {}, transient: { display_id: "x" } };
  for (const content of [update, { ...update, transient: {} }]) {
    log.add({ header: { ...HEADER, msg_type: "update_display_data" }, parent: {}, content });
  }
  assert.deepEqual(log.cells(), [[shown("new"), shown("b"), shown("c")], []]);
});

Deno.test("createOutputLog() keeps the last state of a line that is overwritten", () => {
  assert.deepEqual(play(print("1%\r2%\r"), print("3%\nend\r\n")).cells(), [[
    printed("3%\nend\r\n"),
  ]]);
  assert.deepEqual(play(print("1%\r")).cells(), [[printed("1%\r")]]);
  assert.deepEqual(play(print("\r\r\n\ra\r\r")).cells(), [[printed("\r\r\na\r\r")]]);
});

Deno.test("createOutputLog() takes a line of any length in one go", () => {
  const long = "x".repeat(4_000_000); // where each character was looked at from each: hours
  assert.deepEqual(play(print(`${long}\n`)).cells(), [[printed(`${long}\n`)]]);
});

Deno.test("createOutputLog() keeps results and errors, and passes over the rest", () => {
  const log = play(
    ["status", { execution_state: "busy" }],
    ["execute_result", { data: { "text/plain": "5" }, metadata: {}, execution_count: 3 }],
    ["error", { ename: "TypeError", evalue: "boom", traceback: ["at 1"] }],
  );
  assert.deepEqual(log.cells(), [[
    { output_type: "execute_result", data: { "text/plain": "5" }, metadata: {} },
    { output_type: "error", ename: "TypeError", evalue: "boom", traceback: ["at 1"] },
  ]]);
});

Deno.test("createOutputLog() leaves out what is said of progress, and clears nothing for it", () => {
  const id = `${PROGRESS_DISPLAY}-1`;
  const update: JsonObject = {
    data: { "text/plain": "2/2" },
    metadata: {},
    transient: { display_id: id },
  };
  const log = play(
    print("a"),
    ["clear_output", { wait: true }],
    display("1/2", id),
    ["update_display_data", update],
  );
  assert.deepEqual(log.cells(), [[printed("a")]]);
});
