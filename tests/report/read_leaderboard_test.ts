import assert from "assert";
import { dirname, join } from "node:path";
import { LEADERBOARD_FILE, readLeaderboard } from "lib/report/read_leaderboard.ts";
import { inFolder } from "../_in_folder.ts";
import { saveLeaderboard } from "./_fixture.ts";

Deno.test("readLeaderboard() reads what writeLeaderboard() wrote, or finds nothing", async () => {
  await inFolder(async (graphs) => {
    assert.equal(await readLeaderboard(graphs), undefined);
    await saveLeaderboard(graphs);
    const { lines } = (await readLeaderboard(graphs))!;
    assert.equal(lines.length, 9); // three models, of both targets and their average
    const { model, target, role, videos, fit_seconds, mse } = lines.at(-1)!;
    assert.deepEqual([model, target, role], ["A <b>mean", "engagement", "baseline"]);
    assert.equal(Number(videos), 40);
    assert.equal(fit_seconds, "");
    assert.ok(Math.abs(Number(mse) - 0.16) < 1e-12); // (2 · 0.2)²
  });
});

Deno.test("readLeaderboard() names the file and what is wrong with it", async () => {
  await inFolder(async (graphs) => {
    const path = join(graphs, LEADERBOARD_FILE);
    await Deno.mkdir(dirname(path));
    await Deno.writeTextFile(path, "data,protocol\na,b\n");
    await assert.rejects(readLeaderboard(graphs), {
      name: "SyntaxError",
      message: `Cannot read the leaderboard ${path}: expected a column side, got data, protocol`,
    });
    const head = "data,protocol,side,videos,model,role,notebook,target,mse";
    await Deno.writeTextFile(path, `${head}\na,b\n`);
    await assert.rejects(readLeaderboard(graphs), /Too few fields.* in row 0$/);
  });
});
