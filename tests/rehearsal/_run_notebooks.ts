import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { print } from "lib/commands/_print.ts";
import { type Outcome, readOutcome } from "./_outcomes.ts";

/** What the copy's programs run on. */
export interface Stage {
  /** The copy of the project. */
  readonly folder: string;
  /** Folder of the data set's CSV files. */
  readonly dataset: string;
  /** Folder of its clips. */
  readonly videos: string;
  /** Address of the hub. */
  readonly endpoint: string;
}

/** Which of the copy's notebooks are run. */
export interface RunNotebooksOptions {
  /** Their whole names. */
  readonly names: readonly string[];
  /** Hears of each notebook that ended. */
  readonly onOutcome: (outcome: Outcome) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Runs notebooks in the copy as `deno task graphs --profile full` does, and prints what is printed.
 *
 * @returns its exit code
 * @throws the signal's reason when it is aborted
 */
export async function runNotebooks(
  stage: Stage,
  { names, onOutcome, signal }: RunNotebooksOptions,
): Promise<number> {
  signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-prompt",
      "lib/commands/main.ts",
      "graphs",
      "--profile",
      "full",
      ...names,
    ],
    cwd: stage.folder,
    env: environmentOf(stage),
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const stop = () => {
    const isTold = signal.reason === "SIGINT" && Deno.stdin.isTerminal(); // as Ctrl-C tells a whole group
    if (!isTold) child.kill(signal.reason);
  };
  signal.addEventListener("abort", stop);
  try {
    for await (const line of createInterface({ input: Readable.from(child.stdout) })) {
      print(line);
      const outcome = readOutcome(line, names);
      if (outcome) await onOutcome(outcome);
    }
    const { code } = await child.status;
    signal.throwIfAborted();
    return code;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Environment variables by which this machine's own models, caches, tokens and chat models stay out. */
export function environmentOf({ folder, dataset, videos, endpoint }: Stage) {
  const own = Object.keys(Deno.env.toObject())
    .filter((name) => /^(HF|HUGGING_?FACE|VIRANOVA_LLM|OPENAI)_/.test(name));
  return {
    ...Object.fromEntries(own.map((name) => [name, ""])),
    HF_ENDPOINT: endpoint,
    HF_HOME: join(folder, "..", "hugging-face"),
    VIRANOVA_DATA: dataset,
    VIRANOVA_VIDEOS: videos,
    VIRANOVA_MODELS: "",
  };
}
