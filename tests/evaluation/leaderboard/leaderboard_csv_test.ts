import assert from "assert";
import Papa from "papaparse";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { leaderboardCsv } from "lib/evaluation/leaderboard/leaderboard_csv.ts";
import { prediction, saved } from "../_saved.ts";

const PREDICTIONS = [prediction("aaaaaaaaaaa", 0.75, 0.5), prediction("bbbbbbbbbbb", 0.75, 0.5)];

Deno.test("leaderboardCsv() writes each target's numbers as they are and leaves gaps empty", () => {
  const groups = leaderboard([
    saved({ model: 'a, "b"\nc', seconds: { fit: 2.5 }, predictions: PREDICTIONS }),
  ], { resamples: 10, seed: 1 });
  const text = new TextDecoder().decode(leaderboardCsv(groups));
  const { data, errors } = Papa.parse<Record<string, string>>(text.trim(), { header: true });
  assert.deepEqual(errors, []);
  assert.deepEqual(data.map(({ target }) => target), ["average", "virality", "engagement"]);
  assert.deepEqual([data[0]!.videos, data[0]!.predictions_per_video], ["2", "1"]);
  const {
    model,
    mse,
    mse_low,
    mae_high,
    pearson,
    training_rows,
    fit_seconds,
    predict_ms_per_video,
  } = data[1]!;
  assert.deepEqual(
    { model, mse, mse_low, mae_high, pearson, training_rows, fit_seconds, predict_ms_per_video },
    {
      model: 'a, "b"\nc',
      mse: "0.0625",
      mse_low: "0.0625",
      mae_high: "0.25",
      pearson: "",
      training_rows: "10",
      fit_seconds: "2.5",
      predict_ms_per_video: "",
    },
  );
});

Deno.test("leaderboardCsv() marks a model of an older run", () => {
  const older = saved();
  const groups = leaderboard([older], { resamples: 10, seed: 1, older: new Set([older]) });
  const text = new TextDecoder().decode(leaderboardCsv(groups));
  const { data } = Papa.parse<Record<string, string>>(text.trim(), { header: true });
  assert.deepEqual(data.map(({ model }) => model), Array(3).fill("Ridge (older run)"));
});

Deno.test("leaderboardCsv() refuses to write nothing", () => {
  assert.throws(() => leaderboardCsv([]), {
    name: "RangeError",
    message: "Cannot write a leaderboard: expected at least one row, got none",
  });
});
