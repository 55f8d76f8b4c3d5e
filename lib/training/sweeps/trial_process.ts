import process from "node:process";
import { exists } from "lib/files.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { settings } from "lib/settings.ts";
import { fineTune } from "lib/training/fine_tune.ts";
import type { FineTuningData } from "lib/training/fine_tune_options.ts";
import { disposeRegressor } from "lib/training/regressor.ts";
import type { JobResult } from "lib/training/sweeps/run_sweep.ts";
import type { TrialRequest } from "lib/training/sweeps/trial_request.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { FINE_TUNED_TEXT } from "lib/loaders/models/model_needs.ts";

/** Trains one trial of a sweep, as a sweep's own process asks for it, and prints what came of it. */
async function runTrialRequest(request: TrialRequest): Promise<JobResult> {
  await loadTensorFlow();
  const data: FineTuningData = JSON.parse(await Deno.readTextFile(request.dataPath));
  const model = await exists(request.model)
    ? filesIn(request.model)
    : await findModel(request.model, settings, { needs: FINE_TUNED_TEXT });
  const { folder, name = "trial", seed, untilEpoch, recipe } = request;
  const options = { folder, seed, untilEpoch, label: name };
  const { regressor, result } = await fineTune(model, data, recipe, options);
  disposeRegressor(regressor);
  const epochs = result.entries.filter((entry) => entry.kind === "epoch");
  return {
    validationLoss: result.best.loss,
    trainingLoss: epochs.at(-1)?.trainingLoss,
    steps: result.entries.filter((entry) => entry.kind === "step").length,
    seconds: result.entries.at(-1)?.seconds,
  };
}

/** Ends this process when the one that started it is gone. */
async function endWithParent(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
  process.exit(1);
}

if (import.meta.main) {
  endWithParent();
  const request: TrialRequest = JSON.parse(await Deno.readTextFile(Deno.args[0]!));
  const failed = (error: unknown): JobResult => ({ error: String(error) });
  process.stdout.write(JSON.stringify(await runTrialRequest(request).catch(failed)));
  process.exit(0); // standard input is still being listened to
}
