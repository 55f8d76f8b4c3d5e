import assert from "assert";
import { durationText, elapsedText, startForecast } from "lib/forecast.ts";

const STEPS = { total: 1234, done: 0, unit: "steps", each: "a step" };

Deno.test("startForecast() says once how long a task will take, when five items are measured", () => {
  const forecast = startForecast("fine-tuning", STEPS);
  const said = [1, 2, 3, 4, 5, 6].map((step) => forecast.measure(1, 7000 * step));
  assert.deepEqual(said.filter((it) => it !== undefined), [
    "fine-tuning: 1,234 steps, about 2 h 20 min at 7.0 s a step, measured on the first 5",
  ]); // 1,234 x 7 s are 143 minutes and 58 seconds
  assert.equal(said.findIndex((it) => it !== undefined), 4);
});

Deno.test("startForecast() waits for no fifth item once a minute has gone", () => {
  const forecast = startForecast("fine-tuning", STEPS);
  const said = [1, 2, 3].map((step) => forecast.measure(1, 28_000 * step));
  assert.deepEqual(said, [
    undefined,
    undefined,
    "fine-tuning: 1,234 steps, about 9 h 40 min at 28 s a step, measured on the first 3",
  ]); // 575 minutes and 52 seconds
});

Deno.test("startForecast() counts what is left, and says what is not counted", () => {
  const options = { ...STEPS, done: 1000, besides: "2 validations" };
  assert.equal(
    startForecast("tuning", options).measure(10, 100_000),
    "tuning: 234 of 1,234 steps left, about 39 min at 10 s a step, measured on the first 10; " +
      "not counted: 2 validations",
  );
});

Deno.test("startForecast() says nothing of a task that is over within two minutes", () => {
  const forecast = startForecast("asking", { ...STEPS, total: 100 });
  assert.equal(forecast.measure(5, 5995), undefined);
  assert.equal(forecast.measure(5, 600_000), undefined); // it was measured once
  assert.ok(startForecast("asking", { ...STEPS, total: 100 }).measure(5, 6000));
});

Deno.test("startForecast() leaves out what an earlier run had finished", () => {
  const forecast = startForecast("encoding", { ...STEPS, unit: "texts", each: "a text" });
  forecast.pass(256);
  assert.equal(
    forecast.measure(256, 256_000),
    "encoding: 978 of 1,234 texts left, about 16 min at 1.0 s a text, measured on the first 256",
  );
});

Deno.test("durationText() has about two digits", () => {
  const texts: [number, string][] = [
    [35, "0.035 s"],
    [1449, "1.4 s"],
    [9949, "9.9 s"],
    [9951, "10 s"],
    [89_400, "89 s"],
    [90_000, "2 min"],
    [59.4 * 60_000, "59 min"],
    [59.6 * 60_000, "1 h"],
    [34_552_000, "9 h 40 min"],
    [119 * 60_000, "2 h"],
    [29 * 3_600_000, "29 h"],
  ];
  for (const [ms, text] of texts) assert.equal(durationText(ms), text);
});

Deno.test("elapsedText() says a time by its two largest units", () => {
  const cases: [number, string][] = [
    [40, "0.0 s"],
    [412, "0.4 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [59_499, "59 s"],
    [59_500, "1 min 0 s"],
    [72_000, "1 min 12 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 0 min"],
    [3_720_000, "1 h 2 min"],
    [90_000_000, "25 h 0 min"],
  ];
  for (const [ms, words] of cases) assert.equal(elapsedText(ms), words);
});
