import assert from "assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import type { Generator } from "lib/random.ts";
import { adam, adamW } from "lib/training/optimizers.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { TrainingTask, TrainOptions } from "lib/training/train_options.ts";
import { inFolder } from "../_in_folder.ts";
import { withoutSeconds } from "./_without_seconds.ts";

await loadTensorFlow({ backend: "cpu" });

/** Fits y = 2 x + 1 from noisy batches; `validate` is the distance to that line. */
function lineTask(): TrainingTask<number[]> & { dispose(): void } {
  const slope = tf.variable(tf.scalar(0));
  const level = tf.variable(tf.scalar(0));
  return {
    parameters: new Map([["slope", slope], ["level", level]]),
    batches: (generator: Generator) =>
      Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => generator.normal())),
    loss: (batch, generator) =>
      tf.tidy(() => {
        const x = tf.tensor1d(batch);
        const noise = tf.tensor1d(batch.map(() => 0.1 * generator.normal()));
        const y = tf.add(tf.add(tf.mul(x, 2), 1), noise);
        return tf.mean(tf.squaredDifference(tf.add(tf.mul(x, slope), level), y));
      }),
    validate: async () => ((await slope.data())[0]! - 2) ** 2 + ((await level.data())[0]! - 1) ** 2,
    dispose: () => tf.dispose([slope, level]),
  };
}

const OPTIONS = {
  seed: 1,
  epochs: 4,
  optimizer: adam(),
  learningRate: { peak: 0.1 },
  validationsPerEpoch: 2,
} satisfies Omit<TrainOptions, "folder">;

async function trainLine(folder: string, options: Partial<TrainOptions> = {}) {
  const task = lineTask();
  const result = withoutSeconds(await train(task, { ...OPTIONS, folder, ...options }));
  const values = await Promise.all(
    [...task.parameters.values()].map(async (v) => (await v.data())[0]),
  );
  task.dispose();
  return { ...result, values };
}

