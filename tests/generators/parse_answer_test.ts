import assert from "assert";
import fc from "fast-check";
import { parseAnswer } from "lib/generators/parse_answer.ts";

const SCORES = { kind: "scores", scores: { virality: 0.47, engagement: 0.625 } };

Deno.test("parseAnswer() reads JSON and named scores", () => {
  const answers = [
    '{"virality": 47, "engagement": 62.5}',
    '{"engagement":62.5,"virality":47}',
    ' {\n  "virality": 47,\n  "engagement": 62.5\n}\n',
    '```json\n{"virality": 47, "engagement": 62.5}\n```',
    'My estimate: {"virality": 47, "engagement": 62.5}.',
    '{"virality": 47, "engagement": 62.5, "why": "a strong hook"}',
    "virality: 47, engagement: 62.5",
    "Virality: 47%\nEngagement: 62.5%.",
    "virality = 47; engagement = 62.5",
  ];
  for (const answer of answers) assert.deepEqual(parseAnswer(answer), SCORES, answer);
});

Deno.test("parseAnswer() takes the ends of the range and nothing beyond", () => {
  assert.deepEqual(parseAnswer('{"virality": 0, "engagement": 100}'), {
    kind: "scores",
    scores: { virality: 0, engagement: 1 },
  });
  for (const wrong of ["-1", "100.5", "101", "1e3"]) {
    assert.deepEqual(parseAnswer(`{"virality": ${wrong}, "engagement": 5}`), {
      kind: "unusable",
      reason:
        `a score outside 0..100 in the answer "{\\"virality\\": ${wrong}, \\"engagement\\": 5}"`,
    });
  }
  assert.equal(parseAnswer("virality: -5, engagement: 3").kind, "unusable");
});

Deno.test("parseAnswer() guesses nothing and says what is wrong", () => {
  const wrong: [string, RegExp][] = [
    ["", /^empty in the answer ""$/],
    ["I cannot tell.", /^neither JSON nor two named scores in the answer "I cannot tell\."$/],
    ["47 62", /^neither JSON/],
    ["47", /^neither JSON/],
    ["virality: 47", /^neither JSON/],
    ["virality: 47, engagement: 62, virality: 50, engagement: 2", /^neither JSON/],
    ["virality: between 40 and 50, engagement: 3", /^neither JSON/],
    ['{"virality": 47}', /^engagement given 0 times/],
    ['{"virality": 47, "engagement": 62', /^neither JSON/],
    ['{"virality": 47, "engagement": }', /^no valid JSON/],
    ['{"virality": 47, "virality": 50, "engagement": 1}', /^virality given 2 times/],
    ['{"virality": "47", "engagement": 62}', /^a score that is no number/],
    ['{"virality": null, "engagement": 62}', /^a score that is no number/],
    ['{"virality": NaN, "engagement": 62}', /^no valid JSON/],
    ['{"virality": 1, "engagement": 2} or {"virality": 3, "engagement": 4}', /^2 JSON objects/],
  ];
  for (const [answer, reason] of wrong) {
    const read = parseAnswer(answer);
    assert.ok(read.kind === "unusable", answer);
    assert.match(read.reason, reason);
  }
});

Deno.test("parseAnswer() never gives a number that does not stand in the answer", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), (text) => {
    const answer = parseAnswer(text);
    if (answer.kind === "unusable") return;
    for (const score of Object.values(answer.scores)) {
      assert.ok(text.includes(String(Math.round(score * 100))));
    }
  }));
});

Deno.test("parseAnswer() shortens a long answer in its reason", () => {
  const answer = parseAnswer("x".repeat(500));
  assert.ok(answer.kind === "unusable" && answer.reason.length < 140);
});

Deno.test("parseAnswer() reads one score or three by their names", () => {
  const scores = { rating: 0.47 };
  for (const text of ['{"rating": 47}', "rating: 47", "Rating = 47%."]) {
    assert.deepEqual(parseAnswer(text, ["rating"]), { kind: "scores", scores });
  }
  const three = ["virality", "rating", "retention"];
  assert.deepEqual(parseAnswer("virality: 1, rating: 2, retention: 3", three), {
    kind: "scores",
    scores: { virality: 0.01, rating: 0.02, retention: 0.03 },
  });
  assert.deepEqual(parseAnswer("virality: 1, rating: 2", three), {
    kind: "unusable",
    reason: 'neither JSON nor three named scores in the answer "virality: 1, rating: 2"',
  });
  assert.match(
    JSON.stringify(parseAnswer("47", ["rating"])),
    /neither JSON nor one named score in/,
  );
});
