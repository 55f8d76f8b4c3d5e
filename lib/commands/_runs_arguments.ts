import { EVERY_OPTION, exitCodes, parseOptions, UsageError } from "lib/commands/_parse_options.ts";

export const RUNS_USAGE = `deno task runs [--remove NAME …] [--remove-older-than AGE] [--yes]

Lists what training left in data/cache: model, recipe, size, age, and whether it is finished. A
recipe is unknown where a folder is of an older form, or was damaged and set aside.

  --remove NAME            remove a run, by its name in the list or the last part of it; may be given
                           several times
  --remove-older-than AGE  remove what was not used for so long: 12h, 30d or 8w
  --yes                    do not ask; needed where nobody can be asked
${EVERY_OPTION}
A run that a process works in is never removed.

${exitCodes("when all that was asked is done", "when a run was left, in use or not confirmed")}`;

export interface RunsArguments {
  readonly help: boolean;
  readonly remove: readonly string[];
  /** In milliseconds. */
  readonly olderThanMs?: number;
  readonly yes: boolean;
}

/**
 * Reads the command line.
 *
 * @throws {UsageError} when it is wrong
 */
export function readRunsArguments(args: readonly string[]): RunsArguments {
  const { values } = parseOptions({
    args,
    options: {
      remove: { type: "string", multiple: true, default: [] },
      "remove-older-than": { type: "string" },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { remove, yes, help, "remove-older-than": age } = values;
  return { help, remove, yes, olderThanMs: age === undefined ? undefined : readAge(age) };
}

const UNIT_MS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function readAge(text: string): number {
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  throw new UsageError(`--remove-older-than: expected an age such as 12h, 30d or 8w, got ${text}`);
}
