import assert from "assert";
import { join } from "node:path";
import {
  type EmbedOptions,
  type EmbedOutcome,
  embedVideos,
} from "lib/encoders/frames/embed_videos.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { storeIn } from "lib/encoders/store.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { H264, makeClip, shipped, testPicture } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";

/** Says each frame's red average and counts what it is given. */
function countingEncoder() {
  const batches: number[] = [];
  const encoder: FrameEncoder = {
    name: "red",
    columns: 1,
    geometry: { resize: { width: 8, height: 8 }, filter: "bilinear" },
    batchSize: 7,
    identity: {},
    encode(items) {
      batches.push(items.length);
      const reds = items.map(({ frame: { pixels } }) =>
        pixels.filter((_, i) => i % 3 === 0).reduce((sum, red) => sum + red, 0) / 64
      );
      const data = Float32Array.from(reds);
      return Promise.resolve({ kind: "dense", rows: items.length, columns: 1, data });
    },
  };
  return { encoder, batches };
}

async function embedAll(folder: string, options: Partial<EmbedOptions> = {}) {
  const { encoder, batches } = countingEncoder();
  const store = storeIn(join(folder, "features"));
  await Deno.mkdir(store.folder, { recursive: true });
  const all = { encoder, store, ffmpeg: shipped, fps: 10, reuseBelow: 0, ...options };
  const outcomes = await Array.fromAsync(embedVideos(await listVideos(folder), all));
  return { outcomes, batches, store };
}

const short = ({ kind, video }: EmbedOutcome) => `${video.videoId} ${kind}`;

Deno.test("embedVideos() fills batches across clips and keeps each clip's frames in order", () =>
  inFolder(async (folder) => {
    for (const [id, level, seconds] of [["a", 0, 0.5], ["b", 128, 1], ["c", 255, 0.4]] as const) {
      const colour = `color=c=0x${level.toString(16).padStart(2, "0").repeat(3)}`;
      const input = ["-f", "lavfi", "-i", `${colour}:s=16x16:r=10:d=${seconds}`];
      await makeClip(join(folder, `video_${id}.mp4`), [...input, ...H264]);
    }
    const { outcomes, batches, store } = await embedAll(folder);
    assert.deepEqual(batches, [7, 7, 5]); // 5 + 10 + 4 frames
    assert.deepEqual(outcomes.map(short).sort(), ["a encoded", "b encoded", "c encoded"]);
    for (const [id, level, frames] of [["a", 0, 5], ["b", 128, 10], ["c", 255, 4]] as const) {
      const { embeddings, timestampsMs } = await store.read(id);
      assert.equal(embeddings.rows, frames);
      assert.ok(embeddings.data.every((red) => Math.abs(red - level) < 4), `${embeddings.data}`);
      assert.deepEqual([...timestampsMs!], Array.from({ length: frames }, (_, i) => i * 100));
    }
  }));

Deno.test("embedVideos() skips what is finished and says so", () =>
  inFolder(async (folder) => {
    for (const id of ["a", "b"]) {
      await makeClip(join(folder, `video_${id}.mp4`), [...testPicture(), ...H264]);
    }
    await embedAll(folder);
    await Deno.remove(join(folder, "features", "embeddings_b.h5"));
    const { outcomes, batches } = await embedAll(folder);
    assert.deepEqual(outcomes.map(short), ["a done before", "b encoded"]);
    assert.deepEqual(batches, [7, 3]);
  }));

