import { complaintOf, tailOf } from "lib/loaders/clips/_ffmpeg_log.ts";

/** An ffmpeg that runs on this machine. */
export interface Ffmpeg {
  readonly path: string;
  /** As `ffmpeg -version` says it, such as `7.1.1`. */
  readonly version: string;
  /** Where it came from. */
  readonly origin: "FFMPEG" | "the system" | "npm:@ffmpeg-installer/ffmpeg";
}

/** A file that ffmpeg could not read whole, or not make. */
export class FfmpegError extends Error {
  override readonly name = "FfmpegError";

  /**
   * @param file the file that was read or to be made
   * @param reason what was wrong with it, in ffmpeg's own words where it had any
   */
  constructor(readonly file: string, readonly reason: string, doing = "decode") {
    super(`Cannot ${doing} ${file}: ${reason}`);
  }
}

/** Knobs of `runFfmpeg`. */
export interface RunFfmpegOptions {
  /** Arguments that say what to make of the input, without the place it goes to. */
  readonly output: readonly string[];
  /** Kills an ffmpeg that is read from but says nothing for this long, in seconds. @default 60 */
  readonly stallSeconds?: number;
}

/** What `feedFfmpeg` makes a file of. */
export interface FeedFfmpegOptions {
  /** Inputs and output arguments without the file's name; `-i pipe:0` reads the chunks. */
  readonly args: readonly string[];
  /** Written one after another; each is used up before the next is asked for. */
  readonly chunks: Iterable<Uint8Array<ArrayBuffer>>;
}

/**
 * Finds the ffmpeg to use: the one named by `FFMPEG`, else the system's, else the shipped one.
 *
 * @param named the value of `settings.ffmpeg`
 * @throws {Deno.errors.NotFound} when the named one does not run, or none is shipped for this system
 */
export async function findFfmpeg(named?: string): Promise<Ffmpeg> {
  if (named) {
    const version = await versionOf(named);
    if (version) return { path: named, version, origin: "FFMPEG" };
    throw new Deno.errors.NotFound(`FFMPEG: expected an ffmpeg that runs, got ${named}`);
  }
  const version = await versionOf("ffmpeg");
  if (version) return { path: "ffmpeg", version, origin: "the system" };
  return await shippedFfmpeg();
}

/**
 * Streams what ffmpeg makes of a file, reading no further ahead than a pipe's buffer.
 *
 * A file that breaks off in the middle is an error even though its beginning was readable.
 *
 * @throws {FfmpegError} when the file cannot be read, is cut short or ffmpeg stalls
 */
export async function* runFfmpeg(
  ffmpeg: Ffmpeg,
  file: string,
  options: RunFfmpegOptions,
): AsyncGenerator<Uint8Array> {
  const { output, stallSeconds = 60 } = options;
  const input = ["-protocol_whitelist", "file", "-i", `file:${file}`]; // a playlist opens no URL
  const child = new Deno.Command(ffmpeg.path, {
    args: ["-hide_banner", "-loglevel", "error", "-xerror", ...input, ...output, "pipe:1"],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const log = tailOf(child.stderr);
  const reader = child.stdout.getReader();
  let stalled = false;
  let ended = false;
  try {
    while (!ended) {
      const alarm = setTimeout(() => (stalled = true, child.kill("SIGKILL")), stallSeconds * 1000);
      const { done, value } = await reader.read().finally(() => clearTimeout(alarm));
      ended = done;
      if (value) yield value;
    }
  } finally {
    if (!ended) child.kill("SIGKILL");
    await reader.cancel();
    await Promise.all([child.status, log]);
  }
  if (stalled) throw new FfmpegError(file, `ffmpeg gave nothing for ${stallSeconds} s`);
  const complaint = complaintOf(await log, (await child.status).code);
  if (complaint) throw new FfmpegError(file, complaint);
}

/**
 * Makes a file of bytes that are written to ffmpeg's standard input; one that exists is replaced.
 *
 * @throws {FfmpegError} when ffmpeg refuses them; what lies at the file's place is of no use then
 */
export async function feedFfmpeg(
  ffmpeg: Ffmpeg,
  file: string,
  { args, chunks }: FeedFfmpegOptions,
): Promise<void> {
  const child = new Deno.Command(ffmpeg.path, {
    args: ["-hide_banner", "-loglevel", "error", "-y", ...args, `file:${file}`],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = tailOf(child.stderr);
  try {
    const writer = child.stdin.getWriter();
    for (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) child.kill("SIGKILL");
    await Promise.all([child.status, log]);
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // else its log says why it left
  }
  const { code } = await child.status;
  const complaint = complaintOf(await log, code);
  if (complaint) throw new FfmpegError(file, complaint, "encode");
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await new Deno.Command(path, { args: ["-version"], stderr: "null" })
      .output();
    return new TextDecoder().decode(stdout).match(/^ffmpeg version (\S+)/)?.[1];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return undefined;
    }
    throw error;
  }
}

async function shippedFfmpeg(): Promise<Ffmpeg> {
  try {
    const { path } = (await import("@ffmpeg-installer/ffmpeg")).default; // throws where it has none
    const version = await versionOf(path);
    if (version) return { path, version, origin: "npm:@ffmpeg-installer/ffmpeg" };
    throw new TypeError(`${path} does not run`);
  } catch (cause) {
    throw new Deno.errors.NotFound(
      "Cannot find an ffmpeg: none in PATH and none shipped for this system; " +
        "install one or point FFMPEG at it",
      { cause },
    );
  }
}
