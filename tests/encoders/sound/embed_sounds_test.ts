import assert from "assert";
import { join } from "node:path";
import { embedSounds } from "lib/encoders/sound/embed_sounds.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import { openFeatureStore } from "lib/encoders/store.ts";
import { H264, makeClip, shipped, testPicture } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";

/** Says of each span when it starts and how long its sound is, in seconds. */
const ear: SoundEncoder = {
  name: "ear",
  columns: 2,
  sampleRateHz: 8000,
  identity: { model: "ear" },
  encode: (spans) =>
    Promise.resolve({
      kind: "dense",
      rows: spans.length,
      columns: 2,
      data: Float32Array.from(
        spans.flatMap(({ sound, startMs }) => [startMs / 1000, sound.samples.length / 8000]),
      ),
    }),
};

Deno.test("embedSounds() encodes, passes over what is done, and lets broken clips fail alone", () =>
  inFolder(async (folder) => {
    const video = (videoId: string) => ({ videoId, path: join(folder, `video_${videoId}.mp4`) });
    const [tone, mute, broken] = [video("tone"), video("mute"), video("broken")];
    const sine = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1:sample_rate=8000"];
    await makeClip(tone.path, [
      ...testPicture(),
      ...sine,
      ...H264,
      "-c:a",
      "pcm_s16le",
      "-f",
      "mov",
    ]);
    await makeClip(mute.path, [...testPicture(), ...H264]);
    await Deno.writeTextFile(broken.path, "no clip");
    const options = { encoder: ear, fps: 4 };
    const store = await openFeatureStore(folder, { ...options, reuseBelow: 0, ffmpeg: shipped });
    const run = () =>
      Array.fromAsync(embedSounds([tone, mute, broken], { ...options, store, ffmpeg: shipped }));
    const [first, second, third] = await run();
    assert.deepEqual(first, { kind: "encoded", video: tone, rows: 4 });
    assert.deepEqual(second, { kind: "no sound", video: mute });
    assert.equal(third!.kind, "failed");
    const { embeddings, timestampsMs, attributes } = await store.read("tone");
    assert.deepEqual([...embeddings.data], [0, 1, 0.25, 1, 0.5, 1, 0.75, 1]);
    assert.deepEqual([...timestampsMs!], [0, 250, 500, 750]);
    assert.deepEqual([attributes.encoder, attributes.fps], ["ear", 4]);
    const { embeddings: silence } = await store.read("mute");
    assert.deepEqual([silence.rows, silence.columns], [0, 2]);
    assert.deepEqual((await run()).map(({ kind }) => kind), [
      "done before",
      "done before",
      "failed",
    ]);
    const deaf = { ...ear, encode: () => Promise.reject(new TypeError("deaf")) };
    const anew = await openFeatureStore(join(folder, "anew"), {
      ...options,
      reuseBelow: 0,
      ffmpeg: shipped,
    });
    const heard = embedSounds([tone], { encoder: deaf, fps: 4, store: anew, ffmpeg: shipped });
    await assert.rejects(Array.fromAsync(heard), { name: "TypeError", message: "deaf" });
  }));
