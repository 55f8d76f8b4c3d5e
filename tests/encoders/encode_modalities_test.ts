import assert from "assert";
import { join } from "node:path";
import { encodeModalities } from "lib/encoders/encode_modalities.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { hashedWords } from "lib/encoders/text/hashed_words.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { shipped } from "../loaders/clips/_clips.ts";
import { inFolder } from "../_in_folder.ts";
import { makeMixedClips } from "./_mixed_clips.ts";

/** Of the clips both, broken, heard and mute. */
const videos = [
  { transcript: "hello world" },
  { transcript: "lost" },
  { transcript: "listen" },
  { transcript: "" },
];

async function encode(folder: string) {
  const options = {
    frameEncoder: frameStats,
    soundEncoder: logMelStats,
    tokenEncoder: hashedWords({ columns: 8 }),
    fps: 2,
    ffmpeg: shipped,
    folder: join(folder, "out"),
  };
  return await encodeModalities({ videos, files: await listVideos(folder) }, options);
}

Deno.test("encodeModalities() keeps clips that lack something and says what of which is missing", () =>
  inFolder(async (folder) => {
    await makeMixedClips(folder);
    const encoded = await encode(folder);
    assert.deepEqual(encoded.rows, [0, 2, 3]);
    assert.deepEqual(encoded.videos, [videos[0], videos[2], videos[3]]);
    assert.deepEqual(encoded.files.map(({ videoId }) => videoId), ["both", "heard", "mute"]);
    assert.deepEqual(encoded.pictures.items.map(({ rows }) => rows), [2, 0, 2]);
    assert.deepEqual(encoded.sound.items.map(({ rows }) => rows), [2, 4, 0]);
    assert.deepEqual(
      Object.values(encoded.present).map((flags) => [...flags]),
      [[1, 1, 0], [1, 0, 1], [1, 1, 0]], // words, pictures, sound
    );
    assert.deepEqual(
      encoded.failed.map(({ videoId, what }) => `${what} of ${videoId}`),
      ["pictures of broken", "pictures of heard", "sound of broken"],
    );
    assert.ok(encoded.failed.every(({ reason }) => reason.length > 5));
  }));

Deno.test("encodeModalities() puts pictures, words and sound on one clock", () =>
  inFolder(async (folder) => {
    await makeMixedClips(folder);
    const { aligned, pictures, sound, words } = await encode(folder);
    const { visual, text, audio } = aligned.columnsOf;
    assert.deepEqual([visual, text, audio], [frameStats.columns, 8, logMelStats.columns]);
    assert.deepEqual(aligned.items.map(({ rows }) => rows), [2, 4, 2]);
    assert.deepEqual(words[0]!.words.map(({ startMs }) => startMs), [0, 500]); // 1 s in two halves
    assert.deepEqual(words[1]!.words, [{ text: "listen", startMs: 0, endMs: 2000 }]);
    const second = aligned.items[0]!.data.subarray(aligned.columns); // of the clip that has it all
    const { hidden } = await hashedWords({ columns: 8 }).encodeTokens(["world"]);
    assert.deepEqual([...second.subarray(0, visual)], [...pictures.items[0]!.data.slice(visual)]);
    assert.deepEqual([...second.subarray(visual, visual + text)], [...hidden.data]);
    assert.deepEqual([...second.subarray(visual + text)], [...sound.items[0]!.data.slice(audio)]);
    const masks = aligned.masks.map(({ visual, text, audio }) => [visual, text, audio].map(String));
    assert.deepEqual(masks, [["1,1", "1,1", "1,1"], ["0,0,0,0", "1,1,1,1", "1,1,1,1"], [
      "1,1",
      "0,0",
      "0,0",
    ]]);
  }));

Deno.test("encodeModalities() reads captions beside the clips, and spreads words where they are broken", () =>
  inFolder(async (folder) => {
    await makeMixedClips(folder);
    const line = "1\n00:00:00,500 --> 00:00:01,000\nlate\n";
    await Deno.writeTextFile(join(folder, "captions_both.srt"), line);
    await Deno.writeTextFile(join(folder, "captions_heard.vtt"), "WEBVTT\n\n00:bad --> x\nno\n");
    const { words, failed, aligned } = await encode(folder);
    assert.deepEqual(words.map(({ timing }) => timing), ["captions", "spread", "spread"]);
    assert.deepEqual(words[0]!.words, [
      { text: "late", startMs: 500, endMs: 1000, lineStartMs: 500 },
    ]);
    assert.deepEqual([...aligned.masks[0]!.text], [0, 1]);
    assert.deepEqual(words[1]!.words.map(({ text }) => text), ["listen"]);
    const broken = failed.filter(({ what }) => what === "captions");
    assert.deepEqual(broken.map(({ videoId }) => videoId), ["heard"]);
    assert.match(broken[0]!.reason, /Cannot read captions .*captions_heard\.vtt/);
  }));
