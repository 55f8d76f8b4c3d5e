import { readJournal } from "lib/storage/journal.ts";
import { filesOf } from "lib/training/_kept_run.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";

/**
 * Wall-clock seconds that a run trained, pauses left out; steps that were repeated after a kill count
 * once. Undefined where nothing was trained yet.
 *
 * @param folder the run's own, which holds `journal.jsonl`
 * @throws {SyntaxError} when the journal is damaged
 */
export async function runSeconds(folder: string): Promise<number | undefined> {
  return (await readJournal<TrainingEntry>(filesOf(folder).journal)).at(-1)?.seconds;
}
