import assert from "assert";
import { join } from "node:path";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { decodeText, parseCaptions, readCaptions } from "lib/loaders/captions/read_captions.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import { inFolder } from "../../_in_folder.ts";
import { wordsToFrames } from "lib/loaders/clips/words_to_frames.ts";
import { damagedCaptions } from "./_damaged_captions.ts";

const textsOf = (text: string) => parseCaptions(text).map(({ text }) => text);

Deno.test("parseCaptions() tells formats by their content", () => {
  assert.deepEqual(textsOf("WEBVTT\n\n00:00.000 --> 00:01.000\nv t t"), ["v", "t", "t"]);
  assert.deepEqual(textsOf("\ufeff1\n00:00:00,000 --> 00:00:01,000\nsrt"), ["srt"]);
  assert.deepEqual(textsOf("[{'time_start_ms': 1, 'segs': [{'utf8': 'you'}]}]"), ["you"]);
  assert.deepEqual(textsOf('{"events":[{"tStartMs":1,"segs":[{"utf8":"tube"}]}]}'), ["tube"]);
  assert.deepEqual(textsOf('{"segments":[{"start":0,"end":1,"text":"whisper"}]}'), ["whisper"]);
});

Deno.test("parseCaptions() refuses another kind of text", () => {
  assert.throws(() => parseCaptions("Just what was said.", "a.txt"), {
    name: "CaptionsError",
    message:
      "Cannot read captions a.txt: expected WebVTT, SubRip, YouTube's segments or Whisper's " +
      'JSON, got "Just what was said."',
  });
});

Deno.test("readCaptions() reads UTF-16 and names a file in another encoding", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.vtt");
    const text = "\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\nnaïve";
    const units = Uint16Array.from(text, (letter) => letter.charCodeAt(0));
    await Deno.writeFile(path, new Uint8Array(units.buffer));
    assert.equal((await readCaptions(path))[0]!.text, "naïve");
    await Deno.writeFile(path, Uint8Array.from(text.slice(1), (letter) => letter.charCodeAt(0)));
    await assert.rejects(readCaptions(path), {
      name: "CaptionsError",
      message: `Cannot read captions ${path}: expected utf-8 text, got other bytes`,
    });
  }));

/** Checks what holds of every reading. */
function checkReading(words: readonly CaptionWord[]): void {
  let lastMs = 0;
  for (const { text, startMs, endMs } of words) {
    assert.match(text, /^\S+$/);
    assert.ok(Number.isInteger(startMs) && Number.isInteger(endMs));
    assert.ok(startMs >= lastMs && endMs >= startMs);
    lastMs = startMs;
  }
  assert.equal(wordsToFrames(words, { frames: 60 }).length, words.length);
}

/** Damages that lose no word. */
const HARMLESS = /none|missing times|Windows|UTF-16/;

Deno.test("parseCaptions() reads 300 damaged files or names what is wrong", () => {
  let [read, refused] = [0, 0];
  for (const { name, bytes, said } of damagedCaptions(300, 20_267)) {
    try {
      const words = parseCaptions(decodeText(bytes, name), name);
      checkReading(words);
      if (HARMLESS.test(name)) assert.deepEqual(words.map(({ text }) => text).sort(), said, name);
      read++;
      assert.doesNotMatch(name, /nothing|swapped times of captions/);
    } catch (error) {
      if (!(error instanceof CaptionsError)) throw new Error(name, { cause: error });
      assert.ok(error.message.startsWith(`Cannot read captions ${name}`) && error.reason !== "");
      assert.doesNotMatch(name, HARMLESS, error.message);
      refused++;
    }
  }
  assert.deepEqual([read, refused], [151, 149]);
});
