import assert from "assert";
import { join } from "node:path";
import { clipWords, listCaptions } from "lib/loaders/captions/clip_words.ts";
import { inFolder } from "../../_in_folder.ts";

const SRT = "1\n00:00:00,500 --> 00:00:01,500\nhi you\n";

Deno.test("clipWords() gives each word of a transcript length + 1 parts of the clip", async () => {
  // "a bcd": 2 + 4 parts of 600 ms each
  assert.deepEqual(await clipWords({ transcript: "  a\nbcd " }, { durationMs: 3600 }), {
    words: [
      { text: "a", startMs: 0, endMs: 1200 },
      { text: "bcd", startMs: 1200, endMs: 3600 },
    ],
    timing: "spread",
  });
  assert.deepEqual((await clipWords({ transcript: " " }, { durationMs: 1000 })).words, []);
});

Deno.test("clipWords() takes the video's own words before captions, and captions before the transcript", () =>
  inFolder(async (folder) => {
    const captions = join(folder, "captions_a.srt");
    await Deno.writeTextFile(captions, SRT);
    const words = [{ text: "own", startMs: 5, endMs: 9 }];
    const options = { captions, durationMs: 1000 };
    assert.deepEqual(await clipWords({ transcript: "other", words }, options), {
      words,
      timing: "video",
    });
    // 1 s shared by "hi" with 3 parts and "you" with 4
    assert.deepEqual(await clipWords({ transcript: "other" }, options), {
      words: [
        { text: "hi", startMs: 500, endMs: 929, lineStartMs: 500 },
        { text: "you", startMs: 929, endMs: 1500, lineStartMs: 500 },
      ],
      timing: "captions",
    });
    assert.deepEqual(await clipWords({ transcript: "other" }, { durationMs: 1000 }), {
      words: [{ text: "other", startMs: 0, endMs: 1000 }],
      timing: "spread",
    });
  }));

Deno.test("clipWords() does not take the transcript for captions that are broken", () =>
  inFolder(async (folder) => {
    const captions = join(folder, "captions_a.srt");
    await Deno.writeTextFile(captions, "no captions");
    await assert.rejects(clipWords({ transcript: "other" }, { captions, durationMs: 1000 }), {
      name: "CaptionsError",
    });
  }));

Deno.test("listCaptions() finds captions by video id, whatever their ending", () =>
  inFolder(async (folder) => {
    const names = ["captions_a.srt", "captions_b-_1.en.vtt", "captions_a.json", "video_a.mp4"];
    for (const name of [...names, "captions_.srt", "captions_c"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    const captions = await listCaptions(folder);
    assert.deepEqual(
      [...captions].sort(),
      [["a", join(folder, "captions_a.json")], ["b-_1", join(folder, "captions_b-_1.en.vtt")]],
    );
  }));