Deno.test("embedVideos() drops a clip that breaks off and keeps its neighbours whole", () =>
  inFolder(async (folder) => {
    const flags = [...H264, "-movflags", "+faststart", "-g", "5"];
    for (const id of ["a", "b", "c"]) {
      await makeClip(join(folder, `video_${id}.mp4`), [...testPicture({ seconds: 2 }), ...flags]);
    }
    const broken = join(folder, "video_b.mp4");
    const bytes = await Deno.readFile(broken);
    await Deno.writeFile(broken, bytes.subarray(0, bytes.length * 0.7));
    const { outcomes, store } = await embedAll(folder);
    assert.deepEqual(outcomes.map(short).sort(), ["a encoded", "b failed", "c encoded"]);
    const failed = outcomes.find((outcome) => outcome.kind === "failed");
    assert.match(failed!.reason, /partial file|Invalid data|corrupt/);
    assert.deepEqual((await store.read("a")).embeddings, (await store.read("c")).embeddings);
    assert.deepEqual(
      (await Array.fromAsync(Deno.readDir(store.folder), ({ name }) => name)).sort(),
      [
        "embeddings_a.h5",
        "embeddings_c.h5",
      ],
    );
  }));

Deno.test("embedVideos() takes over features only below the stated difference", () =>
  inFolder(async (folder) => {
    // Grey 100 for five frames, then grey 110 for five: a step of about 10 levels.
    await makeClip(join(folder, "video_a.mp4"), [
      ...["-f", "lavfi", "-i", "color=c=0x646464:s=16x16:r=10:d=0.5"],
      ...["-f", "lavfi", "-i", "color=c=0x6e6e6e:s=16x16:r=10:d=0.5"],
      ...["-filter_complex", "[0][1]concat=n=2", ...H264, "-qp", "1"],
    ]);
    const encodedFrames = async (reuseBelow: number) => {
      await Deno.remove(join(folder, "features"), { recursive: true }).catch(() => {});
      const { batches, store } = await embedAll(folder, { reuseBelow });
      const { embeddings } = await store.read("a");
      assert.equal(embeddings.rows, 10);
      return { count: batches.reduce((sum, size) => sum + size, 0), last: embeddings.data[9]! };
    };
    const [all, two, one] = [
      await encodedFrames(0),
      await encodedFrames(5),
      await encodedFrames(20),
    ];
    assert.deepEqual([all.count, two.count, one.count], [10, 2, 1]);
    assert.ok(Math.abs(two.last - all.last) < 2);
    assert.ok(all.last - one.last > 7); // the price of too high a threshold
  }));

Deno.test("embedVideos() waits for a clip that another process has and then skips it", () =>
  inFolder(async (folder) => {
    for (const id of ["a", "b"]) {
      await makeClip(join(folder, `video_${id}.mp4`), [...testPicture(), ...H264]);
    }
    const features = join(folder, "features");
    await Deno.mkdir(features);
    const other = storeIn(features);
    const claim = await other.claim("a");
    const running = embedAll(folder);
    while (!await other.has({ videoId: "b", path: "" })) {
      await new Promise((later) => setTimeout(later, 20));
    }
    const embeddings = { kind: "dense", rows: 1, columns: 1, data: Float32Array.of(7) } as const;
    await other.write("a", { embeddings, attributes: {} });
    await claim!.release();
    const { outcomes } = await running;
    assert.deepEqual(outcomes.map(short), ["b encoded", "a done before"]);
    assert.deepEqual([...(await other.read("a")).embeddings.data], [7]);
  }));

Deno.test("embedVideos() encodes a clip that another process gave up", () =>
  inFolder(async (folder) => {
    await makeClip(join(folder, "video_a.mp4"), [...testPicture(), ...H264]);
    await Deno.mkdir(join(folder, "features"));
    const claim = await storeIn(join(folder, "features")).claim("a");
    const running = embedAll(folder);
    await new Promise((later) => setTimeout(later, 100));
    await claim!.release();
    assert.deepEqual((await running).outcomes.map(short), ["a encoded"]);
  }));

Deno.test("embedVideos() stops at a broken encoder instead of blaming the clip", () =>
  inFolder(async (folder) => {
    await makeClip(join(folder, "video_a.mp4"), [...testPicture(), ...H264]);
    const { encoder } = countingEncoder();
    const broken = { ...encoder, encode: () => Promise.reject(new TypeError("out of order")) };
    await assert.rejects(embedAll(folder, { encoder: broken }), { message: "out of order" });
    assert.deepEqual((await embedAll(folder)).outcomes.map(short), ["a encoded"]); // it let go
  }));
