import { nanodollarsIn } from "lib/generators/_ledger.ts";
import { withLedger } from "lib/generators/_with_ledger.ts";
import { SpendingLimitError } from "lib/generators/spending.ts";

/** What training may cost and where that is kept. */
export interface TrainingBudget {
  /** Path of the ledger, the same that asking spends from. */
  readonly ledger: string;
  /** Dollars that all calls and jobs together may cost. */
  readonly limitDollars: number;
  /** Dollars a million training tokens. */
  readonly trainingPrice: number;
}

/** The money of one job; each step may be taken again after a run that was killed. */
export interface JobSpending {
  /**
   * Sets aside what the job costs at most, before it is created.
   *
   * @throws {SpendingLimitError} when that is more than is left
   */
  reserve(tokens: number): Promise<void>;
  /** Gives that back, for a job that was refused. */
  release(): Promise<void>;
  /** Charges a job that there is, in place of what was set aside. */
  charge(job: string, tokens: number): Promise<void>;
}

/**
 * Keeps the money of a job in a ledger. What is set aside stands under the digest of what decides the
 * job, what is charged under the job's own id, so that no job is charged twice and the next job of
 * the same files is charged anew.
 *
 * Each step holds the ledger for a moment only, so others may ask meanwhile.
 *
 * @param digest of all that decides the job
 */
export function jobSpending(budget: TrainingBudget, digest: string): JobSpending {
  const { ledger: path, limitDollars, trainingPrice } = budget;
  const pending = `fine-tuning ${digest.slice(0, 12)}`;
  const costOf = (tokens: number) => Math.ceil(tokens * trainingPrice * 1000 - 1e-6);

  const put = (amounts: readonly (readonly [call: string, nanodollars: number])[]) =>
    withLedger(path, async (ledger) => {
      for (const [call, nanodollars] of amounts) {
        const known = ledger.lines.findLast((it) => it.call === call)?.nanodollars ?? 0;
        if (known !== nanodollars) await ledger.append({ call, nanodollars });
      }
    });

  return {
    reserve: (tokens) =>
      withLedger(path, async (ledger) => {
        const spent = nanodollarsIn(ledger.lines.filter(({ call }) => call !== pending));
        const atMost = costOf(tokens);
        if (spent + atMost > limitDollars * 1e9) {
          throw new SpendingLimitError(
            `Training on ${tokens.toLocaleString("en-US")} tokens may cost ` +
              `$${(atMost / 1e9).toFixed(4)}, more than is left of the spending limit of ` +
              `$${limitDollars} (VIRANOVA_LLM_LIMIT): $${(spent / 1e9).toFixed(4)} are spent or ` +
              "set aside",
          );
        }
        await ledger.append({ call: pending, nanodollars: atMost });
      }),
    release: () => put([[pending, 0]]),
    // The job first: a run killed between the two counts too much until the next one, never too little.
    charge: (job, tokens) => put([[`fine-tuning ${job}`, costOf(tokens)], [pending, 0]]),
  };
}
