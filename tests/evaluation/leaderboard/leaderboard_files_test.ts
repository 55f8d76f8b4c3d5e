import assert from "assert";
import { join } from "node:path";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { leaderboardCsv } from "lib/evaluation/leaderboard/leaderboard_csv.ts";
import { writeLeaderboard } from "lib/evaluation/leaderboard/leaderboard_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { saved } from "../_saved.ts";

Deno.test("writeLeaderboard() writes one Markdown and one CSV file", () =>
  inFolder(async (folder) => {
    const inside = join(folder, "graphs", "Leaderboard");
    const groups = leaderboard([saved(), saved({ protocol: "channels" })], {
      resamples: 10,
      seed: 1,
    });
    await writeLeaderboard(groups, { folder: inside, notes: ["No probe leaks."] });
    const names = await Array.fromAsync(Deno.readDir(inside), ({ name }) => name);
    assert.deepEqual(names.sort(), ["leaderboard.csv", "leaderboard.md"]);
    assert.deepEqual(
      new Uint8Array(await Deno.readFile(join(inside, "leaderboard.csv"))),
      new Uint8Array(leaderboardCsv(groups)),
    );
    const markdown = await Deno.readTextFile(join(inside, "leaderboard.md"));
    assert.deepEqual(markdown.match(/^#.*$/gm), [
      "# Leaderboard",
      "## Both splits",
      "## Every group of videos",
    ]);
    assert.ok(markdown.includes("\n\nNo probe leaks.\n\n"));
    assert.equal(markdown.match(/^\*\*.*\*\*$/gm)!.length, 6); // 2 groups of 3 targets each
  }));

Deno.test("writeLeaderboard() leaves out the part on both splits where no model has both", () =>
  inFolder(async (folder) => {
    await writeLeaderboard(leaderboard([saved()], { resamples: 10, seed: 1 }), { folder });
    const markdown = await Deno.readTextFile(join(folder, "leaderboard.md"));
    assert.ok(!markdown.includes("Both splits"));
  }));
