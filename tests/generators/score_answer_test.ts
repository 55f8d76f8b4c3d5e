import assert from "assert";
import { SCORE_ANSWERS, writeScore } from "lib/generators/score_answer.ts";

Deno.test("writeScore() writes a whole number that SCORE_ANSWERS reads back", () => {
  assert.equal(writeScore(0), " 0");
  assert.equal(writeScore(0.474), " 47");
  assert.equal(writeScore(0.475), " 48");
  assert.equal(writeScore(1), " 100");
  assert.equal(SCORE_ANSWERS.size, 202);
  assert.equal(SCORE_ANSWERS.get(" 47"), 0.47);
  assert.equal(SCORE_ANSWERS.get("100"), 1);
});

Deno.test("SCORE_ANSWERS takes nothing else for a score", () => {
  for (
    const text of ["", " ", "101", "-1", "4.5", "047", "  47", "47 ", "47%", "47\n", "about 47"]
  ) {
    assert.equal(SCORE_ANSWERS.get(text), undefined, JSON.stringify(text));
  }
});

Deno.test("writeScore() refuses what is no score in 0..1", () => {
  for (const score of [-0.01, 1.01, 47, NaN]) {
    assert.throws(() => writeScore(score), {
      name: "RangeError",
      message: `Cannot write a score: expected 0..1, got ${score}`,
    });
  }
});
