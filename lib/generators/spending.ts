import { type Ledger, nanodollarsIn } from "lib/generators/_ledger.ts";
import { withLedger } from "lib/generators/_with_ledger.ts";
import { type CallTokens, mostNanodollarsOf, nanodollarsOf } from "lib/generators/call_cost.ts";
import type { TokenPrices } from "lib/llm_settings.ts";

/** Money set aside for a call under way. */
export interface Reservation {
  /** Charges what the server counted; without a count, all that was set aside. */
  charge(tokens?: CallTokens): Promise<void>;
  /** Gives it back, for a call that is not charged. */
  release(): Promise<void>;
}

/** What may be spent and what has been. */
export interface Spending {
  readonly limitDollars: number;
  /** Dollars charged or set aside so far, those of earlier runs included. */
  spentDollars(): number;
  /** Dollars that a call of so many tokens costs at most, in the dearest case of the server's cache. */
  estimateDollars(tokens: CallTokens): number;
  /** Dollars that tokens cost which the server has counted. */
  costOf(tokens: CallTokens): number;
  /**
   * Sets money aside before a call.
   *
   * @throws {SpendingLimitError} when the call could cost more than is left
   */
  reserve(tokens: CallTokens): Promise<Reservation>;
  /** The same ledger and limit for a model with prices of its own. */
  at(prices: TokenPrices): Spending;
}

/** What a ledger is opened with. */
export interface SpendingOptions {
  readonly limitDollars: number;
  readonly prices: TokenPrices;
}

/** A call would go beyond the spending limit, so it was not made. */
export class SpendingLimitError extends Error {
  override readonly name = "SpendingLimitError";
}

/**
 * Runs a task with a spending limit that a ledger on disk keeps across runs; a call that a killed run
 * had under way counts as charged. Only one run at a time may spend from a ledger.
 *
 * The limit holds if the server counts no more prompt tokens for each token counted here than in the
 * calls before, and keeps to the bound on answers.
 *
 * @throws {Deno.errors.Busy} when another run has the ledger
 * @throws {SyntaxError} when the ledger is damaged; it is left as it is
 * @throws {UnwritableError} when the ledger cannot be written
 */
export async function withSpending<T>(
  path: string,
  options: SpendingOptions,
  use: (spending: Spending) => Promise<T>,
): Promise<T> {
  checkOptions(options);
  return await withLedger(path, (ledger) => use(createSpending(ledger, options)));
}

function createSpending(ledger: Ledger, options: SpendingOptions): Spending {
  const { limitDollars } = options;
  let spent = nanodollarsIn(ledger.lines);
  let ratio = ledger.lines.reduce((most, line) => Math.max(most, line.ratio ?? 1), 1);

  async function setAside(reserved: number) {
    if (spent + reserved > limitDollars * 1e9) {
      throw new SpendingLimitError(
        `A call may cost ${inDollars(reserved)}, more than is left of the spending limit of ` +
          `$${limitDollars}: ${inDollars(spent)} are spent or set aside`,
      );
    }
    spent += reserved;
    const call = crypto.randomUUID();
    await ledger.append({ call, nanodollars: reserved });
    return async (nanodollars: number, more: { ratio?: number } = {}) => {
      spent += nanodollars - reserved;
      ratio = Math.max(ratio, more.ratio ?? 1);
      await ledger.append({ call, nanodollars, ...more });
    };
  }

  const spendingAt = (prices: TokenPrices): Spending => {
    checkPrices(prices);
    const atMost = ({ prompt, answer }: CallTokens) =>
      mostNanodollarsOf({ prompt: Math.ceil(prompt * ratio), answer }, prices);
    return {
      limitDollars,
      spentDollars: () => spent / 1e9,
      estimateDollars: (tokens) => atMost(tokens) / 1e9,
      costOf: (tokens) => nanodollarsOf(tokens, prices) / 1e9,
      async reserve(tokens) {
        const reserved = atMost(tokens);
        const end = await setAside(reserved);
        const ratioOf = ({ prompt }: CallTokens) => prompt / Math.max(1, tokens.prompt);
        return {
          charge: (counted) =>
            counted
              ? end(nanodollarsOf(counted, prices), { ratio: ratioOf(counted) })
              : end(reserved),
          release: () => end(0),
        };
      },
      at: spendingAt,
    };
  };
  return spendingAt(options.prices);
}

function inDollars(nanodollars: number): string {
  return `$${(nanodollars / 1e9).toFixed(6)}`;
}

function checkOptions({ limitDollars, prices }: SpendingOptions): void {
  checkAmounts({ limitDollars });
  checkPrices(prices);
}

function checkPrices(prices: TokenPrices): void {
  checkAmounts({ ...prices });
}

function checkAmounts(amounts: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(amounts)) {
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`Cannot limit spending: ${name} expected at least 0, got ${value}`);
    }
  }
}
