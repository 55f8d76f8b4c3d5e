import { extname } from "node:path";
import { parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { STANDARD_INPUT, type TextSource } from "lib/scoring/reading/read_source.ts";
import type { ScoreRequest } from "lib/scoring/score_items.ts";

/** A command line, read. */
export interface ScoreArguments {
  readonly requests: readonly ScoreRequest[];
  readonly json: boolean;
  readonly help: boolean;
  /** Where the page goes, if one is asked for. */
  readonly html?: string;
  /** A channel's past videos with their scores. */
  readonly history?: string;
}

const KINDS: Readonly<Record<string, ScoreRequest["kind"]>> = {
  ".txt": "transcript",
  ".md": "transcript",
  ".srt": "captions",
  ".vtt": "captions",
  ".json": "captions",
  ".json3": "captions",
  ".mp4": "video",
  ".m4v": "video",
  ".mov": "video",
  ".webm": "video",
  ".mkv": "video",
  ".avi": "video",
};

const OPTIONS = {
  video: { type: "string", multiple: true },
  transcript: { type: "string", multiple: true },
  captions: { type: "string", multiple: true },
  history: { type: "string", multiple: true },
  html: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/**
 * Reads the command line.
 *
 * @throws {UsageError} when it cannot be understood or names nothing to score
 */
export function readScoreArguments(args: readonly string[]): ScoreArguments {
  const { values, tokens } = parseOptions({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    tokens: true,
  });
  const requests: ScoreRequest[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") requests.push(itemOf(token.value));
    if (token.kind === "option" && isKind(token.name)) add(requests, token.name, token.value!);
  }
  if (requests.length === 0 && !values.help) {
    throw new UsageError("expected a --video, --transcript or --captions, got none");
  }
  if (requests.filter(readsStandardInput).length > 1) {
    throw new UsageError("-: standard input can be read only once");
  }
  const { json, help } = values;
  const [html, history] = [single("--html", values.html), single("--history", values.history)];
  return { requests, json, help, html, history };
}

/** Text that an option names right behind a clip without any is what is said in it. */
function add(requests: ScoreRequest[], kind: ScoreRequest["kind"], path: string): void {
  if (path === "") throw new UsageError(`--${kind}: expected a path, got nothing`);
  const last = requests.at(-1);
  if (kind === "video") requests.push({ kind, path });
  else if (last?.kind === "video" && !last.spoken) {
    requests[requests.length - 1] = { ...last, spoken: { kind, path } satisfies TextSource };
  } else requests.push({ kind, path });
}

function readsStandardInput(request: ScoreRequest): boolean {
  const source = request.kind === "video" ? request.spoken : request;
  return source?.path === STANDARD_INPUT;
}

function isKind(name: string): name is ScoreRequest["kind"] {
  return Object.values<string>(KINDS).includes(name);
}

/** A name without an option is an item of its own. */
function itemOf(path: string): ScoreRequest {
  const kind = path === STANDARD_INPUT ? "transcript" : KINDS[extname(path).toLowerCase()];
  if (kind) return { kind, path };
  throw new UsageError(
    `${JSON.stringify(path)}: expected a name ending in ${Object.keys(KINDS).join(", ")}, or ` +
      "--video, --transcript or --captions before it",
  );
}

function single(flag: string, values: readonly string[] | undefined): string | undefined {
  if (!values || values.length === 1 && values[0] !== "") return values?.[0];
  throw new UsageError(`${flag}: expected one path, got ${JSON.stringify(values)}`);
}
