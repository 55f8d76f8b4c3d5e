import assert from "assert";
import { join } from "node:path";
import fc from "fast-check";
import { type Spending, withSpending } from "lib/generators/spending.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";

// 1 dollar a million prompt tokens, cached or not, 10 a million answer tokens.
const PRICES = { input: 1, output: 10, cachedRead: 1, cacheWrite: 1 };

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

Deno.test("withSpending() sets aside the dearest case and charges what the cache did", () =>
  inFolder((folder) => {
    const prices = { input: 1, output: 10, cachedRead: 0.1, cacheWrite: 1.25 };
    const options = { limitDollars: 1, prices };
    return withSpending(join(folder, "ledger.jsonl"), options, async (spending) => {
      const call = await spending.reserve({ prompt: 2000, answer: 100 });
      assert.equal(spending.spentDollars(), 0.0035); // 2000 * 1.25 + 100 * 10 = 3500 millionths
      const counted = { prompt: 2000, cachedRead: 1000, cacheWrite: 400, answer: 10 };
      await call.charge(counted); // 600 * 1 + 1000 * 0.1 + 400 * 1.25 + 10 * 10 = 1300
      assert.equal(spending.spentDollars(), 0.0013);
      assert.equal(spending.costOf(counted), 0.0013);
    });
  }));

Deno.test("withSpending() spends for models of other prices from the same ledger and limit", () =>
  inFolder((folder) =>
    spend(folder, 0.004, async (spending) => {
      const dear = spending.at({ input: 3, output: 0, cacheWrite: 3 });
      await (await dear.reserve({ prompt: 1000, answer: 0 })).charge({ prompt: 1000, answer: 0 });
      assert.deepEqual([spending.spentDollars(), dear.spentDollars()], [0.003, 0.003]);
      await spending.reserve({ prompt: 1000, answer: 0 });
      await assert.rejects(spending.reserve({ prompt: 1, answer: 0 }), {
        name: "SpendingLimitError",
      });
      assert.throws(() => spending.at({ input: 1, output: 1, cachedRead: -1 }), {
        message: "Cannot limit spending: cachedRead expected at least 0, got -1",
      });
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

/** Spends $0.001, then $0.0005 of $0.001 set aside. */
async function spendTwice(folder: string): Promise<void> {
  await spend(folder, 1, async (spending) => {
    await spending.reserve({ prompt: 1000, answer: 0 });
    const second = await spending.reserve({ prompt: 1000, answer: 0 });
    await second.charge({ prompt: 500, answer: 0 });
  });
}

const OLD_FORM = '{"call":"a","nanodollars":2000000}\n{"call":"a","nanodollars":1500000}\n';

Deno.test("withSpending() reads a ledger of the older form, without sums and total", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "ledger.jsonl"), OLD_FORM);
    for (let time = 0; time < 2; time++) {
      await spend(folder, 1, (spending) =>
        Promise.resolve().then(() => {
          assert.equal(spending.spentDollars(), 0.0015);
        }));
    }
  }));

Deno.test("withSpending() makes no call from a damaged ledger, leaves it and says what to do", () =>
  inFolder(async (folder) => {
    await spendTwice(folder);
    const [ledger, total] = [join(folder, "ledger.jsonl"), join(folder, "ledger.jsonl.total")];
    const lines = await Deno.readTextFile(ledger);
    const sum = await Deno.readTextFile(total);
    const [first, second, third] = lines.trimEnd().split("\n");
    const damages: Record<string, [string | undefined, string | undefined, RegExp]> = {
      half: [lines.slice(0, lines.length / 2), sum, /expected at least 3 lines, got 1/],
      "its last line lost": [`${first}\n${second}\n`, sum, /expected at least 3 lines, got 2/],
      empty: ["", sum, /expected at least 3 lines, got 0/],
      "empty, and no total": ["", undefined, /expected at least 1 lines, got 0/],
      gone: [undefined, sum, /expected at least 3 lines, got 0/],
      altered: [lines.replace("1000000", "1000001"), sum, /line 1 of .*: expected the sum/],
      "a line of another ledger": [
        `${third}\n${second}\n${first}\n`,
        sum,
        /expected its first 3 lines to come to \$0\.0015, got \$0\.002/,
      ],
      "an amount lost": ['{"call":"a"}\n', undefined, /expected call, nanodollars and perhaps/],
      "an amount below 0": ['{"call":"a","nanodollars":-5}\n', undefined, /expected call, nano/],
      "a sum lost": [
        `${first!.replace('"sum"', '"sun"')}\n`,
        undefined,
        /expected call, nanodollars and perhaps ratio, got/,
      ],
      "no ledger at all": ["\0".repeat(100) + "\n", sum, /line 1 of .*: expected JSON/],
      "its total altered": [lines, sum.replace('"lines":3', '"lines":1'), /\.total: expected cont/],
      "its total empty": [lines, "", /\.total: expected JSON, got nothing/],
    };
    for (const [name, [content, known, problem]] of Object.entries(damages)) {
      await put(ledger, content);
      await put(total, known);
      const never = () => Promise.reject(new Error("It was spent from"));
      await assert.rejects(spend(folder, 1, never), (error: Error) => {
        assert.equal(error.name, "SyntaxError", `${name}: ${error.message}`);
        assert.match(error.message, problem, name);
        const advice = `put back a copy of ${ledger}, or, to count from nothing again, remove it ` +
          `and ${total}`;
        assert.ok(error.message.endsWith(advice), name);
        return true;
      });
      assert.equal(await textOf(ledger), content, name);
      assert.equal(await textOf(total), known, name);
    }
    await Deno.remove(ledger);
    await Deno.remove(total);
    await spend(folder, 1, (spending) =>
      Promise.resolve().then(() => {
        assert.equal(spending.spentDollars(), 0);
      }));
  }));

async function put(path: string, content: string | undefined): Promise<void> {
  if (content !== undefined) await Deno.writeTextFile(path, content);
  else await Deno.remove(path).catch(() => {}); // it was not there
}

function textOf(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(() => undefined);
}

Deno.test("withSpending() counts on where a killed run left its total behind or a line unfinished", () =>
  inFolder(async (folder) => {
    const total = join(folder, "ledger.jsonl.total");
    await spend(folder, 1, () => Promise.resolve());
    const behind = await Deno.readTextFile(total);
    await spendTwice(folder);
    await Deno.writeTextFile(total, behind);
    await Deno.writeTextFile(join(folder, "ledger.jsonl"), '{"call":"c","nano', { append: true });
    await spend(folder, 1, (spending) =>
      Promise.resolve().then(() => {
        assert.equal(spending.spentDollars(), 0.0015);
      }));
  }));

testWithDisk("withSpending() makes no call whose cost it cannot write down", async (disk) => {
  const refused = { name: "UnwritableError", message: /^Cannot write to .*: / };
  await assert.rejects(
    spend(disk.folder, 1, async (spending) => {
      await disk.fill();
      for (let call = 0; call < 100; call++) await spending.reserve({ prompt: 1, answer: 0 });
    }),
    refused,
  );
  await disk.makeWritable();
  await spendTwice(disk.folder);
  await disk.makeReadOnly();
  await assert.rejects(spend(disk.folder, 1, () => Promise.resolve()), refused);
});
