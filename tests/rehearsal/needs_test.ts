import assert from "assert";
import { describeNeeds, lackingOf, type Machine } from "./_needs.ts";

const ENOUGH: Machine = {
  command: "python3",
  python: "3.11.7",
  hasVenv: true,
  diskBytes: 100e9,
  memoryBytes: 16e9,
};

Deno.test("lackingOf() finds nothing where all is there", () => {
  assert.equal(lackingOf(ENOUGH), undefined);
  assert.equal(lackingOf({ ...ENOUGH, python: "4.0.1" }), undefined);
});

Deno.test("lackingOf() says what to do without a Python, or with an old one", () => {
  assert.equal(
    lackingOf({ ...ENOUGH, python: undefined }),
    "it needs Python 3.11 or newer, and there is no python3: install one, or name it in " +
      "VIRANOVA_PYTHON",
  );
  assert.match(
    lackingOf({ ...ENOUGH, python: "3.9.18" })!,
    /and python3 is 3\.9\.18: name another/,
  );
  assert.match(lackingOf({ ...ENOUGH, hasVenv: false })!, /python3 lacks its module venv/);
});

Deno.test("lackingOf() says how much disk or memory there is", () => {
  assert.equal(
    lackingOf({ ...ENOUGH, diskBytes: 9.96e9 }),
    "it needs 45 GB of disk, and there are 10.0 GB",
  );
  assert.equal(
    lackingOf({ ...ENOUGH, memoryBytes: 3.21e9 }),
    "it needs 12 GB of free memory, and there are 3.2 GB",
  );
});

Deno.test("describeNeeds() names Python, PyTorch, transformers, disk and memory", () => {
  const needs = describeNeeds();
  for (
    const named of [
      "Python 3.11",
      "PyTorch",
      "transformers",
      "45 GB of disk",
      "12 GB of free memory",
    ]
  ) {
    assert.equal(needs.includes(named), true, named);
  }
});
