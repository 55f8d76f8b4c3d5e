import assert from "assert";
import { bothSplits } from "lib/evaluation/leaderboard/both_splits.ts";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import {
  bothSplitsMarkdown,
  groupTitle,
  leaderboardMarkdown,
} from "lib/evaluation/leaderboard/leaderboard_markdown.ts";
import { prediction, saved } from "../_saved.ts";

const OPTIONS = { resamples: 10, seed: 1 };

// Equal errors in every row, so that all resamples agree; actual scores are constant.
const PREDICTIONS = [prediction("aaaaaaaaaaa", 0.6, 0.5), prediction("bbbbbbbbbbb", 0.6, 0.5)];

Deno.test("leaderboardMarkdown() writes metrics, costs and openings of each group", () => {
  const test = saved({ model: "Ridge", side: "test", predictions: PREDICTIONS });
  const opening = { model: "Ridge", data: test.data, protocol: test.protocol, digest: "a" };
  const openings = ["2026-01-01", "2026-01-02"].map((date) => ({ ...opening, date }));
  const groups = leaderboard([
    saved({ model: "Mean", role: "baseline", seconds: {}, predictions: PREDICTIONS }),
    test,
  ], { ...OPTIONS, openings });
  assert.equal(
    leaderboardMarkdown(groups, { aspects: ["virality"] }),
    `**sample corpus of 2 videos, random split, validation (2 videos), virality**

| Model | MSE | MAE | R² | Spearman | Pearson | Training rows | Fit, s | Predict, ms a video |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| Mean (baseline) | 0.0100 [0.0100, 0.0100] | 0.100 [0.100, 0.100] | 0.000 [0.000, 0.000] | not defined | not defined | 10 |  |  |

**sample corpus of 2 videos, random split, test (2 videos), virality**

| Model | MSE | MAE | R² | Spearman | Pearson | Training rows | Fit, s | Predict, ms a video | Test set opened |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| Ridge | 0.0100 [0.0100, 0.0100] | 0.100 [0.100, 0.100] | 0.000 [0.000, 0.000] | not defined | not defined | 10 | 1.5 | 130 | 2 times |
`,
  );
});

Deno.test("leaderboardMarkdown() writes the columns asked for, openings on the test side", () => {
  const groups = leaderboard(
    ["validation", "test"].map((side) =>
      saved({ side: side as "validation" | "test", predictions: PREDICTIONS })
    ),
    OPTIONS,
  );
  const columns = ["mse", "fit", "openings"] as const;
  const text = leaderboardMarkdown(groups, { aspects: ["average"], columns });
  assert.deepEqual(text.match(/^\| (Model|Ridge) .*$/gm), [
    "| Model | MSE | Fit, s |",
    "| Ridge | 0.0100 [0.0100, 0.0100] | 1.5 |",
    "| Model | MSE | Fit, s | Test set opened |",
    "| Ridge | 0.0100 [0.0100, 0.0100] | 1.5 | 0 times |",
  ]);
});

Deno.test("groupTitle() counts videos, not predictions", () => {
  const group = { data: "real", protocol: "channels", side: "cross-validation", videos: 3546 };
  assert.equal(
    groupTitle({ ...group, predictionsPerVideo: 3 }),
    "real, split by channels, cross-validation (3,546 videos, each predicted 3 times)",
  );
  assert.equal(
    groupTitle({ ...group, protocol: "random split", side: "test", predictionsPerVideo: 1 }),
    "real, random split, test (3,546 videos)",
  );
});

Deno.test("leaderboardMarkdown() keeps a model's name inside its cell", () => {
  const model = "a|b\n<script>*x*</script> `\\";
  const text = leaderboardMarkdown(leaderboard([saved({ model })], OPTIONS), {
    aspects: ["average"],
  });
  assert.ok(text.includes("\n| a\\|b \\<script\\>\\*x\\*\\</script\\> \\`\\\\ | "), text);
});

Deno.test("bothSplitsMarkdown() sets the errors of both splits beside each other", () => {
  const unseen = [prediction("ccccccccccc", 0.3, 0.5), prediction("ddddddddddd", 0.3, 0.5)];
  const groups = leaderboard([
    saved({ predictions: PREDICTIONS }),
    saved({ predictions: unseen, protocol: "channels" }),
  ], OPTIONS);
  assert.equal(
    bothSplitsMarkdown(bothSplits(groups)),
    `| Model | Data | MSE, random split | MSE, channels unseen |
| --- | --- | --- | --- |
| Ridge | sample corpus of 2 videos, validation | 0.0100 [0.0100, 0.0100] | 0.0400 [0.0400, 0.0400] (channels) |
`,
  );
});

Deno.test("leaderboardMarkdown() marks baselines and originals behind their names, and no others", () => {
  const roles = ["baseline", "model", "original", "ensemble"] as const;
  const predictions = roles.map((_, i) => [prediction("aaaaaaaaaaa", 0.5 + 0.1 * i, 0.5)]);
  const groups = leaderboard(
    roles.map((role, i) => saved({ model: `M${i}`, role, predictions: predictions[i]! })),
    OPTIONS,
  );
  const table = leaderboardMarkdown(groups, { aspects: ["average"], columns: [] });
  assert.deepEqual(table.match(/M\d[^|]*(?= \|)/g), ["M0 (baseline)", "M1", "M2 (original)", "M3"]);
});

Deno.test("leaderboardMarkdown() marks models of an older run behind their names", () => {
  const older = saved({ role: "baseline" });
  const groups = leaderboard([older, saved({ model: "Other" })], {
    ...OPTIONS,
    older: new Set([older]),
  });
  const table = leaderboardMarkdown(groups, { aspects: ["average"], columns: [] });
  assert.deepEqual(table.match(/^\| [RO].*/gm), [
    "| Other |",
    "| Ridge (older run) (baseline) |",
  ]);
});
