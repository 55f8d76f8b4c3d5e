import assert from "assert";
import { join } from "node:path";
import Papa from "papaparse";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { createGenerator } from "lib/random.ts";
import type { Video } from "lib/types.ts";
import { withFiles } from "./_csv_files.ts";
import { AMBIGUOUS, CELLS, FATAL, HARMLESS } from "./_damaged_csv.ts";

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);
const ORIGINALS = new Map(CELLS.slice(1).map((cells) => [cells[1]!, cells]));

async function load(content: string | Uint8Array): Promise<Video[] | DatasetError> {
  return await withFiles({ "damaged.csv": content }, async (folder) => {
    try {
      return await readDataset(join(folder, "damaged.csv"));
    } catch (error) {
      assert.ok(error instanceof DatasetError, `expected a DatasetError, got ${error}`);
      assert.ok(error.problems.length > 0);
      assert.match(error.message, /damaged\.csv, (row \d+|header): .*expected .+, got "/);
      return error;
    }
  });
}

function loaded(result: Video[] | DatasetError): Video[] {
  if (result instanceof DatasetError) throw result;
  return result;
}

function isOriginal({ videoId, transcript, scores, row }: Video): boolean {
  const [index, , virality, engagement, said] = ORIGINALS.get(videoId) ?? [];
  return `${row}` === index && transcript === said &&
    scores.virality === Number(virality) / 100 && scores.engagement === Number(engagement) / 100;
}

/** What an independent parser makes of a file with LF line ends and an index column. */
function parseWithPapa(text: string): Video[] {
  const { data: [header = [], ...rows] } = Papa.parse<string[]>(text, {
    delimiter: ",",
    newline: "\n",
    skipEmptyLines: true,
  });
  return rows.map((cells) => {
    const cell = (name: string) => cells[header.indexOf(name)]?.replace(/\r$/, "") ?? "";
    const score = (name: string) => Number(cell(`${name}_score_%`)) / 100;
    const scores = { virality: score("virality"), engagement: score("engagement") };
    const transcript = cell("transcript");
    return { videoId: cell("video_id"), transcript, scores, row: Number(cells[0]) };
  });
}

for (const [name, damage] of Object.entries(HARMLESS)) {
  Deno.test(`readDataset() reads every row as it was after ${name}`, async () => {
    for (const seed of SEEDS) {
      const videos = loaded(await load(damage(createGenerator(seed))));
      assert.equal(videos.length, ORIGINALS.size);
      assert.deepEqual(videos.filter((video) => !isOriginal(video)), []);
    }
  });
}

for (const [name, damage] of Object.entries(FATAL)) {
  Deno.test(`readDataset() refuses a file with ${name}`, async () => {
    for (const seed of SEEDS) {
      const result = await load(damage(createGenerator(seed)));
      assert.ok(result instanceof DatasetError, `seed ${seed} loaded`);
    }
  });
}

for (const [name, damage] of Object.entries(AMBIGUOUS)) {
  Deno.test(`readDataset() refuses or reads what is written after ${name}`, async () => {
    for (const seed of SEEDS) {
      const content = damage(createGenerator(seed));
      assert.ok(typeof content === "string");
      const result = await load(content);
      if (result instanceof DatasetError) continue;
      assert.deepEqual(result, parseWithPapa(content.toWellFormed()), `seed ${seed}`);
      assert.ok(result.filter((video) => !isOriginal(video)).length <= 1, `seed ${seed}`);
      assert.ok(name === "a lost end" || result.length === ORIGINALS.size, `seed ${seed}`);
    }
  });
}
