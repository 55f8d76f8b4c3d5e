import assert from "assert";
import { framed } from "lib/commands/_frame.ts";
import { run as score } from "lib/commands/score.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { inFolder } from "../_in_folder.ts";
import { sampleScorers } from "../scoring/_scorers.ts";
import { hostileClips } from "./_hostile_clips.ts";
import { type HostileCommand, type HostileInput, streamOf } from "./_hostile_inputs.ts";
import { HOSTILE_PATHS } from "./_hostile_paths.ts";
import { HOSTILE_TEXTS } from "./_hostile_texts.ts";

/** Characters that a terminal or a reader of lines would act on, but for the ends of lines. */
const ACTIVE = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

async function run(
  { args, input = streamOf(new Uint8Array()) }: HostileCommand,
  scorers: Scorers,
): Promise<{ code: number; output: string }> {
  let output = "";
  const write = (text: string) => void (output += text);
  const work = () => score(args, { scorers, standardInput: input, write });
  const code = await framed(work, { command: "score", complain: write });
  return { code, output };
}

const fits = (line: string) => [...line].length <= 80;

async function tryInput(input: HostileInput, scorers: Scorers): Promise<void> {
  await inFolder(async (folder) => {
    const { code, output } = await run(await input.make(folder), scorers);
    const about = `${input.name}: ${output.slice(0, 600)}`;
    assert.equal(code, input.code, about);
    if (input.says) assert.match(output.replace(/\s+/g, " "), input.says, about);
    assert.doesNotMatch(output, ACTIVE, about);
    assert.doesNotMatch(output, /\n\s+at |Error:|undefined|NaN/, about);
    const lines = output.split("\n");
    if (code === 2) assert.equal(lines.filter((line) => line !== "").at(-1)!.indexOf("score:"), 0);
    else assert.ok(lines.every((line) => line.startsWith("score: ") || fits(line)), about);
  });
}

Deno.test("score() answers hostile inputs with a caution or a refusal", async (test) => {
  await inFolder(async (scratch) => {
    const scorers = await sampleScorers(scratch);
    const inputs = [...HOSTILE_TEXTS, ...HOSTILE_PATHS, ...await hostileClips(scratch)];
    assert.ok(inputs.length >= 50);
    for (const input of inputs) {
      const { name, ignore } = input;
      await test.step({ name, ignore, fn: () => tryInput(input, scorers) });
    }
  });
});
