import { join } from "node:path";
import { feedFfmpeg, findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { loadCorpus } from "lib/loaders/corpus.ts";
import { settings } from "lib/settings.ts";
import type {
  Benchmark,
  BenchmarkReport,
  BenchmarkRow,
} from "lib/commands/benchmarks/benchmark.ts";
import { median } from "lib/commands/benchmarks/_program.ts";

/** Started as a process of its own, not imported: it loads this benchmark. */
const MAIN = join(settings.root, "lib", "commands", "main.ts");

/** The longest that a score may take on two cores, models loaded anew. */
const LIMITS_MS = { transcript: 3_000, clip: 15_000 };

/** `deno task score` in a fresh process each time, against the time it may take. */
export const scoring: Benchmark = {
  name: "score of a transcript and of a 30-second clip against their limits",
  async run({ repetitions }) {
    const folder = await Deno.makeTempDir();
    try {
      return await timeScoring(folder, repetitions);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function timeScoring(folder: string, repetitions: number): Promise<BenchmarkReport> {
  const [text, clip] = [join(folder, "a.txt"), join(folder, "a.mp4")];
  await Deno.writeTextFile(text, await longTranscript());
  await makeClip(clip);
  const rows = [
    await timed("transcript", ["--transcript", text], { repetitions, peer: LIMITS_MS.transcript }),
    await timed("30-second clip", ["--video", clip], { repetitions, peer: LIMITS_MS.clip }),
    await timed("30-second clip and transcript", ["--video", clip, "--transcript", text], {
      repetitions,
      peer: LIMITS_MS.clip,
    }),
  ];
  const note = `medians of ${repetitions} runs, each in a fresh process, models loaded from what ` +
    "an earlier run kept; the peer is the stated limit for two cores";
  return { rows, note };
}

/** A transcript that is longer than 19 in 20 known ones. */
async function longTranscript(): Promise<string> {
  const { videos } = await loadCorpus(settings);
  const byLength = videos.map(({ transcript }) => transcript).sort((a, b) => a.length - b.length);
  return byLength[Math.floor(0.95 * byLength.length)]!;
}

async function makeClip(path: string): Promise<void> {
  const picture = ["-f", "lavfi", "-i", "testsrc=size=720x1280:rate=30:duration=30"];
  const sound = ["-f", "lavfi", "-i", "sine=duration=30"];
  const codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  await feedFfmpeg(ffmpeg, path, { args: [...picture, ...sound, ...codecs], chunks: [] });
}

async function timed(
  measure: string,
  args: readonly string[],
  { repetitions, peer }: { repetitions: number; peer: number },
): Promise<BenchmarkRow> {
  await runScore(args); // fits what is not kept yet
  const times: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const start = performance.now();
    await runScore(args);
    times.push(performance.now() - start);
  }
  return { measure, unit: "ms", ours: median(times), peer };
}

async function runScore(args: readonly string[]): Promise<void> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", MAIN, "score", ...args],
    stderr: "null",
  }).output();
  if (code === 0) return;
  throw new Error(
    `score ${args.join(" ")} ended with ${code}: ${new TextDecoder().decode(stdout)}`,
  );
}
