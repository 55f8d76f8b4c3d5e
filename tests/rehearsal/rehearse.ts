/**
 * The dress rehearsal of the profile `full`, see `docs/rehearsal.md`:
 *
 *     deno task rehearse
 */
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { endOnStrayErrors, exitWith, framed } from "lib/commands/_frame.ts";
import { untilInterrupted } from "lib/commands/_interrupt.ts";
import { EVERY_OPTION, exitCodes, parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
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
import { type RehearsalData, writeRehearsalData } from "./_rehearsal_data.ts";
import { runNotebooks } from "./_run_notebooks.ts";
import { modelTable, useModels } from "./_use_models.ts";

const USAGE = `deno task rehearse [name …]

Rehearses the profile full with models of true size and random weights: uses each model by itself, and
runs all notebooks; or only those notebooks that are named in whole or in part. What it needs is said
first; docs/rehearsal.md says more.

${EVERY_OPTION}
${exitCodes("when all that was rehearsed works", "when one failed or something is missing")}`;

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

async function runAll(
  { folder, hub, ...data }: RehearsalData & { readonly folder: string; readonly hub: string },
  wishes: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const copy = await copyProject(settings.root, join(folder, "project"));
  const names = selectNotebooks(copy.names, wishes);
  const kept = await openKeptOutcomes(folder, copy.digest);
  const outcomes: Outcome[] = [...kept.outcomes];
  await using server = await serveModels(hub);
  const stage = { ...data, folder: copy.folder, endpoint: server.endpoint };
  const used = wishes.length === 0 ? await useModels(stage, signal) : [];
  const left = names.filter((name) => !outcomes.some(({ notebook }) => notebook === name));
  const before = names.filter((name) => !left.includes(name));
  if (before.length > 0) say(`Done before, with the same code: ${before.join(", ")}`);
  try {
    const code = left.length === 0 ? 0 : await runNotebooks(stage, {
      ...{ names: left, signal },
      async onOutcome(outcome) {
        if (outcomes.some(({ notebook }) => notebook === outcome.notebook)) return;
        outcomes.push(outcome);
        if (outcome.state === "done") await kept.add(outcome);
      },
    });
    return used.some(({ columns }) => columns === undefined) ? 1 : code;
  } finally {
    if (used.length > 0) print(`\n${modelTable(used)}`);
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
