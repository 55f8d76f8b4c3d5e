import { DatasetError, type DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import { type PastVideo, readHistory } from "lib/loaders/dataset/history.ts";
import { checkInputFile, InputError } from "lib/scoring/reading/check_input_file.ts";
import { MAX_TEXT_BYTES } from "lib/scoring/reading/read_source.ts";
import { TARGETS } from "lib/targets.ts";

/** Past videos that are used; a channel's latest say nearly all that its others would. */
const MAX_PAST = 100;

/**
 * Reads a channel's past videos, the latest `MAX_PAST` of them.
 *
 * @throws {InputError} when the file cannot be read as such
 */
export async function readChannelHistory(path: string): Promise<readonly PastVideo[]> {
  await checkInputFile(path, { maxBytes: MAX_TEXT_BYTES });
  try {
    const past = await readHistory(path);
    if (past.every(isTiny)) throw new InputError(path, IN_SHARES);
    return past.slice(-MAX_PAST);
  } catch (cause) {
    if (!(cause instanceof DatasetError)) throw cause;
    throw new InputError(path, reasonOf(cause), { cause });
  }
}

const IN_SHARES = "expected scores of 0 to 100, got none above 1: those are scores of 0 to 1";

/** Whether all scores lie so low that they must have been written as shares of 1. */
function isTiny({ scores }: PastVideo): boolean {
  return TARGETS.every((target) => scores[target] <= 0.01);
}

/** The first problem, and how many more there are. */
function reasonOf({ problems }: DatasetError): string {
  const [{ row, message, value }] = problems as [DatasetProblem, ...DatasetProblem[]];
  const others = problems.length - 1;
  const more = others > 0 ? ` (and ${others} more problem${others > 1 ? "s" : ""})` : "";
  const got = JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return `${row === 0 ? "header" : `row ${row}`}: ${message}, got ${got}${more}`;
}
