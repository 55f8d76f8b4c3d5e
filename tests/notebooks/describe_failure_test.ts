import assert from "assert";
import type { CellFailure } from "lib/notebooks/run_notebook.ts";
import { isUnwritable, whatToDo } from "lib/notebooks/describe_failure.ts";

const DIED: CellFailure = { cell: 3, source: "", kind: "died", reason: "", traceback: [] };

Deno.test("whatToDo() says where a notebook goes on, or that finished parts are kept", () => {
  assert.equal(whatToDo(DIED), "run again: finished parts are kept");
  assert.equal(whatToDo({ ...DIED, goesOnAt: "step 400" }), "run again: goes on at step 400");
  assert.equal(
    whatToDo({ ...DIED, kind: "silent", goesOnAt: "step 400" }),
    "run again: goes on at step 400",
  );
  assert.equal(whatToDo({ ...DIED, cell: 0 }), "run again: nothing of it had begun");
});

Deno.test("whatToDo() says what to change first where running again alone would fail alike", () => {
  assert.equal(
    whatToDo({ ...DIED, kind: "threw", errorName: "TypeError" }),
    "mend its cause, then run again: finished parts are kept",
  );
  assert.equal(
    whatToDo({ ...DIED, kind: "late", goesOnAt: "step 1" }),
    "run again with more time or without a limit: goes on at step 1",
  );
  const unwritable = { ...DIED, kind: "threw", errorName: "UnwritableError" } as const;
  assert.equal(
    whatToDo(unwritable),
    "make room or give the right to write, then run again: finished parts are kept",
  );
  assert.deepEqual([isUnwritable(unwritable), isUnwritable(DIED)], [true, false]);
});
