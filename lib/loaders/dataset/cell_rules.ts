import { shareOf, type Target } from "lib/targets.ts";

/** What a cell must hold. */
export interface CellRule<T> {
  /** What an error says was expected. */
  readonly expected: string;
  /** Returns the cell's value, or undefined where the text breaks the rule. */
  read(text: string): T | undefined;
}

/** A video's id on its platform. */
export const videoIdRule: CellRule<string> = {
  expected: "11 characters of A-Z, a-z, 0-9, _ and -",
  read: (text) => /^[A-Za-z0-9_-]{11}$/.test(text) ? text : undefined,
};

/** A target's value in its range, read as its share of it in 0..1. */
export function scoreRule(target: Pick<Target, "range">): CellRule<number> {
  const [low, high] = target.range;
  return {
    expected: `a number in ${low}..${high}`,
    read: (text) => {
      const value = decimal(text);
      return value >= low && value <= high ? shareOf(value, target) : undefined;
    },
  };
}

/** A count of something; projected ones may have decimals. */
export const countRule: CellRule<number> = {
  expected: "a number of at least 0",
  read: (text) => {
    const count = decimal(text);
    return count >= 0 && Number.isFinite(count) ? count : undefined;
  },
};

/** A position counted from 0. */
export const indexRule: CellRule<number> = {
  expected: "an integer of at least 0",
  read: (text) => /^\d{1,15}$/.test(text) ? Number(text) : undefined,
};

/** Text that says something and holds no control characters but tabs and line breaks. */
export const textRule: CellRule<string> = {
  expected: "text without control characters",
  read: (text) => /\S/.test(text) && !/[^\P{Cc}\t\n\r]/u.test(text) ? text : undefined,
};

/** A day, or a moment of it, as ISO 8601 writes it. */
export const dateRule: CellRule<string> = {
  expected: "an ISO 8601 date such as 2024-02-29",
  read: (text) => isDate(text) ? text : undefined,
};

function decimal(text: string): number {
  return /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
}

function isDate(text: string): boolean {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  if (!day || Number.isNaN(Date.parse(text))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
