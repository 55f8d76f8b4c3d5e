import assert from "assert";
import {
  countRule,
  dateRule,
  indexRule,
  scoreRule,
  textRule,
  videoIdRule,
} from "lib/loaders/dataset/cell_rules.ts";
import { RATING } from "../../_targets.ts";

Deno.test("scoreRule() reads numbers in 0..100 as 0..1", () => {
  const percentRule = scoreRule({ range: [0, 100] });
  assert.deepEqual(["0", "100.0", "1e1", "50.", "+5"].map(percentRule.read), [
    0,
    1,
    0.1,
    0.5,
    0.05,
  ]);
  for (const wrong of ["", " 5", "-0.1", "100.1", "NaN", "0x1", "1,5", ".5", "1e999"]) {
    assert.equal(percentRule.read(wrong), undefined, wrong);
  }
});

Deno.test("scoreRule() reads another range's numbers as 0..1, and says what it is", () => {
  const rule = scoreRule(RATING);
  assert.deepEqual(["1", "2", "5", "0.9", "5.1"].map(rule.read), [
    0,
    0.25,
    1,
    undefined,
    undefined,
  ]);
  assert.equal(rule.expected, "a number in 1..5");
});

Deno.test("countRule and indexRule read what is at least 0", () => {
  assert.deepEqual(["0", "1.5", "1e3"].map(countRule.read), [0, 1.5, 1000]);
  assert.deepEqual(["-1", "1e999", "many"].map(countRule.read), [undefined, undefined, undefined]);
  assert.deepEqual(["0", "12"].map(indexRule.read), [0, 12]);
  for (const wrong of ["-1", "1.0", "1e3", "", "9".repeat(16)]) {
    assert.equal(indexRule.read(wrong), undefined, wrong);
  }
});

Deno.test("dateRule reads days and moments that exist", () => {
  for (const date of ["2024-02-29", "2024-02-29T23:59:59.5Z", "2024-02-29 10:00+02:00"]) {
    assert.equal(dateRule.read(date), date);
  }
  for (const wrong of ["2023-02-29", "2024-13-01", "2024-1-1", "2024-02-29T25:00", "soon"]) {
    assert.equal(dateRule.read(wrong), undefined, wrong);
  }
});

Deno.test("textRule and videoIdRule refuse blank, broken and wrongly long text", () => {
  assert.equal(textRule.read(" a\tb\r\n🎬 "), " a\tb\r\n🎬 ");
  for (const wrong of ["", " \n", "a\0", "a\u0085"]) assert.equal(textRule.read(wrong), undefined);
  assert.equal(videoIdRule.read("-_aZ0123456"), "-_aZ0123456");
  for (const wrong of ["0123456789", "0123456789ab", "0123456789é", "0123456789\n"]) {
    assert.equal(videoIdRule.read(wrong), undefined);
  }
});
