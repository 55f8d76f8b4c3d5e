import assert from "assert";
import { join } from "node:path";
import fc from "fast-check";
import { type Spending, withSpending } from "lib/generators/spending.ts";
import { inFolder } from "../_in_folder.ts";

// 1 dollar a million prompt tokens, 10 a million answer tokens.
const PRICES = { input: 1, output: 10 };

function spend<T>(folder: string, limitDollars: number, use: (it: Spending) => Promise<T>) {
  return withSpending(join(folder, "ledger.jsonl"), { limitDollars, prices: PRICES }, use);
}

Deno.test("withSpending() sets aside, charges and gives back", () =>
  inFolder((folder) =>
    spend(folder, 0.01, async (spending) => {
      const tokens = { prompt: 1000, answer: 100 };
      assert.equal(spending.estimateDollars(tokens), 0.002); // 0.001 + 0.001
      const [first, second, third] = [
        await spending.reserve(tokens),
        await spending.reserve(tokens),
        await spending.reserve(tokens),
      ];
      assert.equal(spending.spentDollars(), 0.006);
      await first!.charge({ prompt: 1000, answer: 10 }); // 0.001 + 0.0001
      await second!.release();
      await third!.charge();
      assert.equal(spending.spentDollars(), 0.0031);
    })
  ));

Deno.test("withSpending() refuses the call that could go beyond the limit, and only that", () =>
  inFolder((folder) =>
    spend(folder, 0.003, async (spending) => {
      await spending.reserve({ prompt: 1000, answer: 100 });
      await assert.rejects(spending.reserve({ prompt: 1001, answer: 0 }), {
        name: "SpendingLimitError",
        message: "A call may cost $0.001001, more than is left of the spending limit of $0.003: " +
          "$0.002000 are spent or set aside",
      });
      await spending.reserve({ prompt: 1000, answer: 0 });
      assert.equal(spending.spentDollars(), 0.003);
    })
  ));

Deno.test("withSpending() counts what earlier runs spent or left under way", () =>
  inFolder(async (folder) => {
    await spend(folder, 1, async (spending) => {
      await (await spending.reserve({ prompt: 5000, answer: 0 })).charge({
        prompt: 4000,
        answer: 0,
      });
      await (await spending.reserve({ prompt: 9000, answer: 0 })).release();
      await spending.reserve({ prompt: 2000, answer: 0 }); // as if the run were killed here
    });
    await spend(folder, 1, (spending) => {
      assert.equal(spending.spentDollars(), 0.006);
      return Promise.resolve();
    });
  }));

Deno.test("withSpending() learns how many more prompt tokens the server counts", () =>
  inFolder(async (folder) => {
    const tokens = { prompt: 1000, answer: 0 };
    await spend(folder, 1, async (spending) => {
      await (await spending.reserve(tokens)).charge({ prompt: 1500, answer: 0 });
      assert.equal(spending.estimateDollars(tokens), 0.0015);
      await (await spending.reserve(tokens)).charge({ prompt: 900, answer: 0 });
      assert.equal(spending.estimateDollars(tokens), 0.0015);
    });
    await spend(folder, 1, (spending) => {
      assert.equal(spending.estimateDollars(tokens), 0.0015);
      return Promise.resolve();
    });
  }));

Deno.test("withSpending() lets one run at a time spend", () =>
  inFolder((folder) =>
    spend(folder, 1, async () => {
      await assert.rejects(spend(folder, 1, () => Promise.resolve()), {
        name: "Busy",
        message: /^Cannot spend from .*ledger\.jsonl: another run does so just now$/,
      });
    })
  ));

Deno.test("withSpending() never goes beyond the limit whatever calls are made", () =>
  inFolder(async (folder) => {
    const calls = fc.array(
      fc.record({
        prompt: fc.nat(3000),
        answer: fc.nat(300),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (made) => {
        await spend(join(folder, `${run++}`), 0.01, async (spending) => {
          for (const { prompt, answer, share } of made) {
            try {
              const reservation = await spending.reserve({ prompt, answer });
              await reservation.charge({ prompt, answer: Math.floor(answer * share) });
            } catch (error) {
              assert.ok(error instanceof Error && error.name === "SpendingLimitError");
            }
            assert.ok(spending.spentDollars() <= 0.01);
          }
        });
      }),
      { numRuns: 15 },
    );
  }));

Deno.test("withSpending() refuses a limit or price that is no amount", () =>
  inFolder((folder) =>
    assert.rejects(spend(folder, NaN, () => Promise.resolve()), {
      name: "RangeError",
      message: "Cannot limit spending: limitDollars expected at least 0, got NaN",
    })
  ));
