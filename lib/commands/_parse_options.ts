import { parseArgs, type ParseArgsConfig } from "node:util";

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface OptionsConfig extends Omit<ParseArgsConfig, "args"> {
  readonly args: readonly string[];
  readonly options: NonNullable<ParseArgsConfig["options"]>;
}

/** The same as `parseArgs` takes it. */
type Parsed<T extends OptionsConfig> = T & { args: string[] };

/**
 * Reads a command line as `parseArgs` of node:util does, and says of a wrong one what was expected.
 *
 * @throws {UsageError} for an option or a name there is not, a value that lacks or one too many
 */
export function parseOptions<T extends OptionsConfig>(
  config: T,
): ReturnType<typeof parseArgs<Parsed<T>>> {
  const { options, allowPositionals = false } = config;
  const args = [...config.args];
  const loose = { args, options, strict: false, allowPositionals: true, tokens: true } as const;
  for (const token of parseArgs(loose).tokens) {
    if (token.kind === "option") checkOption(token, options);
    if (token.kind === "positional" && !allowPositionals) {
      throw new UsageError(`expected ${listOf(options)}, got ${JSON.stringify(token.value)}`);
    }
  }
  return parseArgs({ ...config, args });
}

/** An option as it was written; the value is missing where none was. */
interface WrittenOption {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

function checkOption(
  { name, rawName, value, inlineValue }: WrittenOption,
  options: OptionsConfig["options"],
): void {
  const known = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!known) throw new UsageError(`expected ${listOf(options)}, got ${rawName}`);
  if (known.type === "boolean") {
    if (value === undefined) return;
    throw new UsageError(`${rawName}: expected no value, got ${JSON.stringify(value)}`);
  }
  if (value === undefined) throw new UsageError(`${rawName}: expected a value, got nothing`);
  if (inlineValue || !/^-./.test(value)) return;
  throw new UsageError(
    `${rawName}: expected a value, got ${value}; write ${rawName}=${value} if it is one`,
  );
}

/** The options there are: "--a, --b or --c". */
function listOf(options: OptionsConfig["options"]): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Lines of `--help` on the options that every command takes. */
export const EVERY_OPTION =
  `  --verbose           after the sentence about an error, show where it came from
  --help              print this
`;

/**
 * What a command says of its exit codes.
 *
 * @param done when it is 0
 * @param failed when it is 1
 */
export function exitCodes(done: string, failed: string): string {
  return `Exit code: 0 ${done}; 1 ${failed};
2 for a wrong command line or environment variable; 130, 143 or 129 when stopped by SIGINT, SIGTERM
or SIGHUP.
`;
}
