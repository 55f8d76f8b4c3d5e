import assert from "assert";
import { join } from "node:path";
import { compareSplitFiles } from "lib/loaders/splits/compare_split_files.ts";
import { writeSplits } from "lib/loaders/splits/split_files.ts";
import type { Split, Video } from "lib/types.ts";

const videos: Video[] = Array.from({ length: 6 }, (_, row) => ({
  videoId: `${row}`.padStart(11, "v"),
  transcript: `words of video ${row}`,
  scores: { virality: 0.5, engagement: 0.25 },
  row,
}));

const split: Split = { train: [3, 1, 0], validation: [5], test: [2, 4] };

Deno.test("compareSplitFiles() finds the same videos in the same order, and a changed order", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeSplits(folder, { videos, split });
    const same = await compareSplitFiles(folder, { videos, split });
    assert.deepEqual(same.map((it) => [it.side, it.rows, it.rowsInFile, it.sameVideoAtSameRow]), [
      ["train", 3, 3, 3],
      ["validation", 1, 1, 1],
      ["test", 2, 2, 2],
    ]);
    await Deno.remove(join(folder, "validation_set.csv"));
    const swapped = { ...split, train: [1, 3, 0], test: [2] };
    const other = await compareSplitFiles(folder, { videos, split: swapped });
    assert.deepEqual(other.map((it) => [it.side, it.rows, it.rowsInFile, it.sameVideoAtSameRow]), [
      ["train", 3, 3, 1],
      ["test", 1, 2, 1],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
