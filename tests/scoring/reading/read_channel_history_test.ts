import assert from "assert";
import { join } from "node:path";
import { InputError } from "lib/scoring/reading/check_input_file.ts";
import { readChannelHistory } from "lib/scoring/reading/read_channel_history.ts";

const HEADER = "virality_score_%,engagement_score_%";

/** Reads a history of these rows. */
async function readRows(rows: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "past.csv");
    await Deno.writeTextFile(path, [HEADER, ...rows, ""].join("\n"));
    return await readChannelHistory(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readChannelHistory() keeps the latest hundred", async () => {
  const past = await readRows(Array.from({ length: 101 }, (_, i) => `${i / 2},50`));
  assert.equal(past.length, 100);
  assert.equal(past[0]!.scores.virality, 0.005);
});

Deno.test("readChannelHistory() refuses scores of 0 to 1, of which none would be likely", async () => {
  await assert.rejects(readRows(["0.5,0.6", "1,0.8"]), (error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, /expected scores of 0 to 100, got none above 1/);
    return true;
  });
  assert.equal((await readRows(["0.5,0.6", "0.7,45"])).length, 2, "one high score is enough");
});

Deno.test("readChannelHistory() names the first problem and counts the others", async () => {
  await assert.rejects(readRows(["150,3"]), /expected a number in 0\.\.100, got "150"$/);
  await assert.rejects(readRows(["150,-3"]), /got "150" \(and 1 more problem\)$/);
  await assert.rejects(readRows(["150,-3", "150,1"]), /got "150" \(and 2 more problems\)$/);
});
