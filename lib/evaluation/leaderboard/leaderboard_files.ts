import { join } from "node:path";
import { bothSplits } from "lib/evaluation/leaderboard/both_splits.ts";
import type { LeaderboardGroup } from "lib/evaluation/leaderboard/leaderboard.ts";
import { leaderboardCsv } from "lib/evaluation/leaderboard/leaderboard_csv.ts";
import {
  bothSplitsMarkdown,
  leaderboardMarkdown,
} from "lib/evaluation/leaderboard/leaderboard_markdown.ts";
import { writeAtomic } from "lib/files.ts";

/** Where a leaderboard is written. */
export interface LeaderboardFilesOptions {
  /** Gets `leaderboard.md` and `leaderboard.csv`; made if it is missing. */
  folder: string;
  /** Paragraphs of Markdown below the introduction, such as what leak probes found. @default none */
  notes?: readonly string[];
}

/**
 * Writes a leaderboard as Markdown and as CSV, each file at once.
 *
 * @throws {RangeError} when there is no row
 */
export async function writeLeaderboard(
  groups: readonly LeaderboardGroup[],
  { folder, notes = [] }: LeaderboardFilesOptions,
): Promise<void> {
  const csv = leaderboardCsv(groups);
  const sections = [
    "# Leaderboard\n",
    "Scores in 0 to 1; in brackets 95% bootstrap intervals. Where channels or blocks of rows are " +
    "held out they draw whole ones, and are widened because these are few.\n",
    ...notes.map((note) => `${note}\n`),
    ...bothSplitsSection(groups),
    "## Every group of videos\n",
    leaderboardMarkdown(groups),
  ];
  await writeAtomic(join(folder, "leaderboard.md"), sections.join("\n"));
  await writeAtomic(join(folder, "leaderboard.csv"), csv);
}

function bothSplitsSection(groups: readonly LeaderboardGroup[]): string[] {
  const models = bothSplits(groups);
  return models.length === 0 ? [] : ["## Both splits\n", bothSplitsMarkdown(models)];
}
