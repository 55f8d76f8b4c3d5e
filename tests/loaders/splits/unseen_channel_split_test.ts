import assert from "assert";
import { unseenChannelSplit } from "lib/loaders/splits/unseen_channel_split.ts";
import type { Video } from "lib/types.ts";

const makeVideos = (count: number, channelOf?: (row: number) => string | undefined): Video[] =>
  Array.from({ length: count }, (_, row) => ({
    videoId: `${row}`.padStart(11, "v"),
    transcript: "",
    scores: { virality: 0, engagement: 0 },
    row,
    channelId: channelOf?.(row),
  }));

function sidesOf(groups: readonly (string | number)[], rows: readonly number[]) {
  return new Set(rows.map((row) => groups[row]));
}

Deno.test("unseenChannelSplit() keeps every channel on one side", () => {
  const videos = makeVideos(100, (row) => `channel ${row % 10}`);
  const { name, groups, split } = unseenChannelSplit(videos);
  assert.equal(name, "channels");
  const [train, validation, test] = [split.train, split.validation, split.test]
    .map((rows) => sidesOf(groups, rows));
  assert.ok(train!.isDisjointFrom(validation!) && train!.isDisjointFrom(test!));
  assert.ok(validation!.isDisjointFrom(test!));
  assert.equal(train!.size + validation!.size + test!.size, 10);
});

Deno.test("unseenChannelSplit() keeps blocks together where no channel is known", () => {
  const { name, groups } = unseenChannelSplit(makeVideos(100), { blockLength: 10 });
  assert.equal(name, "blocks of 10 rows");
  assert.deepEqual([groups[0], groups[9], groups[10], groups[99]], [0, 0, 1, 9]);
});

Deno.test("unseenChannelSplit() refuses videos of which only some name their channel", () => {
  const videos = makeVideos(30, (row) => row === 7 ? undefined : `channel ${row % 10}`);
  assert.throws(() => unseenChannelSplit(videos), {
    name: "RangeError",
    message: /for every video or for none, got 29 of 30; video vvvvvvvvvv7 has none/,
  });
});
