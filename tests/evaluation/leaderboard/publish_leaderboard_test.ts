import assert from "assert";
import { join } from "node:path";
import { leaderboard } from "lib/evaluation/leaderboard/leaderboard.ts";
import { publishLeaderboard } from "lib/evaluation/leaderboard/publish_leaderboard.ts";
import { exists } from "lib/files.ts";
import { inFolder } from "../../_in_folder.ts";
import { saved } from "../_saved.ts";

const BOARDS = leaderboard([saved()], { resamples: 10, seed: 1 });
const README = "before\n<!-- leaderboard -->\nold\n<!-- /leaderboard -->\nafter\n";

Deno.test("publishLeaderboard() writes files and section of a complete leaderboard", () =>
  inFolder(async (folder) => {
    const path = join(folder, "README.md");
    await Deno.writeTextFile(path, README);
    const section = { path, name: "leaderboard", markdown: "new" };
    const options = { folder: join(folder, "graphs"), missing: [], profile: "standard" } as const;
    assert.deepEqual(await publishLeaderboard(BOARDS, { ...options, section }), []);
    assert.match(await Deno.readTextFile(path), /-->\n\nnew\n\n<!--/);
    for (const name of ["leaderboard.md", "leaderboard.csv"]) {
      assert.match(await Deno.readTextFile(join(folder, "graphs", name)), /Ridge/);
    }
  }));

Deno.test("publishLeaderboard() leaves all as it was where notebooks are missing, and names them", () =>
  inFolder(async (folder) => {
    const path = join(folder, "README.md");
    await Deno.writeTextFile(path, README);
    const section = { path, name: "leaderboard", markdown: "new" };
    const graphs = join(folder, "graphs");
    const missing = [
      { notebook: "GPT", problem: "has not been run to its end" },
      { notebook: "RoBERTa", problem: "has changed since it was run to its end" },
    ];
    const options = { folder: graphs, missing, profile: "sample", section } as const;
    assert.deepEqual(await publishLeaderboard(BOARDS, options), [
      "The leaderboard's files were left as they were, since this leaderboard is not complete: " +
      "GPT has not been run to its end; RoBERTa has changed since it was run to its end. " +
      "`deno task graphs --profile sample` runs every notebook and writes them.",
    ]);
    assert.equal(await Deno.readTextFile(path), README);
    assert.equal(await exists(graphs), false);
  }));
