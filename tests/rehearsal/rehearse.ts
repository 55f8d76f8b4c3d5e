/**
 * The dress rehearsal of the profile `full`, see `docs/rehearsal.md`:
 *
 *     deno task rehearse
 */
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { endOnStrayErrors, exitWith, framed } from "lib/commands/_frame.ts";
import { untilInterrupted } from "lib/commands/_interrupt.ts";
import { parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { EVERY_OPTION, exitCodes } from "lib/commands/_usage.ts";
import { say } from "lib/progress.ts";
import { selectNotebooks } from "lib/notebooks/order.ts";
import { settings } from "lib/settings.ts";
import { bytesIn } from "./_bytes_in.ts";
import { serveModels } from "./_hub.ts";
import { openKeptOutcomes } from "./_kept_outcomes.ts";
import { makeModels } from "./_models.ts";
import { describeNeeds, lackingOf } from "./_needs.ts";
import { type Outcome, outcomeTable } from "./_outcomes.ts";
import { copyProject } from "./_project.ts";
import { findPython, setUpPython } from "./_python.ts";
import { writeRehearsalData } from "./_rehearsal_data.ts";
import { runNotebooks } from "./_run_notebooks.ts";

const USAGE = `deno task rehearse [name …]

Rehearses the profile full: runs notebooks, all or those that are named in whole or in part, with models
of true size and random weights. What it needs is said first; docs/rehearsal.md says more.

${EVERY_OPTION}
${exitCodes("when all notebooks were done", "when one failed or something is missing")}`;

/**
 * Rehearses, and returns the exit code.
 *
 * @throws {Error} when something is missing on this machine
 */
async function rehearse(wishes: readonly string[], signal: AbortSignal): Promise<number> {
  const folder = join(settings.root, "data", "rehearsal");
  print(`${describeNeeds()}\n`);
  const command = settings.python ?? "python3";
  const disk = statfsSync(settings.root);
  const lacking = lackingOf({
    ...{ command, ...await findPython(command) },
    diskBytes: disk.bavail * disk.bsize + await bytesIn(folder),
    memoryBytes: Deno.systemMemoryInfo().available,
  });
  if (lacking) throw new Error(`not begun: ${lacking}`);
  const interpreter = await setUpPython(folder, { command, say, signal });
  const { models } = settings;
  const hub = await makeModels(folder, { interpreter, models, say, signal });
  const data = await writeRehearsalData(folder, settings);
  return await runAll({ folder, hub, ...data }, wishes, signal);
}

/** What the notebooks run on. */
interface Stage {
  readonly folder: string;
  readonly hub: string;
  readonly dataset: string;
  readonly videos: string;
}

async function runAll(
  { folder, hub, ...data }: Stage,
  wishes: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const copy = await copyProject(settings.root, join(folder, "project"));
  const names = selectNotebooks(copy.names, wishes);
  const kept = await openKeptOutcomes(folder, copy.digest);
  const outcomes: Outcome[] = [...kept.outcomes];
  const isDone = (name: string) =>
    outcomes.some(({ notebook, state }) => notebook === name && state === "done");
  const left = names.filter((name) => !isDone(name));
  if (left.length < names.length) {
    say(`Done before, with the same code: ${names.filter(isDone).join(", ")}`);
  }
  try {
    if (left.length === 0) return 0;
    await using server = await serveModels(hub);
    return await runNotebooks({
      ...{ ...data, folder: copy.folder, names: left, endpoint: server.endpoint, signal },
      async onOutcome(outcome) {
        if (outcomes.some(({ notebook }) => notebook === outcome.notebook)) return;
        outcomes.push(outcome);
        if (outcome.state === "done") await kept.add(outcome);
      },
    });
  } finally {
    print(`\n${outcomeTable(names, outcomes)}`);
  }
}

async function main(words: readonly string[]): Promise<void> {
  const frame = { command: "rehearse", verbose: words.includes("--verbose") };
  endOnStrayErrors(frame);
  const code = await framed(async () => {
    const args = words.filter((word) => word !== "--verbose");
    const options = { help: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseOptions({ args, allowPositionals: true, options });
    if (!values.help) return await untilInterrupted((signal) => rehearse(positionals, signal));
    print(USAGE.trimEnd());
    return 0;
  }, frame);
  exitWith(code);
}

if (import.meta.main) await main(Deno.args);
