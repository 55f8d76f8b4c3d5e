import assert from "assert";
import { join } from "node:path";
import { checkVideoId, listVideos, videoFileName } from "lib/loaders/clips/video_folder.ts";
import { inFolder } from "../../_in_folder.ts";

Deno.test("videoFileName() is the original data set's", () => {
  assert.equal(videoFileName("-Iy7x7Acwlo"), "video_-Iy7x7Acwlo.mp4");
});

Deno.test("listVideos() lists clips by id and leaves other files out", () =>
  inFolder(async (folder) => {
    const others = ["video_a.mp4.part", "video_.mp4", "video_a b.mp4", "clip.mp4", "video_c.webm"];
    for (const name of ["video_b.mp4", "video_-Iy7x7Acwlo.mp4", ...others]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    assert.deepEqual(await listVideos(folder), [
      { videoId: "-Iy7x7Acwlo", path: join(folder, "video_-Iy7x7Acwlo.mp4") },
      { videoId: "b", path: join(folder, "video_b.mp4") },
    ]);
    await assert.rejects(listVideos(join(folder, "missing")), { name: "NotFound" });
  }));

Deno.test("checkVideoId() passes ids and refuses what could leave the folder", () => {
  assert.equal(checkVideoId("_jTkr8a6Jf4"), "_jTkr8a6Jf4");
  for (const id of ["", "../x", "a/b", "a.b", "a b", "x".repeat(65)]) {
    assert.throws(() => checkVideoId(id), {
      name: "RangeError",
      message: /as a video id: expected 1 to 64 of \[A-Za-z0-9_-\]$/,
    });
  }
});
