import { join } from "node:path";
import { exists } from "lib/files.ts";
import type { AnswersByTarget } from "lib/generators/score_with_gpt2_options.ts";
import { setAside } from "lib/storage/damage.ts";
import { type Journal, openJournal, readIntactEntries, readJournal } from "lib/storage/journal.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** Of which video answers are. */
export interface AskedVideo {
  /** Its place among the videos asked about, which seeds its draws. */
  readonly row: number;
  /** Digest of its prompts. */
  readonly prompts: string;
}

/** Answers to what was asked before, and a place for more. */
export interface KeptGpt2Answers {
  /** What the model said of a video, if it was asked. */
  of(video: AskedVideo): AnswersByTarget | undefined;
  /** Keeps what it said; where nothing can be written, goes on without. */
  keep(video: AskedVideo, answers: AnswersByTarget): Promise<void>;
}

interface Entry extends AskedVideo {
  readonly answers: AnswersByTarget;
}

const JOURNAL = "journal.jsonl";

/**
 * Opens the answers in a folder. Lines that are damaged are named and forgotten; those that are whole
 * are used.
 */
export async function openKeptGpt2Answers(folder: string): Promise<KeptGpt2Answers> {
  const path = join(folder, JOURNAL);
  const known = new Map((await readAnswers(path)).map((it) => [keyOf(it), it.answers]));
  let journal: Journal<Entry> | undefined; // what was asked to the end needs nothing written
  return {
    of: (video) => known.get(keyOf(video)),
    async keep(video, answers) {
      known.set(keyOf(video), answers);
      const isKept = await keepIfPossible(async () => {
        journal ??= await openAlike(path);
        await journal?.append({ ...video, answers });
      });
      if (!isKept) journal = undefined; // to be opened again, should there be room later
    },
  };
}

function keyOf({ row, prompts }: AskedVideo): string {
  return `${row} ${prompts}`;
}

/** Reads a journal's whole lines; one with damaged lines is set aside and written anew without them. */
async function readAnswers(path: string): Promise<Entry[]> {
  try {
    return await readJournal(path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const whole = await readIntactEntries<Entry>(path);
    const outlook = `its whole lines are used (${whole.length}), and the rest is asked again`;
    await setAside(path, error.message, { outlook });
    await keepIfPossible(async () => {
      const journal = await openAlike(path);
      for (const entry of whole) await journal?.append(entry);
    });
    return whole;
  }
}

/** Opens a journal for more lines, unless it is damaged and could not be set aside. */
async function openAlike(path: string): Promise<Journal<Entry> | undefined> {
  try {
    return await openJournal(path);
  } catch (error) {
    if (error instanceof SyntaxError && await exists(path)) return undefined;
    throw error;
  }
}
