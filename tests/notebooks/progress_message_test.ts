import assert from "assert";
import type { JsonObject } from "lib/json.ts";
import { isSentence, isStoredProgress, readProgress } from "lib/notebooks/progress_message.ts";

const HEADER = { msg_type: "", msg_id: "1", session: "s", username: "u", date: "", version: "5.3" };

function read(content: JsonObject) {
  return readProgress({ header: HEADER, parent: {}, content });
}

const line = {
  data: { "text/plain": "Training 3/4" },
  metadata: { viranova: { label: "Training", goesOnAt: "step 3" } },
  transient: { display_id: "viranova-progress-1" },
};

Deno.test("readProgress() reads the line, what is followed and where it goes on", () => {
  assert.deepEqual(read(line), {
    id: "viranova-progress-1",
    text: "Training 3/4",
    label: "Training",
    goesOnAt: "step 3",
  });
  assert.equal(read({ ...line, metadata: { viranova: { label: "T" } } })?.goesOnAt, undefined);
});

Deno.test("readProgress() takes no other display for progress", () => {
  assert.equal(read({ ...line, transient: { display_id: "mine" } }), undefined);
  assert.equal(read({ ...line, transient: { display_id: 3 } }), undefined);
  assert.equal(read({ ...line, transient: {} }), undefined);
  assert.equal(read({ data: line.data, metadata: line.metadata }), undefined);
});

Deno.test("readProgress() takes a message without a label for a sentence", () => {
  const told = read({ ...line, metadata: {} })!;
  assert.equal(told.label, "Training 3/4");
  assert.equal(isSentence(told), true);
  assert.equal(isSentence(read(line)!), false);
});

Deno.test("isStoredProgress() finds a line that a front end stored", () => {
  const { data, metadata } = line;
  assert.equal(isStoredProgress({ output_type: "display_data", data, metadata }), true);
  assert.equal(isStoredProgress({ output_type: "display_data", data, metadata: {} }), false);
  assert.equal(isStoredProgress({ output_type: "stream", name: "stdout", text: "a" }), false);
});
