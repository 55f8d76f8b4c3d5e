import assert from "assert";
import { lossCurve } from "lib/graphs/loss_curve.ts";
import { renderPng, renderSvg } from "lib/graphs/render.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Validation loss", subtitle: "Validation set" };
const REFERENCES = [
  { label: "training mean", loss: 0.02134, role: "baseline" },
  { label: "original's best", loss: 0.01777, role: "original" },
  { label: "original's median", loss: 0.0212, role: "original" },
] as const;
const EPOCHS = [0.0172, 0.0167, 0.0188].map((loss, i) => ({ at: i + 1, loss }));

Deno.test("lossCurve() shows epochs and names its reference lines", async () => {
  const spec = lossCurve(EPOCHS, { ...TEXT, unit: "epoch", references: REFERENCES });
  await checkGraph(spec, {
    snapshot: "loss_curve_epochs",
    texts: ["Epoch", "Loss (MSE of scores in 0 to 1)", "training mean 0.0213"]
      .concat(["original's best 0.0178", "original's median 0.0212", "1", "2", "3"]),
  });
});

Deno.test("lossCurve() smooths with a trailing mean and says so", async () => {
  // Trailing means of 2: 0.4, (0.4 + 0.2) / 2, (0.2 + 0.1) / 2.
  const points = [0.4, 0.2, 0.1].map((loss, i) => ({ at: i, loss }));
  const spec = lossCurve(points, { ...TEXT, unit: "step", smoothing: 2, scale: "log" });
  const text = JSON.stringify(spec);
  assert.ok(text.includes('"at,loss,run\\n0,0.4,\\n1,0.2,\\n2,0.1,"'));
  assert.ok(text.includes('"at,loss,run\\n0,0.4,\\n1,0.3,\\n2,0.15,"'));
  await checkGraph(spec, {
    snapshot: "loss_curve_smoothed",
    texts: ["Training step", "Validation set · line: mean of the last 2 points"],
  });
});

Deno.test("lossCurve() draws the run with the lowest loss before the others", () => {
  const points = [
    { at: 1, loss: 0.03, run: "a" },
    { at: 1, loss: 0.02, run: "b" },
    { at: 2, loss: 0.01, run: "b" },
  ];
  const spec = JSON.stringify(lossCurve(points, { ...TEXT, unit: "epoch" }));
  const quiet = spec.indexOf('"at,loss,run\\n1,0.03,a"');
  assert.ok(quiet > 0);
  assert.ok(spec.indexOf('"at,loss,run\\n1,0.02,b\\n2,0.01,b"') > quiet);
});

Deno.test("lossCurve() draws what is above maxLoss at the upper edge, also a whole run", async () => {
  const above = EPOCHS.map(({ at, loss }) => ({ at, loss: 10 * loss, run: "far above" }));
  const spec = lossCurve([...EPOCHS, ...above], { ...TEXT, unit: "epoch", maxLoss: 0.02 });
  const text = JSON.stringify(spec);
  assert.ok(text.includes('"at,loss,run\\n1,0.0202,far above\\n2,0.0202,far above'), text);
  renderPng(await renderSvg(spec)); // resvg aborts the process on a line clipped away whole
});

Deno.test("lossCurve() colours each role and names its best run", async () => {
  const points = [
    ...EPOCHS.map((point) => ({ ...point, run: "improved", role: "model" as const })),
    ...EPOCHS.map(({ at }) => ({ at, loss: 0.02, run: "as it was", role: "original" as const })),
  ];
  const spec = lossCurve(points, { ...TEXT, unit: "epoch" });
  await checkGraph(spec, { snapshot: "loss_curve_roles", texts: ["improved", "as it was"] });
});

Deno.test("lossCurve() refuses what it cannot draw by name", () => {
  const options = { ...TEXT, unit: "step" } as const;
  assert.throws(() => lossCurve([], options), {
    name: "RangeError",
    message: "Cannot draw loss_curve: expected at least one item in points, got none",
  });
  assert.throws(() => lossCurve([{ at: 1, loss: NaN }], options), {
    name: "RangeError",
    message: /expected points\[0\]\.loss to be above 0, got NaN/,
  });
  assert.throws(() => lossCurve([{ at: Infinity, loss: 1 }], options), {
    name: "RangeError",
    message: "Cannot draw loss_curve: expected points[0].at to be finite, got Infinity",
  });
  assert.throws(() => lossCurve(EPOCHS, { ...options, smoothing: 0 }), {
    name: "RangeError",
    message: /options\.smoothing to be at least 1 point, got 0/,
  });
  const references = [{ label: "x", loss: -1, role: "baseline" }] as const;
  assert.throws(() => lossCurve(EPOCHS, { ...options, references }), {
    name: "RangeError",
    message: /options\.references\[0\]\.loss/,
  });
});
