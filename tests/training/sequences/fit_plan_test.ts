import assert from "assert";
import { type FitParts, fitPlan, type SequenceSettings } from "lib/training/sequences/_fit_plan.ts";
import type { LabelledSequences } from "lib/training/sequences/attention_options.ts";
import { dense } from "../../heads/_matrices.ts";
import { keyOf } from "../runs/_keys.ts";

function labelled(
  items: readonly (readonly (readonly number[])[])[],
  targets: readonly (readonly number[])[] = [[1]],
): LabelledSequences {
  const columns = items[0]![0]!.length;
  const features = {
    kind: "sequences",
    rows: items.length,
    columns,
    items: items.map(dense),
  } as const;
  return { features, targets: dense(targets) };
}

const PARTS: FitParts = {
  name: "head",
  shape: { head: "cross-attention", hidden: 4, heads: 2, asking: "text" },
  columnsOf: { text: 1, sound: 1 },
  learned: labelled([[[1, 2], [3, 4]]]),
  validation: labelled([[[5, 6]]]),
};

const SETTINGS: SequenceSettings = {
  seed: 0,
  epochs: 3,
  learningRate: 0.01,
  weightDecay: 0.01,
  whiten: ["sound"],
  batchRows: 4,
  patience: 2,
  modalityDropout: 0.2,
};

/** Another value of each setting; a setting more is an error of the type checker. */
const OTHER: Readonly<Omit<SequenceSettings, "folder" | "validation" | "heldOut">> = {
  seed: 1,
  epochs: 4,
  learningRate: 0.02,
  weightDecay: 0.02,
  whiten: [],
  batchRows: 5,
  patience: 3,
  modalityDropout: 0.3,
};

const keyWith = (parts: Partial<FitParts> = {}, settings: Partial<SequenceSettings> = {}) =>
  keyOf(fitPlan({ ...PARTS, ...parts }, { ...SETTINGS, ...settings }));

Deno.test("fitPlan() gives another key for each setting", () => {
  const keys = Object.entries(OTHER).map(([name, value]) => keyWith({}, { [name]: value }));
  assert.equal(new Set([keyWith(), ...keys]).size, 1 + keys.length);
});

Deno.test("fitPlan() gives another key for each part of a head's shape and order of its columns", () => {
  const shapes: readonly Partial<FitParts>[] = [
    {},
    { shape: { ...PARTS.shape, head: "attention pooling" } },
    { shape: { ...PARTS.shape, hidden: 8 } },
    { shape: { ...PARTS.shape, heads: 4 } },
    { shape: { ...PARTS.shape, asking: "sound" } },
    { columnsOf: { sound: 1, text: 1 } },
    { columnsOf: { text: 2 } },
    { columnsOf: undefined },
  ];
  assert.equal(new Set(shapes.map((parts) => keyWith(parts))).size, shapes.length);
});

Deno.test("fitPlan() gives another key for other sequences, shapes of them, targets and sides", () => {
  const { learned, validation } = PARTS;
  const others: readonly Partial<FitParts>[] = [
    {},
    { learned: labelled([[[1, 2], [3, 5]]]) },
    { learned: labelled([[[1, 2, 3, 4]]]) },
    { learned: labelled([[[1], [2], [3], [4]]]) },
    { learned: labelled([[[1, 2]], [[3, 4]]], [[1], [1]]) },
    { learned: labelled([[[1, 2], [3, 4]]], [[2]]) },
    { learned: labelled([[[1, 2], [3, 4]]], [[1, 1]]) },
    { validation: labelled([[[5, 7]]]) },
    { validation: labelled([[[5, 6]]], [[0]]) },
    { learned: validation, validation: learned },
  ];
  const heldOut = labelled([[[7, 8]]]);
  const keys = others.map((parts) => keyWith(parts));
  const held = [keyWith({}, { heldOut }), keyWith({}, { heldOut: labelled([[[7, 9]]]) })];
  assert.equal(new Set([...keys, ...held]).size, others.length + 2);
});

Deno.test("fitPlan() gives the same key wherever runs are kept and whatever the head is called", () => {
  assert.equal(keyWith({ name: "other" }, { folder: "elsewhere" }), keyWith());
});

Deno.test("fitPlan() gives the same key after any refactoring", () => {
  const { identity } = fitPlan(PARTS, SETTINGS);
  assert.deepEqual(identity, {
    kind: "sequence head",
    trainer: 1,
    shape: { head: "cross-attention", hidden: 4, heads: 2, asking: "text" },
    columns: [["text", 1], ["sound", 1]],
    settings: SETTINGS,
    // computed with Python's hashlib from the matrices' rows, columns and little-endian doubles
    learned: "2f3c8f7b1b4d2d508467ed72caf2fb2423719785faca607fabd1be191e124069",
    validation: "faf40790f652bb264955994e5b5c043b4c8abfb4b7787e16bbbb097204daab2e",
    heldOut: undefined,
  });
});
