import { CUE_WORD, MARKER_PAIRS } from "lib/loaders/sample/sample_recipe.ts";
import { type Cause, CAUSES, SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { TARGETS } from "lib/targets.ts";

/** Returns the planted shares as a Markdown table with a line for each cause. */
export function describeSample(): string {
  const sources: Record<Cause, string> = {
    words: `which word of each pair is said: ${MARKER_PAIRS.map((p) => p.join(" or ")).join(", ")}`,
    pictures: "warmth, brightness and motion of the background",
    sound: "loudness, pitch and tempo",
    interaction: `the word "${CUE_WORD}" said under a star (raises) or under a ring (lowers)`,
    channel: "a level of its own for each channel",
    noise: "nothing that can be seen or heard",
  };
  const rows = CAUSES.map((
    cause,
  ) => [
    cause,
    ...TARGETS.map((t) => `${Math.round(SAMPLE_SHARES[t][cause] * 100)}%`),
    sources[cause],
  ]);
  return [["cause", ...TARGETS, "what it is"], ["---", "--:", "--:", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
