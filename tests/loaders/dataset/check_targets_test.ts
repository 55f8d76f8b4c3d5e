import assert from "assert";
import { checkTargets } from "lib/loaders/dataset/check_targets.ts";
import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";

const [virality] = DEFAULT_TARGETS;

function problemOf(...targets: Target[]): string {
  try {
    checkTargets(targets);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return error.message;
  }
  return "none";
}

Deno.test("checkTargets() takes the default list and lists of other names and ranges", () => {
  assert.equal(problemOf(...DEFAULT_TARGETS), "none");
  assert.equal(problemOf({ ...virality, name: "watchTime_s", range: [-1, 60] }), "none");
});

Deno.test("checkTargets() names the target that is not told apart from others", () => {
  assert.equal(problemOf(), "Cannot take these targets: expected at least one, got none");
  for (const name of ["average", "row", "Views", "a b", ""]) {
    assert.match(problemOf({ ...virality, name }), /expected a name of letters .*, got "/);
  }
  assert.equal(
    problemOf(virality, { ...virality, column: "other" }),
    "Cannot take these targets: expected names and columns to differ, got virality in other twice",
  );
  assert.match(
    problemOf(virality, { ...virality, name: "other" }),
    /got other in virality_score_%/,
  );
});

Deno.test("checkTargets() names the target whose range cannot be rescaled", () => {
  for (const range of [[1, 1], [2, 1], [0, Infinity], [NaN, 1]] as const) {
    assert.match(
      problemOf({ ...virality, range }),
      /expected a range from low to high of virality/,
    );
  }
});
