import assert from "assert";
import fc from "fast-check";
import { join } from "node:path";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { writeSplits } from "lib/loaders/splits/split_files.ts";
import type { Video } from "lib/types.ts";
import { THREE_TARGETS } from "../../_targets.ts";
import { HEADER, idOf, withFiles } from "../dataset/_csv_files.ts";

function video(row: number, transcript = "words"): Video {
  return { videoId: idOf(row), transcript, scores: { virality: 0.57, engagement: 1 }, row };
}

async function writeAndRead(videos: Video[], side: "train" | "validation" | "test" = "train") {
  const split = { train: [], validation: [], test: [], [side]: videos.map((_, i) => i) };
  return await withFiles({}, async (folder) => {
    await writeSplits(folder, { videos, split });
    return await readDataset(join(folder, `${side}_set.csv`));
  });
}

Deno.test("writeSplits() writes the original's columns in the split's order", async () => {
  const videos = [video(0), video(1, 'a, "b"\nc'), video(2), video(3)];
  const split = { train: [3, 1], validation: [2], test: [0] };
  await withFiles({}, async (folder) => {
    await writeSplits(join(folder, "new"), { videos, split });
    const read = (file: string) => Deno.readTextFile(join(folder, "new", file));
    assert.equal(
      await read("train_set.csv"),
      `${HEADER}\n3,${idOf(3)},57.0,100.0,words\n1,${idOf(1)},57.0,100.0,"a, ""b""\nc"\n`,
    );
    assert.equal(await read("validation_set.csv"), `${HEADER}\n2,${idOf(2)},57.0,100.0,words\n`);
    assert.equal(await read("test_set.csv"), `${HEADER}\n0,${idOf(0)},57.0,100.0,words\n`);
    assert.equal([...Deno.readDirSync(join(folder, "new"))].length, 3);
  });
});

Deno.test("writeSplits() gives optional columns back where a video has them", async () => {
  const counts = {
    views: 10,
    likes: 2,
    comments: 1,
    subscribers: 5,
    day0Views: 4.5,
    day0Subscribers: 3,
  };
  const videos: Video[] = [
    { ...video(0), channelId: "UC1", title: 'One, "two"', publishedAt: "2024-02-29", counts },
    video(1),
  ];
  assert.deepEqual(await writeAndRead(videos, "validation"), videos);
});

Deno.test("writeSplits() gives any transcript and any percentage back exactly", async () => {
  const character = fc.constantFrom("a", ",", '"', "\n", "\r", "\t", " ", "é", "🎬", "\ufeff", "#");
  const transcript = fc.string({ unit: character, minLength: 1 }).filter((text) => /\S/.test(text));
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const rows = fc.array(fc.tuple(transcript, percent, percent), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const videos = rows.map(([transcript, virality, engagement], row): Video => ({
        ...video(row, transcript),
        scores: { virality: virality / 100, engagement: engagement / 100 },
      }));
      assert.deepEqual(await writeAndRead(videos), videos);
    }),
  );
});

Deno.test("writeSplits() is within a bit of scores that no percentage gives", async () => {
  const scores = { virality: 0.1 + 0.2, engagement: 0.6400000000000002 };
  const [read] = await writeAndRead([{ ...video(0), scores }]);
  assert.ok(Math.abs(read!.scores.virality - scores.virality) <= 2 ** -53);
  assert.ok(Math.abs(read!.scores.engagement - scores.engagement) <= 2 ** -53);
});

Deno.test("writeSplits() writes nothing when a side names a row that is not there", async () => {
  await withFiles({}, async (folder) => {
    const split = { train: [0], validation: [0], test: [1] };
    await assert.rejects(writeSplits(folder, { videos: [video(0)], split }), {
      name: "RangeError",
      message: "Cannot write the test side: expected rows in 0..0, got 1",
    });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("writeSplits() writes other targets by their range, a gap as an empty cell", async () => {
  const scores: Record<string, number>[] = [
    { virality: 0.5, rating: 0.25 },
    { virality: 1, rating: 0.8, retention: 0 },
  ];
  const videos = scores.map((it, row) => ({ ...video(row), scores: it as Video["scores"] }));
  const options = { videos, split: { train: [0, 1], validation: [0], test: [1] } };
  await withFiles({}, async (folder) => {
    await writeSplits(folder, { ...options, targets: THREE_TARGETS });
    const header = "Unnamed: 0,video_id,virality_score_%,stars,retention_%,transcript";
    assert.equal(
      await Deno.readTextFile(join(folder, "validation_set.csv")),
      `${header}\n0,${idOf(0)},50.0,2.0,,words\n`,
    );
    const path = join(folder, "train_set.csv");
    assert.deepEqual(await readDataset(path, { targets: THREE_TARGETS }), videos);
  });
});
