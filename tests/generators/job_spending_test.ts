import assert from "assert";
import { join } from "node:path";
import { jobSpending } from "lib/generators/_job_spending.ts";
import { withLedger } from "lib/generators/_with_ledger.ts";
import { microdollarsIn } from "./_fine_tuning.ts";
import { inFolder } from "../_in_folder.ts";

// 2 dollars a million tokens: a token costs 2 millionths of a dollar.
const budgetIn = (folder: string) => ({
  ledger: join(folder, "spending.jsonl"),
  limitDollars: 0.01,
  trainingPrice: 2,
});
const DIGEST = "0123456789abcdef".repeat(4);

Deno.test("jobSpending() charges a job once, however often its steps are taken", () =>
  inFolder(async (folder) => {
    const budget = budgetIn(folder);
    for (const setAside of [2000, 1800 + 2000]) {
      const spending = jobSpending(budget, DIGEST);
      await spending.reserve(1000);
      await spending.reserve(1000);
      assert.equal(await microdollarsIn(budget.ledger), setAside);
      await spending.charge("ftjob-1", 1000);
      await spending.charge("ftjob-1", 900);
      assert.equal(await microdollarsIn(budget.ledger), 1800);
    }
  }));

Deno.test("jobSpending() charges the next job of the same files anew, and gives back a refused one", () =>
  inFolder(async (folder) => {
    const budget = budgetIn(folder);
    const spending = jobSpending(budget, DIGEST);
    for (const job of ["ftjob-1", "ftjob-2"]) {
      await spending.reserve(1000);
      await spending.charge(job, 800);
    }
    assert.equal(await microdollarsIn(budget.ledger), 3200);
    await spending.reserve(1000);
    assert.equal(await microdollarsIn(budget.ledger), 5200);
    await spending.release();
    assert.equal(await microdollarsIn(budget.ledger), 3200);
  }));

Deno.test("jobSpending() writes the job's charge before it gives back what was set aside", () =>
  inFolder(async (folder) => {
    const budget = budgetIn(folder);
    const spending = jobSpending(budget, DIGEST);
    await spending.reserve(1000);
    await spending.charge("ftjob-1", 1000);
    const lines = await withLedger(budget.ledger, ({ lines }) => Promise.resolve([...lines]));
    assert.deepEqual(lines.map(({ call, nanodollars }) => [call, nanodollars]), [
      ["fine-tuning 0123456789ab", 2_000_000],
      ["fine-tuning ftjob-1", 2_000_000],
      ["fine-tuning 0123456789ab", 0],
    ]);
  }));

Deno.test("jobSpending() keeps to the limit, what others spent included", () =>
  inFolder(async (folder) => {
    const budget = budgetIn(folder);
    await jobSpending(budget, "f".repeat(64)).reserve(4000);
    const spending = jobSpending(budget, DIGEST);
    await assert.rejects(spending.reserve(1001), {
      name: "SpendingLimitError",
      message:
        "Training on 1,001 tokens may cost $0.0020, more than is left of the spending limit " +
        "of $0.01 (VIRANOVA_LLM_LIMIT): $0.0080 are spent or set aside",
    });
    await spending.reserve(1000);
    assert.equal(await microdollarsIn(budget.ledger), 10_000);
  }));
