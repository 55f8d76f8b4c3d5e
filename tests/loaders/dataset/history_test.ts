import assert from "assert";
import { join } from "node:path";
import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { type PastVideo, readHistory } from "lib/loaders/dataset/history.ts";
import { idOf, withFiles } from "./_csv_files.ts";

const SCORES = "virality_score_%,engagement_score_%";

function read(content: string): Promise<PastVideo[]> {
  return withFiles({ "past.csv": content }, (folder) => readHistory(join(folder, "past.csv")));
}

async function problemsOf(content: string): Promise<[number, string, string][]> {
  const error = await read(content).then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof DatasetError, `expected a DatasetError, got ${error}`);
  assert.ok(error.problems.every(({ file }) => file === "past.csv"));
  return error.problems.map(({ row, message, value }) => [row, message, value]);
}

Deno.test("readHistory() needs no more than both scores", async () => {
  assert.deepEqual(await read(`${SCORES}\n50.5,100\n0,1e1\n`), [
    { scores: { virality: 0.505, engagement: 1 } },
    { scores: { virality: 0, engagement: 0.1 } },
  ]);
});

Deno.test("readHistory() reads what else is known, cell by cell", async () => {
  const rows = await read(
    `,video_id,${SCORES},transcript,views\n` +
      `0,${idOf(0)},1,2,"a, b",9\n1,,3,4,,9\n2,${idOf(2)},5,6,c,9\n`,
  );
  assert.deepEqual(rows, [
    { scores: { virality: 0.01, engagement: 0.02 }, videoId: idOf(0), transcript: "a, b" },
    { scores: { virality: 0.03, engagement: 0.04 } },
    { scores: { virality: 0.05, engagement: 0.06 }, videoId: idOf(2), transcript: "c" },
  ]);
});

Deno.test("readHistory() puts the oldest first where every row has a date", async () => {
  const dated = (dates: readonly string[]) =>
    read(`${SCORES},published_at\n${dates.map((date, i) => `${i},0,${date}\n`).join("")}`);
  const order = (videos: readonly PastVideo[]) =>
    videos.map(({ scores }) => Math.round(scores.virality * 100));
  assert.deepEqual(
    order(await dated(["2024-03-01", "2024-01-31T23:00:00Z", "2024-02-01T00:30:00+01:00"])),
    [1, 2, 0], // the last is 2024-01-31T23:30:00Z
  );
  assert.deepEqual(order(await dated(["2024-03-01", "", "2024-02-01"])), [0, 1, 2]);
});

Deno.test("readHistory() names every cell that breaks a rule", async () => {
  const content = `video_id,${SCORES},transcript,published_at\n` +
    `${idOf(0)},101,,a,2024-02-30\nshort,1,2,\u0001,2024-02-29\n${idOf(0)},1,2,b,\n`;
  assert.deepEqual(await problemsOf(content), [
    [1, "virality_score_%: expected a number in 0..100", "101"],
    [1, "engagement_score_%: expected a number in 0..100", ""],
    [1, "published_at: expected an ISO 8601 date such as 2024-02-29", "2024-02-30"],
    [2, "video_id: expected 11 characters of A-Z, a-z, 0-9, _ and -", "short"],
    [2, "transcript: expected text without control characters", "\u0001"],
    [3, "video_id: expected each video only once", idOf(0)],
  ]);
});

Deno.test("readHistory() names missing and repeated columns", async () => {
  const header = "virality_score_%,transcript,transcript";
  assert.deepEqual(
    (await problemsOf(`${header}\n1,a,b\n`)).map(([row, message]) => [row, message]),
    [
      [0, "expected a column engagement_score_%"],
      [0, 'expected only one column named "transcript"'],
    ],
  );
});

Deno.test("readHistory() refuses a file without videos, and a damaged one", async () => {
  assert.deepEqual(await problemsOf(`${SCORES}\n`), [[
    0,
    "expected at least one video",
    SCORES,
  ]]);
  assert.deepEqual(await problemsOf(""), [[0, "expected a header, found an empty file", ""]]);
  const [[row]] = await problemsOf(`${SCORES}\n1,2\n3\n`) as [[number, string, string]];
  assert.equal(row, 2);
});

Deno.test("readHistory() finds rows that lost quotes have swallowed", async () => {
  const content = `video_id,${SCORES},transcript\n${idOf(0)},1,2,"a\n${idOf(1)},3,4,b\n"\n`;
  const [[row, message]] = await problemsOf(content) as [[number, string, string]];
  assert.equal(row, 1);
  assert.match(message, /expected no other row inside the cell/);
});

Deno.test("readHistory() says that a file is not there", async () => {
  await assert.rejects(readHistory("no/such/past.csv"), Deno.errors.NotFound);
});
