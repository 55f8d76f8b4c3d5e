import type { LeaderboardGroup } from "lib/evaluation/leaderboard/leaderboard.ts";
import {
  type LeaderboardFilesOptions,
  writeLeaderboard,
} from "lib/evaluation/leaderboard/leaderboard_files.ts";
import type { MissingNotebook } from "lib/evaluation/leaderboard/missing_notebooks.ts";
import { replaceSection, type Section } from "lib/evaluation/leaderboard/replace_section.ts";
import { say } from "lib/progress.ts";
import type { Profile } from "lib/settings.ts";

/** What is published, and whether it is complete. */
export interface PublishOptions extends LeaderboardFilesOptions {
  /** Notebooks that are missing; where there is one nothing is written. */
  readonly missing: readonly MissingNotebook[];
  readonly profile: Profile;
  /** A Markdown file, and the section of it that is replaced as well. @default none */
  readonly section?: Section & { readonly path: string };
}

/**
 * Writes a leaderboard's files, and a section of another, if the leaderboard is complete; else leaves
 * what was there and says which notebooks are missing.
 *
 * @returns what was said, nothing where all was written
 * @throws {RangeError} when there is no row
 * @throws {SyntaxError} when the Markdown file lacks the section
 * @throws {UnwritableError} when a file cannot be written
 */
export async function publishLeaderboard(
  groups: readonly LeaderboardGroup[],
  { missing, profile, section, ...files }: PublishOptions,
): Promise<string[]> {
  if (missing.length > 0) {
    const sentence = sentenceOf(missing, profile);
    say(sentence);
    return [sentence];
  }
  await writeLeaderboard(groups, files);
  if (section) await replaceSection(section.path, section);
  return [];
}

function sentenceOf(missing: readonly MissingNotebook[], profile: Profile): string {
  const problems = missing.map(({ notebook, problem }) => `${notebook} ${problem}`).join("; ");
  return `The leaderboard's files were left as they were, since this leaderboard is not complete: ` +
    `${problems}. \`deno task graphs --profile ${profile}\` runs every notebook and writes them.`;
}
