import assert from "assert";
import { followNotebook, type FollowOptions } from "lib/commands/_follow_notebook.ts";

/** Follows a notebook of two cells and gathers what is written. */
function follow(options: Partial<FollowOptions> = {}) {
  const clock = { ms: 0 };
  const written: string[] = [];
  const followed = followNotebook("GPT", {
    cells: 2,
    write: (text) => written.push(text),
    now: () => clock.ms,
    ...options,
  });
  const tell = (text: string, label = "Training") => followed.progress({ id: "1", text, label });
  return { ...followed, clock, tell, taken: () => written.splice(0).join("") };
}

Deno.test("followNotebook() writes a line each 15 s where lines stay, and a task's last one", () => {
  const { clock, tell, taken, cellDone, stop } = follow();
  assert.equal(taken(), "GPT · cell 1 of 2\n");
  clock.ms = 14_999;
  tell("Training 1/9");
  assert.equal(taken(), "");
  clock.ms = 15_000;
  tell("Training 2/9");
  assert.equal(taken(), "GPT · cell 1 of 2 · Training 2/9\n");
  clock.ms = 20_000;
  tell("Training 9/9");
  cellDone();
  assert.equal(taken(), "GPT · cell 1 of 2 · Training 9/9\n");
  cellDone();
  stop();
  assert.equal(taken(), "");
});

Deno.test("followNotebook() writes sentences and errors at once", () => {
  const { tell, taken, wrote } = follow();
  taken();
  tell("set aside", "set aside");
  assert.equal(taken(), "GPT · cell 1 of 2 · set aside\n");
  wrote("out of memory\n");
  wrote('Warning "deno jupyter" is unstable and might change in the future.\n');
  assert.equal(taken(), "out of memory\n");
});

Deno.test("followNotebook() changes one line on a terminal, and puts sentences above it", () => {
  const { tell, taken, cellDone, stop } = follow({ columns: 30 });
  const clear = "\r\x1b[2K";
  assert.equal(taken(), `${clear}GPT · cell 1 of 2`);
  tell("Training 1/9 and more of it");
  const cut = "GPT · cell 1 of 2 · Training "; // one character less than there are columns
  assert.equal(taken(), clear + cut);
  tell("set aside", "set aside");
  assert.equal(taken(), `${clear}GPT · cell 1 of 2 · set aside\n${cut}`);
  cellDone();
  assert.equal(taken(), `${clear}${clear}GPT · cell 2 of 2`);
  stop();
  assert.equal(taken(), clear);
});
