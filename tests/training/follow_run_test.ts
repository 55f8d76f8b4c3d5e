import assert from "assert";

const POSITION = {
  ...{ epoch: 0, batch: 0, step: 0, lossSum: 0, validationLoss: 0, best: { loss: 1, step: 0 } },
  ...{ validationsSinceBest: 0, seconds: 0, entries: 0 },
};

/** Runs a script with the functions at hand and returns the sentences it said on standard error. */
async function sentencesOf(script: string, label: string): Promise<string[]> {
  const code = `import { followSteps, sayValidationTime } from "lib/training/_follow_run.ts";
    const clock = { ms: 0 };
    const run = {
      options: { label: "${label}", epochs: 3, validationsPerEpoch: 4 },
      at: ${JSON.stringify(POSITION)},
      now: () => clock.ms,
    };
    ${script}`;
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", code],
    env: { NO_COLOR: "1" },
  }).output();
  const lines = new TextDecoder().decode(stderr).split("\n");
  return lines.filter((line) => line.startsWith(`${label}: `));
}

Deno.test("followSteps() says how long all steps will take, and which validations it does not count", async () => {
  const said = await sentencesOf(
    `const progress = followSteps(run, 400);
    for (let step = 0; step < 5; step++) { clock.ms += 28_000; progress.advance(); }
    progress.stop();`,
    "tuning",
  );
  assert.deepEqual(said, [
    "tuning: 1,200 steps, about 9 h 20 min at 28 s a step, measured on the first 3; " +
    "not counted: 12 validations",
  ]); // 1,200 x 28 s are 560 minutes
});

Deno.test("followSteps() of a run that goes on counts what is left", async () => {
  const said = await sentencesOf(
    `Object.assign(run.at, { epoch: 2, batch: 300, step: 1100 });
    const progress = followSteps(run, 400);
    for (let step = 0; step < 5; step++) { clock.ms += 6000; progress.advance(); }
    progress.stop();`,
    "tuning",
  );
  assert.deepEqual(said, [
    "tuning: 100 of 1,200 steps left, about 10 min at 6.0 s a step, measured on the first 5; " +
    "not counted: 1 validation",
  ]);
});

Deno.test("sayValidationTime() says how long the validations to come take, if that is long", async () => {
  const said = await sentencesOf(
    `Object.assign(run.at, { batch: 100, step: 100 });
    sayValidationTime(run, { batches: 400, ms: 900_000 });
    sayValidationTime(run, { batches: 400, ms: 59_000 });
    Object.assign(run.at, { epoch: 2, batch: 400, step: 1200 });
    sayValidationTime(run, { batches: 400, ms: 900_000 });`,
    "tuning",
  );
  assert.deepEqual(said, [
    "tuning: 11 validations to come, about 2 h 50 min at 15 min a validation, measured on one",
  ]); // 165 minutes
});
