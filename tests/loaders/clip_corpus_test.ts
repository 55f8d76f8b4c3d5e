import assert from "assert";
import { join } from "node:path";
import { loadClipCorpus } from "lib/loaders/clip_corpus.ts";
import { shipped } from "./clips/_clips.ts";
import { inFolder } from "../_in_folder.ts";

const CSV = `,video_id,virality_score_%,engagement_score_%,transcript
0,aaaaaaaaaaa,10,20,one
1,bbbbbbbbbbb,30,40,two
2,ccccccccccc,50,60,three
`;

Deno.test("loadClipCorpus() takes the data set's videos that have a clip, in its order", () =>
  inFolder(async (folder) => {
    const [dataset, videos, cache] = ["data", "clips", "cache"].map((name) => join(folder, name));
    for (const path of [dataset!, videos!]) await Deno.mkdir(path);
    await Deno.writeTextFile(join(dataset!, "videos_and_scores.csv"), CSV);
    const settings = { dataset, videos, cache: cache! };
    await assert.rejects(loadClipCorpus(settings, { ffmpeg: shipped }), {
      name: "NotFound",
      message:
        `Cannot find clips of the data set: expected files video_<video id>.mp4 in ${videos}, ` +
        "got 0 clips of other videos",
    });
    for (const id of ["ccccccccccc", "aaaaaaaaaaa", "zzzzzzzzzzz"]) {
      await Deno.writeTextFile(join(videos!, `video_${id}.mp4`), "");
    }
    const corpus = await loadClipCorpus(settings, { ffmpeg: shipped });
    assert.equal(corpus.kind, "real");
    assert.equal(corpus.name, "2 real clips");
    assert.deepEqual(corpus.videos.map(({ videoId }) => videoId), ["aaaaaaaaaaa", "ccccccccccc"]);
    assert.deepEqual(corpus.files, [
      { videoId: "aaaaaaaaaaa", path: join(videos!, "video_aaaaaaaaaaa.mp4") },
      { videoId: "ccccccccccc", path: join(videos!, "video_ccccccccccc.mp4") },
    ]);
  }));