Deno.test("train() records every step, two validations and one summary an epoch", () =>
  inFolder(async (folder) => {
    const { entries, best } = await trainLine(folder);
    const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
    assert.deepEqual(
      of("step").map(({ step }) => step),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.deepEqual(of("validation").map(({ step }) => step), [3, 5, 8, 10, 13, 15, 18, 20]);
    assert.deepEqual(of("epoch").map(({ epoch }) => epoch), [1, 2, 3, 4]);
    const first = entries.filter((entry) => entry.kind === "step").slice(0, 5);
    const summary = entries.find((entry) => entry.kind === "epoch")!;
    assert.equal(summary.trainingLoss, first.reduce((sum, { loss }) => sum + loss, 0) / 5);
    const losses = entries.flatMap((entry) => entry.kind === "validation" ? [entry.loss] : []);
    assert.equal(best.loss, Math.min(...losses));
  }));

Deno.test("train() ends with the parameters of the best validation", () =>
  inFolder(async (folder) => {
    const { values, best } = await trainLine(folder, { learningRate: { peak: 2 }, epochs: 3 });
    assert.ok(Math.abs((values[0]! - 2) ** 2 + (values[1]! - 1) ** 2 - best.loss) < 1e-9);
  }));

Deno.test("train() repeats itself by seed", async () => {
  const results: unknown[] = [];
  for (const seed of [1, 1, 2]) {
    await inFolder(async (folder) => {
      results.push(await trainLine(folder, { seed }));
    });
  }
  assert.deepEqual(results[0], results[1]);
  assert.notDeepEqual(results[0], results[2]);
});

Deno.test("train() stopped after any step ends with the numbers of an undisturbed run", () =>
  inFolder(async (folder) => {
    const undisturbed = await trainLine(join(folder, "whole"));
    for (const stopAt of [1, 3, 4, 5, 9, 10, 14, 19]) {
      const path = join(folder, `stopped ${stopAt}`);
      const task = lineTask();
      let steps = 0;
      const stopped: typeof task = {
        ...task,
        loss(batch, generator) {
          if (++steps > stopAt) throw new Error("killed");
          return task.loss(batch, generator);
        },
      };
      const options = { ...OPTIONS, folder: path, checkpointEveryMs: 3, now: () => steps };
      await assert.rejects(train(stopped, options), /killed/);
      task.dispose();
      assert.deepEqual(await trainLine(path), undisturbed);
    }
  }));

/** Of a run of one epoch of 30 steps that take so long, the steps of the checkpoints before its end. */
async function checkpointsBySteps(folder: string, stepMs: number): Promise<number[]> {
  const path = join(folder, "checkpoint.safetensors");
  const task = lineTask();
  const found = new Set<number>();
  let ms = 0;
  const slow: typeof task = {
    ...task,
    batches: (generator) => Array.from({ length: 30 }, () => [generator.normal()]),
    loss(batch, generator) {
      if (existsSync(path)) found.add(stepOf(path));
      ms += stepMs;
      return task.loss(batch, generator);
    },
  };
  const options = { ...OPTIONS, folder, epochs: 1, validationsPerEpoch: 1, now: () => ms };
  await train(slow, options);
  task.dispose();
  assert.equal(stepOf(path), 30);
  return [...found];
}

/** Where a checkpoint says that its run stands. */
function stepOf(path: string): number {
  const [, step] = /\\"step\\":(\d+),\\"lossSum/.exec(Deno.readTextFileSync(path)) ?? [];
  return Number(step);
}

Deno.test("train() keeps a checkpoint every four minutes, however many steps they are", async () => {
  const expected: [number, number[]][] = [
    [1, []],
    [60_000, [4, 8, 12, 16, 20, 24, 28]],
    [100_000, [3, 6, 9, 12, 15, 18, 21, 24, 27]],
    [300_000, Array.from({ length: 29 }, (_, i) => i + 1)],
  ];
  for (const [stepMs, steps] of expected) {
    await inFolder(async (folder) => {
      assert.deepEqual(await checkpointsBySteps(folder, stepMs), steps);
    });
  }
});

/** A task whose validation has six batches of 100 s, the `killAt`th of which is never finished. */
function slowlyValidated({ killAt = Infinity } = {}) {
  const task = lineTask();
  const clock = { ms: 0 };
  const validated: number[] = [];
  const slow: typeof task = {
    ...task,
    async validate({ from = { batches: 0, values: [] }, reached } = {}) {
      let [sum = 0] = from.values;
      for (let at = from.batches; at < 6; at++) {
        if (validated.length === killAt) throw new Error("killed");
        validated.push(at);
        clock.ms += 100_000;
        sum += (at + 1) / 7 * await task.validate();
        await reached?.({ batches: at + 1, values: [sum] });
      }
      return sum;
    },
  };
  return { slow, validated, now: () => clock.ms };
}

Deno.test("train() stopped in a validation goes on in it, where a checkpoint was kept", () =>
  inFolder(async (folder) => {
    const run = async (path: string, killAt?: number) => {
      const { slow, validated, now } = slowlyValidated({ killAt });
      const options = { ...OPTIONS, epochs: 2, folder: join(folder, path), now };
      const result = await train(slow, options).then(withoutSeconds).catch(String);
      slow.dispose();
      return { result, validated };
    };
    const whole = await run("whole");
    assert.equal(whole.validated.length, 24);
    for (const killAt of [1, 2, 3, 5, 6, 8, 10, 11, 12, 17, 23]) {
      const path = `killed ${killAt}`;
      assert.equal((await run(path, killAt)).result, "Error: killed");
      const again = await run(path);
      assert.deepEqual(again.result, whole.result);
      const repeated = killAt + again.validated.length - 24;
      assert.ok(repeated >= 0 && repeated <= 2, `${repeated} batches repeated after ${killAt}`);
    }
  }));

Deno.test("train() in two goes equals one", () =>
  inFolder(async (folder) => {
    const whole = await trainLine(join(folder, "whole"));
    const path = join(folder, "parts");
    const half = await trainLine(path, { untilEpoch: 2 });
    assert.equal(half.entries.at(-1)!.epoch, 2);
    assert.deepEqual(await trainLine(path), whole);
  }));

Deno.test("train() does not train a finished run again", () =>
  inFolder(async (folder) => {
    const first = await trainLine(folder);
    const task = lineTask();
    task.loss = () => {
      throw new Error("trained again");
    };
    const again = await train(task, { ...OPTIONS, folder });
    task.dispose();
    assert.deepEqual(withoutSeconds(again).entries, first.entries);
  }));

Deno.test("train() stops early when validation no longer improves", () =>
  inFolder(async (folder) => {
    const task = lineTask();
    let validations = 0;
    task.validate = () => Promise.resolve(++validations === 2 ? 0.5 : 1);
    const { entries, best } = await train(task, { ...OPTIONS, folder, patience: 3 });
    task.dispose();
    assert.equal(validations, 5);
    assert.deepEqual(best, { loss: 0.5, step: 5 });
    assert.equal(entries.filter(({ kind }) => kind === "step").length, 13);
  }));

Deno.test("train() names a loss that is not finite and keeps the last checkpoint", () =>
  inFolder(async (folder) => {
    const task = lineTask();
    let steps = 0;
    const diverging: typeof task = {
      ...task,
      loss: (batch, generator) => tf.mul(task.loss(batch, generator), ++steps > 7 ? NaN : 1),
    };
    await assert.rejects(train(diverging, { ...OPTIONS, folder }), {
      name: "RangeError",
      message: /expected a finite loss in the loss of step 8, got NaN; a lower learning rate/,
    });
    task.dispose();
    assert.ok(await exists(join(folder, "checkpoint.safetensors")));
    const whole = await trainLine(join(folder, "whole"));
    assert.deepEqual(await trainLine(folder), whole);
  }));

Deno.test("train() holds as many tensors after a run as before", () =>
  inFolder(async (folder) => {
    const task = lineTask();
    const before = tf.memory().numTensors;
    await train(task, { ...OPTIONS, folder, optimizer: adamW({ weightDecay: 0.1 }), clipNorm: 1 });
    assert.equal(tf.memory().numTensors, before);
    task.dispose();
  }));
