import { dirname } from "node:path";
import { writingTo } from "lib/files.ts";
import { type Ledger, nanodollarsIn, openLedger } from "lib/generators/_ledger.ts";
import type { TokenPrices } from "lib/llm_settings.ts";
import { tryClaim } from "lib/storage/claim.ts";

/** Tokens of a call. */
export interface CallTokens {
  readonly prompt: number;
  readonly answer: number;
}

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
  /** Dollars that a call of so many tokens costs at most. */
  estimateDollars(tokens: CallTokens): number;
  /**
   * Sets money aside before a call.
   *
   * @throws {SpendingLimitError} when the call could cost more than is left
   */
  reserve(tokens: CallTokens): Promise<Reservation>;
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
  await writingTo(path, () => Deno.mkdir(dirname(path), { recursive: true }));
  const claim = await tryClaim(`${path}.lock`);
  if (!claim) throw new Deno.errors.Busy(`Cannot spend from ${path}: another run does so just now`);
  try {
    const ledger = await openLedger(path);
    try {
      return await use(createSpending(ledger, options));
    } finally {
      await ledger.close();
    }
  } finally {
    await claim.release();
  }
}

/** Billionths of a dollar that a call costs, rounded up. */
function nanodollarsOf({ prompt, answer }: CallTokens, prices: TokenPrices): number {
  return Math.ceil((prompt * prices.input + answer * prices.output) * 1000 - 1e-6);
}

function createSpending(ledger: Ledger, options: SpendingOptions): Spending {
  const { limitDollars, prices } = options;
  let spent = nanodollarsIn(ledger.lines);
  let ratio = ledger.lines.reduce((most, line) => Math.max(most, line.ratio ?? 1), 1);
  const atMost = ({ prompt, answer }: CallTokens) =>
    nanodollarsOf({ prompt: Math.ceil(prompt * ratio), answer }, prices);

  async function setAside(tokens: CallTokens): Promise<Reservation> {
    const reserved = atMost(tokens);
    if (spent + reserved > limitDollars * 1e9) {
      throw new SpendingLimitError(
        `A call may cost ${inDollars(reserved)}, more than is left of the spending limit of ` +
          `$${limitDollars}: ${inDollars(spent)} are spent or set aside`,
      );
    }
    spent += reserved;
    const call = crypto.randomUUID();
    await ledger.append({ call, nanodollars: reserved });
    const end = async (nanodollars: number, more: { ratio?: number } = {}) => {
      spent += nanodollars - reserved;
      ratio = Math.max(ratio, more.ratio ?? 1);
      await ledger.append({ call, nanodollars, ...more });
    };
    return {
      charge: (charged) =>
        charged
          ? end(nanodollarsOf(charged, prices), {
            ratio: charged.prompt / Math.max(1, tokens.prompt),
          })
          : end(reserved),
      release: () => end(0),
    };
  }

  return {
    limitDollars,
    spentDollars: () => spent / 1e9,
    estimateDollars: (tokens) => atMost(tokens) / 1e9,
    reserve: setAside,
  };
}

function inDollars(nanodollars: number): string {
  return `$${(nanodollars / 1e9).toFixed(6)}`;
}

function checkOptions({ limitDollars, prices }: SpendingOptions): void {
  for (const [name, value] of Object.entries({ limitDollars, ...prices })) {
    if (!(value >= 0) || !Number.isFinite(value)) {
      throw new RangeError(`Cannot limit spending: ${name} expected at least 0, got ${value}`);
    }
  }
}
