import assert from "assert";
import { checkFineTuningFile, fineTuningFile } from "lib/generators/fine_tuning_file.ts";
import { buildPrompt } from "lib/generators/prompt.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";

const counter = await tokenCounterFor("gpt-3.5-turbo");
const SCORES = { virality: 0.25, engagement: 0.5 };

const line = (messages: unknown) => `${JSON.stringify({ messages })}\n`;
const user = { role: "user", content: "tiktoken is great!" };
const assistant = { role: "assistant", content: "tiktoken is great!" };

Deno.test("fineTuningFile() writes prompts with their answers, and learns none of the shown ones", () => {
  const [system, question] = buildPrompt("Hello", { counter });
  const [shown] = buildPrompt("Other", { counter }).slice(1);
  const told = { role: "assistant", content: '{"virality": 100, "engagement": 0}' } as const;
  const messages = [system!, shown!, told, question!];
  const file = fineTuningFile([{ messages, scores: SCORES }]);
  const example = JSON.parse(file);
  assert.ok(file.endsWith("}\n"));
  assert.deepEqual(example.messages.slice(0, 2), messages.slice(0, 2));
  assert.deepEqual(example.messages.slice(2), [
    { ...messages[2], weight: 0 },
    messages[3],
    { role: "assistant", content: '{"virality": 25, "engagement": 50}' },
  ]);
});

Deno.test("fineTuningFile() leaves out a video of which not every score is known", () => {
  const messages = buildPrompt("Hello", { counter });
  const known = { messages, scores: { ...SCORES, retention: 0.75 } };
  const file = fineTuningFile([{ messages, scores: SCORES }, known], ["virality", "retention"]);
  const answers = file.trim().split("\n").map((it) => JSON.parse(it).messages.at(-1).content);
  assert.deepEqual(answers, ['{"virality": 25, "retention": 75}']);
});

Deno.test("checkFineTuningFile() finds nothing wrong with what fineTuningFile() writes", () => {
  const messages = buildPrompt("Hello", { counter });
  const file = fineTuningFile(Array.from({ length: 10 }, () => ({ messages, scores: SCORES })));
  const { examples, problems } = checkFineTuningFile(file, { counter });
  assert.deepEqual([examples, problems], [10, []]);
});

Deno.test("checkFineTuningFile() counts the tokens of all examples", () => {
  // Each message has 6 tokens and 4 of markers, the example 3 more.
  const file = line([user, assistant]).repeat(2);
  assert.equal(checkFineTuningFile(file, { counter, minExamples: 2 }).tokens, 2 * (10 + 10 + 3));
});

Deno.test("checkFineTuningFile() names what the service would refuse, by line", () => {
  const wrong: [string, string][] = [
    ["nonsense\n", 'line 1: expected a JSON object, got "nonsense"'],
    ["\n", 'line 1: expected a JSON object, got ""'],
    ["\uFEFF" + line([user, assistant]), "line 1: expected a JSON object, got"],
    ["null\n", "line 1: no list of messages"],
    [line([]), "line 1: no list of messages"],
    [line([null]), "line 1: message 1 is no object"],
    [
      line([user, assistant]) + line([user]),
      "line 2: expected an assistant's message last, got user",
    ],
    [line([{ role: "bot", content: "x" }]), 'line 1: message 1: unknown role "bot"'],
    [line([user, { role: "assistant", content: "" }]), "line 1: message 2: no content"],
    [line([user, { role: "assistant" }]), "line 1: message 2: no content"],
    [line([user, { ...assistant, mood: 1 }]), 'line 1: message 2: unknown key "mood"'],
    [
      line([{ ...user, weight: 1 }, assistant]),
      "line 1: message 1: a weight of 1, expected 0 or 1",
    ],
    [line([user, { ...assistant, weight: 0.5 }]), "line 1: message 2: a weight of 0.5"],
    [line([user, { ...assistant, weight: 0 }]), "line 1: the last answer has weight 0"],
  ];
  for (const [file, problem] of wrong) {
    const { problems } = checkFineTuningFile(file, { counter, minExamples: 1 });
    assert.equal(problems.length, 1, problem);
    assert.ok(problems[0]!.startsWith(problem), `${problems}`);
  }
});

Deno.test("checkFineTuningFile() keeps to the bounds on examples and tokens", () => {
  const good = line([user, assistant]);
  assert.deepEqual(checkFineTuningFile(good.repeat(9), { counter }).problems, [
    "expected at least 10 examples, got 9",
  ]);
  assert.deepEqual(
    checkFineTuningFile(good, { counter, minExamples: 1, maxExampleTokens: 22 }).problems,
    ["line 1: expected at most 22 tokens, got 23"],
  );
  assert.deepEqual(checkFineTuningFile("", { counter, minExamples: 1 }).problems, [
    "expected at least 1 examples, got 0",
  ]);
});
