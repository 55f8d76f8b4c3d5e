import assert from "assert";
import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { clipsKey } from "lib/loaders/sample/_clips_key.ts";
import { RENDERING } from "lib/loaders/sample/_draw_clip.ts";
import { clipArguments } from "lib/loaders/sample/_render_clip.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type {
  SamplePictures,
  SampleRecipe,
  SampleSound,
} from "lib/loaders/sample/sample_recipe.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";

const videos = createSampleCorpus().videos.filter(({ recipe }) => recipe.pictures.shapes.length > 0)
  .slice(0, 2);
const [first, second] = videos as [SampleVideo, SampleVideo];
const MADE = { ffmpeg: { version: "7.1.1" } };
const PATH = pathOf(videos);

function pathOf(clips: readonly SampleVideo[], made: Parameters<typeof clipsKey>[1] = MADE) {
  return keyedPath("clips", clipsKey(clips, made));
}

/** The key of both clips, the first with another recipe. */
function withRecipe(recipe: Partial<SampleRecipe>): string {
  return pathOf([{ ...first, recipe: { ...first.recipe, ...recipe } }, second]);
}

function withPictures(pictures: Partial<SamplePictures>): string {
  return withRecipe({ pictures: { ...first.recipe.pictures, ...pictures } });
}

function withSound(sound: Partial<SampleSound>): string {
  return withRecipe({ sound: { ...first.recipe.sound, ...sound } });
}

function withFirst<T>(items: readonly T[], change: Partial<T>): T[] {
  return items.map((item, i) => i === 0 ? { ...item, ...change } : item);
}

Deno.test("clipsKey() gives another folder for whatever changes the clips' bytes", () => {
  const { words, recipe: { pictures: { scenes, shapes }, durationMs, sound } } = first;
  const [word, scene, shape] = [words[0]!, scenes[0]!, shapes[0]!];
  const saying = (change: Partial<typeof word>) =>
    pathOf([{ ...first, words: withFirst(words, change) }, second]);
  const others: Record<string, string> = {
    "another ffmpeg": pathOf(videos, { ffmpeg: { version: "7.1.2" } }),
    "another rendering": pathOf(videos, { ...MADE, rendering: RENDERING + 1 }),
    "other arguments": pathOf(videos, { ...MADE, encoding: [...clipArguments("SOUND"), "-y"] }),
    "one clip more": pathOf([...videos, { ...first, videoId: "another-one" }]),
    "one clip less": pathOf([first]),
    "another id": pathOf([{ ...first, videoId: "another-one" }, second]),
    "recipes changed places": pathOf([
      { ...second, videoId: first.videoId },
      { ...first, videoId: second.videoId },
    ]),
    "another word": saying({ text: `${word.text}a` }),
    "a word from earlier on": saying({ startMs: word.startMs - 1 }),
    "a word for longer": saying({ endMs: word.endMs + 1 }),
    "a longer clip": withRecipe({ durationMs: durationMs + 100 }),
    "another motion": withPictures({ motion: 0.1 }),
    "another colour": withPictures({ scenes: withFirst(scenes, { colour: [0, 0, 0] }) }),
    "a later scene": withPictures({ scenes: withFirst(scenes, { startMs: scene.startMs + 1 }) }),
    "a longer scene": withPictures({ scenes: withFirst(scenes, { endMs: scene.endMs + 1 }) }),
    "no shapes": withPictures({ shapes: [] }),
    "another shape": withPictures({
      shapes: withFirst(shapes, { kind: shape.kind === "star" ? "ring" : "star" }),
    }),
    "an earlier shape": withPictures({
      shapes: withFirst(shapes, { startMs: shape.startMs - 1 }),
    }),
    "a longer shape": withPictures({ shapes: withFirst(shapes, { endMs: shape.endMs + 1 }) }),
    "another loudness": withSound({ loudnessDb: sound.loudnessDb + 1 }),
    "another pitch": withSound({ pitchSemitones: sound.pitchSemitones + 1 }),
    "another tempo": withSound({ tempoBpm: sound.tempoBpm + 1 }),
  };
  for (const name of Object.keys(CLIP_FORMAT) as (keyof typeof CLIP_FORMAT)[]) {
    const format = { ...CLIP_FORMAT, [name]: CLIP_FORMAT[name] + 2 };
    others[`another ${name}`] = pathOf(videos, { ...MADE, format });
  }
  for (const [what, path] of Object.entries(others)) assert.notEqual(path, PATH, what);
  const { size } = new Set([PATH, ...Object.values(others)]);
  assert.equal(size, Object.keys(others).length + 1, "each of them has a folder of its own");
});

Deno.test("clipsKey() leaves the folder alone where the clips' bytes stay the same", () => {
  const { recipe } = first;
  assert.equal(pathOf([second, first]), PATH);
  assert.equal(
    pathOf([{ ...first, scores: { virality: 0, engagement: 1 }, title: "x" }, second]),
    PATH,
  );
  assert.equal(withRecipe({ planted: { virality: 0, engagement: 1 }, coincidence: 0 }), PATH);
  const fields = Object.fromEntries(Object.entries(recipe).reverse()) as unknown as SampleRecipe;
  assert.equal(withRecipe(fields), PATH);
});
