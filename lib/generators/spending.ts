import { dirname } from "node:path";
import type { TokenPrices } from "lib/llm_settings.ts";
import { type Journal, openJournal } from "lib/storage/journal.ts";

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

/** A call's line in the ledger; the last line of a call counts. */
interface LedgerLine {
  readonly call: string;
  /** Billionths of a dollar. */
  readonly nanodollars: number;
  /** Prompt tokens that the server counted for each that was counted here. */
  readonly ratio?: number;
}

/**
 * Runs a task with a spending limit that a ledger on disk keeps across runs; a call that a killed run
 * had under way counts as charged. Only one run at a time may spend from a ledger.
 *
 * The limit holds if the server counts no more prompt tokens for each token counted here than in the
 * calls before, and keeps to the bound on answers.
 *
 * @throws {Deno.errors.Busy} when another run has the ledger
 */
export async function withSpending<T>(
  path: string,
  options: SpendingOptions,
  use: (spending: Spending) => Promise<T>,
): Promise<T> {
  checkOptions(options);
  await Deno.mkdir(dirname(path), { recursive: true });
  using lock = await Deno.open(`${path}.lock`, { write: true, create: true });
  if (!await lock.tryLock(true)) {
    throw new Deno.errors.Busy(`Cannot spend from ${path}: another run does so just now`);
  }
  return await use(createSpending(await openJournal<LedgerLine>(path), options));
}

/** Billionths of a dollar that a call costs, rounded up. */
function nanodollarsOf({ prompt, answer }: CallTokens, prices: TokenPrices): number {
  return Math.ceil((prompt * prices.input + answer * prices.output) * 1000 - 1e-6);
}

function createSpending(journal: Journal<LedgerLine>, options: SpendingOptions): Spending {
  const { limitDollars, prices } = options;
  const lines = new Map(journal.entries.map((line) => [line.call, line]));
  let spent = [...lines.values()].reduce((sum, { nanodollars }) => sum + nanodollars, 0);
  let ratio = Math.max(1, ...[...lines.values()].map((line) => line.ratio ?? 1));
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
    await journal.append({ call, nanodollars: reserved });
    const end = async (nanodollars: number, more: { ratio?: number } = {}) => {
      spent += nanodollars - reserved;
      ratio = Math.max(ratio, more.ratio ?? 1);
      await journal.append({ call, nanodollars, ...more });
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
