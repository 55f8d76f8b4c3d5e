import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { shipped } from "../clips/_clips.ts";

/** Renders the first of the sample corpus' clips; arguments: a folder, how many and an ffmpeg. */
const [folder, count, path] = Deno.args as [string, string, string];
const videos = createSampleCorpus().videos.slice(0, Number(count));
await renderSampleClips(videos, { folder, ffmpeg: { ...shipped, path }, parallel: 1 });
