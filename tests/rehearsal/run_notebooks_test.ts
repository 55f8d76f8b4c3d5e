import assert from "assert";
import { join } from "node:path";
import { inFolder } from "../_in_folder.ts";
import type { Outcome } from "./_outcomes.ts";
import { runNotebooks } from "./_run_notebooks.ts";

/** A project whose command line is a program of the test's own. */
async function withProgram(folder: string, program: string) {
  await Deno.mkdir(join(folder, "lib", "commands"), { recursive: true });
  await Deno.writeTextFile(join(folder, "lib", "commands", "main.ts"), program);
  return { folder, dataset: "rows", videos: "clips", endpoint: "http://127.0.0.1:1" };
}

Deno.test("runNotebooks() runs graphs in the profile full on the rehearsal's data and hub", () =>
  inFolder(async (folder) => {
    const stage = await withProgram(
      folder,
      `const names = ["HF_ENDPOINT", "HF_TOKEN", "VIRANOVA_DATA", "VIRANOVA_VIDEOS", "VIRANOVA_MODELS"];
       const environment = names.map((name) => Deno.env.get(name) || "none");
       await Deno.writeTextFile("asked.json", JSON.stringify([Deno.args, environment]));
       console.log("GPT done in 3 s · peak 2.0 GB\\nsomething else\\nAudio Analysis failed in 1 s");
       Deno.exit(1);`,
    );
    const outcomes: Outcome[] = [];
    const code = await runNotebooks(stage, {
      names: ["GPT", "Audio Analysis"],
      onOutcome: (outcome) => Promise.resolve(void outcomes.push(outcome)),
      signal: new AbortController().signal,
    });
    assert.equal(code, 1);
    assert.deepEqual(outcomes, [
      { notebook: "GPT", state: "done", took: "3 s", peak: "2.0 GB" },
      { notebook: "Audio Analysis", state: "failed", took: "1 s" },
    ]);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(folder, "asked.json"))), [
      ["graphs", "--profile", "full", "GPT", "Audio Analysis"],
      ["http://127.0.0.1:1", "none", "rows", "clips", "none"],
    ]);
  }));

Deno.test("runNotebooks() passes a signal on and throws it", () =>
  inFolder(async (folder) => {
    const program = `console.log("GPT done in 3 s"); setInterval(() => {}, 60_000);`;
    const stage = await withProgram(folder, program);
    const controller = new AbortController();
    const ended = await runNotebooks(stage, {
      names: ["GPT"],
      onOutcome: () => Promise.resolve(controller.abort("SIGTERM")),
      signal: controller.signal,
    }).catch((reason: unknown) => reason);
    assert.equal(ended, "SIGTERM");
  }));
