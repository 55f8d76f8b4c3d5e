import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { type PastVideo, readHistory } from "lib/loaders/dataset/history.ts";
import { InputError } from "lib/scoring/input_error.ts";
import { checkInputFile } from "lib/scoring/input_file.ts";
import { MAX_TEXT_BYTES } from "lib/scoring/read_text.ts";

/** Past videos that are used; a channel's latest say nearly all that its others would. */
export const MAX_PAST = 100;

/**
 * Reads a channel's past videos, the latest `MAX_PAST` of them.
 *
 * @throws {InputError} when the file cannot be read as such
 */
export async function readPast(path: string): Promise<readonly PastVideo[]> {
  await checkInputFile(path, { maxBytes: MAX_TEXT_BYTES });
  try {
    return (await readHistory(path)).slice(-MAX_PAST);
  } catch (cause) {
    if (!(cause instanceof DatasetError) && !(cause instanceof SyntaxError)) throw cause;
    const [first, ...others] = cause.message.split("\n").map((line) => line.trim());
    throw new InputError(path, [first, others[0]].filter(Boolean).join(" "), { cause });
  }
}
