import { join } from "node:path";
import { readCaptions } from "lib/loaders/captions/read_captions.ts";
import { timeWords } from "lib/loaders/captions/time_words.ts";
import type { Video, Word } from "lib/types.ts";

/** Where words' times come from: the video itself, a file of captions, or a guess. */
export type WordTiming = "video" | "captions" | "spread";

/** A clip's words in order of time. */
export interface ClipWords {
  readonly words: readonly (Word & { readonly lineStartMs?: number })[];
  readonly timing: WordTiming;
}

/** What is known of a clip's words. */
export interface SpokenVideo extends Pick<Video, "transcript"> {
  /** Known where the video was generated. */
  readonly words?: readonly Word[];
}

/** Knobs of `clipWords`. */
export interface ClipWordsOptions {
  /** Path of the clip's captions, if it has any. */
  readonly captions?: string;
  readonly durationMs: number;
}

/**
 * Says when each word of a clip is spoken: as the video knows it itself, else as its captions have it,
 * else with the transcript's words spread over the clip by their length.
 *
 * @throws {CaptionsError} when the file of captions cannot be read as such
 */
export async function clipWords(
  { transcript, words }: SpokenVideo,
  { captions, durationMs }: ClipWordsOptions,
): Promise<ClipWords> {
  if (words) return { words, timing: "video" };
  if (captions !== undefined) return { words: await readCaptions(captions), timing: "captions" };
  return { words: spreadWords(transcript, durationMs), timing: "spread" };
}

/** Spreads a transcript's words over a time, `length + 1` parts of it each. */
function spreadWords(transcript: string, durationMs: number): Word[] {
  const parts = [{ text: transcript, startMs: 0 }];
  return timeWords([{ startMs: 0, endMs: durationMs, parts }])
    .map(({ text, startMs, endMs }) => ({ text, startMs, endMs }));
}

/**
 * Lists a folder's captions, `captions_<video id>.<anything>`, by video id; the first by name of a
 * video that has several.
 *
 * @throws {Deno.errors.NotFound} when the folder is missing
 */
export async function listCaptions(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const paths = new Map<string, string>();
  for (const name of names.sort()) {
    const videoId = name.match(/^captions_([\w-]{1,64})\./)?.[1];
    if (videoId !== undefined && !paths.has(videoId)) paths.set(videoId, join(folder, name));
  }
  return paths;
}
