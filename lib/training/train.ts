import { createGenerator, deriveSeed } from "lib/random.ts";
import { followSteps, placeOf, sayValidationTime } from "lib/training/_follow_run.ts";
import { hasEnded, openRun, type Run, standingOf } from "lib/training/_training_run.ts";
import { assignParameters, saveParameters } from "lib/training/checkpoint.ts";
import { clipByGlobalNorm, lossAndGradients } from "lib/training/gradients.ts";
import { learningRateAt } from "lib/training/learning_rate.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { TrainingResult, TrainingTask, TrainOptions } from "lib/training/train_options.ts";

/**
 * Trains until the last epoch or until validation no longer improves, then sets the parameters to
 * those of the best validation.
 *
 * Steps, validations and epochs go to `journal.jsonl` and to `tensorboard/`;
 * `checkpoint.safetensors` holds all that is needed to go on, so that a run killed at any moment and
 * started again ends with the same numbers as one left alone, and repeats a few minutes at most. How
 * long it will take is said as soon as its first steps were measured. A finished run is not trained
 * again.
 * Where a file of the run is damaged all of it is set aside and trained again.
 *
 * @throws {RangeError} when a loss is not finite; the last good checkpoint stays
 * @throws {DamagedRunError} when a file of a run is damaged that took more than ten minutes
 * @throws {UnwritableError} when the folder cannot be written
 */
export async function train<Batch>(
  task: TrainingTask<Batch>,
  options: TrainOptions,
): Promise<TrainingResult> {
  const run = await openRun(task, options);
  const endedBefore = hasEnded(run);
  try {
    await options.watch?.opened(whatItDoes(run), standingOf(run));
    while (!hasEnded(run)) await trainEpoch(run);
    if (!endedBefore) await run.save();
    await options.watch?.ended(standingOf(run));
  } finally {
    run.close();
  }
  await assignParameters(run.bestPath, task.parameters);
  return { entries: run.entries, best: run.at.best };
}

function whatItDoes<Batch>(run: Run<Batch>): string {
  if (hasEnded(run)) return "finished before, taken as it is";
  return run.at.step === 0 ? "trains anew" : `goes on at ${placeOf(run.at)}`;
}

async function trainEpoch<Batch>(run: Run<Batch>): Promise<void> {
  const { task, options, at } = run;
  const { validationsPerEpoch = 1 } = options;
  const batches = task.batches(createGenerator(deriveSeed(options.seed, at.epoch)));
  run.progress ??= followSteps(run, batches.length);
  if (at.validating) await validate(run, batches.length);
  while (at.batch < batches.length && !hasEnded(run)) {
    at.lossSum += await takeStep(run, batches[at.batch]!, batches.length);
    at.batch++;
    at.step++;
    run.progress.advance();
    const due = (batch: number) => Math.floor(batch * validationsPerEpoch / batches.length);
    if (due(at.batch) > due(at.batch - 1)) await validate(run, batches.length);
    if (at.batch < batches.length) await run.saveIfDue();
  }
  if (at.batch < batches.length) return; // stopped early
  const trainingLoss = at.lossSum / batches.length;
  const { step, validationLoss } = at;
  await run.record({ kind: "epoch", epoch: ++at.epoch, step, trainingLoss, validationLoss });
  Object.assign(at, { batch: 0, lossSum: 0 });
  await run.save();
}

/** Moves the parameters by one batch and returns its loss before the move. */
async function takeStep<Batch>(run: Run<Batch>, batch: Batch, batches: number): Promise<number> {
  const { task, options, at } = run;
  const generator = createGenerator(deriveSeed(options.seed, at.epoch, at.batch));
  const found = lossAndGradients(task.parameters, () => task.loss(batch, generator));
  const loss = (await found.loss.data())[0]!;
  const learningRate = learningRateAt(
    at.epoch * batches + at.batch,
    options.epochs * batches,
    options.learningRate,
  );
  try {
    if (!Number.isFinite(loss)) throw diverged(`the loss of step ${at.step + 1}`, loss, run);
    moveParameters(run, found.gradients, learningRate);
  } finally {
    tf.dispose([found.loss, ...found.gradients.values()]);
  }
  const [epoch, step] = [at.epoch + 1, at.step + 1];
  await run.record({ kind: "step", epoch, step, loss, learningRate });
  return loss;
}

function moveParameters<Batch>(
  run: Run<Batch>,
  gradients: ReadonlyMap<string, tf.Tensor>,
  learningRate: number,
): void {
  const { clipNorm = Infinity, multiplier, optimizer } = run.options;
  const { parameters } = run.task;
  const clipped = clipNorm < Infinity ? clipByGlobalNorm(gradients, clipNorm) : gradients;
  run.optimizer = optimizer.step(run.optimizer, clipped, { parameters, learningRate, multiplier });
  if (clipped !== gradients) tf.dispose([...clipped.values()]);
}

async function validate<Batch>(run: Run<Batch>, batches: number): Promise<void> {
  const { at, task, bestPath } = run;
  const loss = await measuredLoss(run, batches);
  if (!Number.isFinite(loss)) throw diverged(`the validation after step ${at.step}`, loss, run);
  const observed = await task.observe?.();
  const [epoch, step] = [at.epoch + 1, at.step];
  await run.record({ kind: "validation", epoch, step, loss, ...(task.observe && { observed }) });
  at.validationLoss = loss;
  at.validationsSinceBest++;
  if (!(loss < at.best.loss)) return;
  await saveParameters(bestPath, task.parameters);
  at.best = { loss, step: at.step };
  at.validationsSinceBest = 0;
  await run.save();
}

/** The validation loss, part of which may have been computed before a kill. */
async function measuredLoss<Batch>(run: Run<Batch>, batches: number): Promise<number> {
  const { at, task, now } = run;
  const [from, startedMs] = [at.validating, now()];
  const loss = await task.validate({
    from,
    async reached(soFar) {
      at.validating = soFar;
      await run.saveIfDue();
    },
  });
  delete at.validating;
  if (!run.isForecast && !from) sayValidationTime(run, { batches, ms: now() - startedMs });
  run.isForecast = true;
  return loss;
}

function diverged<Batch>(what: string, loss: number, { options }: Run<Batch>): RangeError {
  return new RangeError(
    `Training diverged: expected a finite loss in ${what}, got ${loss}; a lower learning rate than ` +
      `${options.learningRate.peak} may help, and earlier checkpoints are kept in ${options.folder}`,
  );
}
