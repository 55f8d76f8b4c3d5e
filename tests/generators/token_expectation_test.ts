import assert from "assert";
import fc from "fast-check";
import { type AnswerToken, tokenExpectation } from "lib/generators/token_expectation.ts";

/** A token with the probabilities of those in its place. */
function token(text: string, top: Record<string, number> = { [text]: 1 }): AnswerToken {
  const top_logprobs = Object.entries(top).map(([it, p]) => ({ token: it, logprob: Math.log(p) }));
  return { token: text, logprob: Math.log(top[text] ?? 0.001), top_logprobs };
}

function answer(virality: AnswerToken[], engagement: AnswerToken[]): AnswerToken[] {
  const words = (texts: string[]) => texts.map((text) => token(text));
  return [
    ...words(['{"', "vir", "ality", '":', " "]),
    ...virality,
    ...words([",", ' "', "engagement", '":', " "]),
    ...engagement,
    token("}"),
  ];
}

const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

Deno.test("tokenExpectation() weighs the scores in a place by their probabilities", () => {
  const reading = tokenExpectation(answer(
    [token("40", { "40": 0.5, "50": 0.25, "8": 0.125, "the": 0.0625 })],
    [token("100", { "100": 0.4, " 100": 0.1, "101": 0.2, "-3": 0.1 })],
  ));
  assert.ok(reading.kind === "scores");
  // By hand: (40 * 0.5 + 50 * 0.25 + 8 * 0.125) / 0.875 = 33.5 / 0.875; 0.125 is elsewhere.
  close(reading.scores.virality, 33.5 / 0.875 / 100);
  close(reading.truncatedMass.virality, 0.125);
  // By hand: 100 alone is a score, with probability 0.5.
  close(reading.scores.engagement, 1);
  close(reading.truncatedMass.engagement, 0.5);
});

Deno.test("tokenExpectation() counts the answer's own token where it is not listed", () => {
  const reading = tokenExpectation(
    answer([{ ...token("20", { "30": 0.4, "40": 0.4 }), logprob: Math.log(0.1) }], [token("50")]),
  );
  assert.ok(reading.kind === "scores");
  close(reading.scores.virality, (30 * 0.4 + 40 * 0.4 + 20 * 0.1) / 0.9 / 100);
  close(reading.truncatedMass.virality, 0.1);
});

Deno.test("tokenExpectation() reads nothing where a number is split or could be", () => {
  const split = tokenExpectation(answer([token("4"), token("7")], [token("50")]));
  assert.deepEqual(split, {
    kind: "unusable",
    reason: "virality does not stand in a token of its own",
  });
  const digits = { "4": 0.5, "5": 0.3, "6": 0.2 };
  assert.deepEqual(tokenExpectation(answer([token("50")], [token("4", digits)])), {
    kind: "unusable",
    reason: "engagement may be split into digits, all listed have one",
  });
  assert.equal(
    tokenExpectation(answer([token("47"), token(".5")], [token("50")])).kind,
    "unusable",
  );
  assert.equal(tokenExpectation([]).kind, "unusable");
  const twice = [...answer([token("47")], [token("50")]), ...answer([token("48")], [token("50")])];
  assert.equal(tokenExpectation(twice).kind, "unusable");
});

Deno.test("tokenExpectation() is the certain score, and lies between the listed ones", () => {
  const score = fc.integer({ min: 10, max: 100 });
  fc.assert(
    fc.property(score, score, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, p) => {
      const place = token(`${a}`, { [`${a}`]: p, [`${b}`]: a === b ? p : 1 - p });
      const reading = tokenExpectation(answer([place], [token(`${a}`)]));
      assert.ok(reading.kind === "scores");
      close(reading.scores.engagement, a / 100);
      assert.ok(reading.scores.virality >= Math.min(a, b) / 100 - 1e-12);
      assert.ok(reading.scores.virality <= Math.max(a, b) / 100 + 1e-12);
      assert.ok(reading.truncatedMass.virality >= 0 && reading.truncatedMass.virality <= 1);
    }),
  );
});

Deno.test("tokenExpectation() reads the targets that were asked for", () => {
  const tokens = ['{"', "rating", '":', " "].map((text) => token(text));
  const reading = tokenExpectation([...tokens, token("40", { "40": 0.5, "60": 0.5 })], ["rating"]);
  assert.ok(reading.kind === "scores");
  assert.deepEqual(Object.keys(reading.scores), ["rating"]);
  close(reading.scores.rating!, 0.5);
});
