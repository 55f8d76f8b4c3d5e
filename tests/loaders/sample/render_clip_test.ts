import assert from "assert";
import { createHash } from "node:crypto";
import { type ClipSource, drawClip, RENDERING } from "lib/loaders/sample/_draw_clip.ts";
import { clipArguments } from "lib/loaders/sample/_render_clip.ts";

/** SHA-256 of two clips' raw pictures and sound, by the number of the rendering that gives them. */
const DRAWN: Readonly<Record<number, string>> = {
  1: "ae9219a0d0cd0d1161c45e0d52d7d009c97c29f0f8b32b61013de53d2291272f",
};

const SCORES = { virality: 0.5, engagement: 0.5 };
const CAUSES = { words: 0, pictures: 0, sound: 0, interaction: 0, channel: 0, noise: 0 };

/** What a recipe says beside pictures and sound, none of which is drawn. */
const UNSEEN = {
  markers: [],
  cues: [],
  coincidence: 0,
  planted: SCORES,
  components: { virality: CAUSES, engagement: CAUSES },
} as const;

/** Three scenes with a star and then a ring, under words of one to five syllables. */
const SHAPES: ClipSource = {
  words: [
    { text: "Look,", startMs: 40, endMs: 260 },
    { text: "extraordinarily", startMs: 310, endMs: 1050 },
    { text: "grandmother!", startMs: 1200, endMs: 1755 },
  ],
  recipe: {
    ...UNSEEN,
    durationMs: 2100,
    pictures: {
      warmth: 0.1,
      brightness: 0.5,
      motion: 0.61,
      scenes: [
        { startMs: 0, endMs: 700, colour: [0.62, 0.51, 0.4] },
        { startMs: 700, endMs: 1333, colour: [0.97, 0.5, 0.03] },
        { startMs: 1333, endMs: 2100, colour: [0.2, 0.3, 0.7] },
      ],
      shapes: [
        { kind: "star", startMs: 200, endMs: 900 },
        { kind: "ring", startMs: 1100, endMs: 1800 },
      ],
    },
    sound: { loudnessDb: -19.5, pitchSemitones: 58.25, tempoBpm: 133 },
  },
};

/** One scene without a shape, slow, low and loud. */
const PLAIN: ClipSource = {
  words: [{ text: "why", startMs: 100, endMs: 401 }],
  recipe: {
    ...UNSEEN,
    durationMs: 1000,
    pictures: {
      warmth: -0.2,
      brightness: 0.4,
      motion: 0.13,
      scenes: [{ startMs: 0, endMs: 1000, colour: [0.3, 0.4, 0.5] }],
      shapes: [],
    },
    sound: { loudnessDb: -6, pitchSemitones: 47, tempoBpm: 72.5 },
  },
};

/** SHA-256 of every frame's bytes and then the sound's, taken before an encoder sees them. */
function digestOfDrawn(sources: readonly ClipSource[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    const { frames, sound } = drawClip(source);
    for (const frame of frames) hash.update(frame);
    hash.update(sound);
  }
  return hash.digest("hex");
}

Deno.test("drawClip() draws what its rendering's number stands for", () => {
  assert.equal(
    digestOfDrawn([SHAPES, PLAIN]),
    DRAWN[RENDERING],
    "sample clips are drawn otherwise than RENDERING says: count it up in " +
      "lib/loaders/sample/_draw_clip.ts and add the new digest here, so that no clip, feature or " +
      "notebook output of the older rendering is taken for one of the new",
  );
});

Deno.test("drawClip() gives as many pictures and samples as the recipe is long", () => {
  const { frames, sound } = drawClip(SHAPES);
  assert.deepEqual(Array.from(frames, (frame) => frame.length), Array(21).fill(108 * 192 * 3));
  assert.equal(sound.length, 2 * 2.1 * 16_000); // two bytes a sample
});

Deno.test("clipArguments() names the sound's file and nothing else of the run", () => {
  const [a, b] = [clipArguments("a.pcm"), clipArguments("b.pcm")];
  const differing = a.flatMap((argument, i) => argument === b[i] ? [] : [argument]);
  assert.deepEqual(differing, ["file:a.pcm"]);
});
