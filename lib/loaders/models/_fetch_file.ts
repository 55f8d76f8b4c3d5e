import { writingTo } from "lib/files.ts";
import { contentDiffers } from "lib/loaders/models/_compare_content.ts";
import { type HubAccess, persistently, unlessSilent } from "lib/loaders/models/_hub_access.ts";
import type { HubAnswer } from "lib/loaders/models/_hub_client.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import type { AnnouncedFile } from "lib/loaders/models/_hub_snapshot.ts";
import { isWhole } from "lib/loaders/models/_is_whole.ts";
import { askForFile, lookAtFile } from "lib/loaders/models/_look_at_file.ts";
import { followMegabytes, type Megabytes } from "lib/loaders/models/_megabytes.ts";
import {
  hashOf,
  hasResumable,
  partialOf,
  removePartials,
  resumableBytes,
} from "lib/loaders/models/_partial_download.ts";

/** A file to be fetched. */
export interface FetchFileOptions {
  /** Its address at the hub. */
  readonly url: string;
  /** Where it is to lie; its folder is there. */
  readonly target: string;
  /** What the hub's list says of it; its answer may say more. */
  readonly announced: AnnouncedFile;
  /** What progress calls it. */
  readonly label: string;
}

/** What the tries of one file share. */
interface Tries extends Omit<FetchFileOptions, "announced" | "label"> {
  readonly access: HubAccess;
  readonly progress: Megabytes;
  /** All that is known of the content by now. */
  expected: AnnouncedFile;
  /** Bytes of the file that are here by the present try. */
  here: number;
  /** The most that tries before it had. */
  most: number;
}

/** A try that brought so much more than those before it does not count among those that failed. */
const GOOD_DEAL_BYTES = 1_000_000;

/**
 * Fetches a file, whole or not at all: it takes its name when as many bytes came as were announced and
 * their hash is the hub's, where it gives one. What came of a transfer that broke off is kept beside
 * it, named after the hash it is to have; a later try or call goes on from there.
 *
 * The caller sees to it that nobody else fetches the same file.
 *
 * @returns what is known of its content
 * @throws {HubFailure} when it does not come
 * @throws {UnwritableError} when it cannot be written
 */
export async function fetchFile(
  { url, target, announced, label }: FetchFileOptions,
  access: HubAccess,
): Promise<AnnouncedFile> {
  const progress = followMegabytes(label);
  const tries: Tries = { url, target, access, progress, expected: announced, here: 0, most: 0 };
  try {
    const hasAdvanced = () => tries.here - tries.most >= GOOD_DEAL_BYTES;
    await persistently(access, () => tryOnce(tries), hasAdvanced);
    return { ...tries.expected, bytes: (await Deno.stat(target)).size };
  } finally {
    progress.stop();
    if (hashOf(tries.expected) === undefined) await removePartials(target);
  }
}

async function tryOnce(tries: Tries): Promise<void> {
  const { target, url, access } = tries;
  tries.most = Math.max(tries.most, tries.here);
  if (hashOf(tries.expected) === undefined && await hasResumable(target)) {
    tries.expected = { ...tries.expected, ...await lookAtFile(url, access) };
  }
  const start = await resumableBytes(target, tries.expected);
  tries.here = start;
  const isAllHere = start > 0 && start === tries.expected.bytes; // a process ended before it was named
  if (!isAllHere) {
    const { answer, from } = await ask(tries, start);
    try {
      await writingTo(target, () => receive(answer, { tries, from }));
    } finally {
      answer.abort();
    }
  }
  await writingTo(target, () => keepIfWhole(tries));
}

/** Asks for a file, or for what lacks of it, and learns what its content is to be. */
async function ask(
  tries: Tries,
  start: number,
): Promise<{ readonly answer: HubAnswer; readonly from: number }> {
  const { url, target, access } = tries;
  const answer = await askForFile(url, access, start > 0 ? { range: `bytes=${start}-` } : {});
  const { response, address } = answer;
  const told = { ...tries.expected, ...answer.announced };
  const isRest = response.status === 206; // a server that knows no ranges sends all of it by a 200
  if (isRest && (hashOf(told) !== hashOf(tries.expected) || placeOf(response) !== start)) {
    answer.abort();
    await removePartials(target);
    const reason = "the rest of it does not belong to what was fetched before";
    throw new HubFailure("broken-off", { reason, address });
  }
  tries.expected = { ...told, bytes: told.bytes ?? (isRest ? undefined : lengthOf(response)) };
  return { answer, from: isRest ? start : 0 };
}

/** Writes a body behind what is there, byte for byte as it comes. */
async function receive(
  { response, address, abort }: HubAnswer,
  { tries, from }: { readonly tries: Tries; readonly from: number },
): Promise<void> {
  const { target, expected, access, progress } = tries;
  progress.begin(expected.bytes, from);
  const total = expected.bytes ?? Infinity;
  const soFar = () => `after ${tries.here} of ${expected.bytes ?? "unknown"} bytes`;
  tries.here = from;
  const next = read(response, { access, address, abort, soFar });
  using file = await openAt(partialOf(target, expected), from);
  for (let chunk; tries.here < total && (chunk = await next()) !== undefined;) {
    const wanted = chunk.subarray(0, total - tries.here);
    for (let at = 0; at < wanted.length;) at += await file.write(wanted.subarray(at));
    tries.here += wanted.length;
    progress.advance(wanted.length);
  }
  await file.syncData();
  if (expected.bytes === undefined || tries.here === expected.bytes) return;
  throw new HubFailure("broken-off", { reason: `the body ended ${soFar()}`, address });
}

interface Reading extends Omit<HubAnswer, "response" | "facts"> {
  readonly access: HubAccess;
  /** How far the transfer is, for messages. */
  readonly soFar: () => string;
}

/** Gives a body's chunks one after another, and then nothing. */
function read(
  { body }: Response,
  { access, address, abort, soFar }: Reading,
): () => Promise<Uint8Array | undefined> {
  const reader = body?.getReader();
  return async () => {
    if (!reader) return undefined;
    try {
      return (await unlessSilent(reader.read(), access, { address, onSilence: abort })).value;
    } catch (cause) {
      const isSilence = cause instanceof HubFailure;
      const reason = `${isSilence ? cause.message : "the connection broke off"} ${soFar()}`;
      throw new HubFailure(isSilence ? cause.kind : "broken-off", { reason, address, cause });
    }
  };
}

async function openAt(path: string, start: number): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { write: true, create: true, truncate: start === 0 });
  await file.seek(start, Deno.SeekMode.Start);
  return file;
}

/** Gives a file its name if its content is what was announced, or removes it. */
async function keepIfWhole({ target, expected, url }: Tries): Promise<void> {
  const partial = partialOf(target, expected);
  const differs = await contentDiffers(partial, expected);
  const isUnsure = hashOf(expected) === undefined;
  if (differs === undefined && (!isUnsure || await isWhole(partial, { name: target }))) {
    return await Deno.rename(partial, target);
  }
  await Deno.remove(partial);
  const reason = `what came has ${differs ?? "no end where its format wants one"}`;
  throw new HubFailure(differs ? "altered" : "broken-off", { reason, address: url });
}

/** The first byte of a part, by `Content-Range: bytes 5-9/10`. */
function placeOf({ headers }: Response): number | undefined {
  const [, first] = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "") ?? [];
  return first === undefined ? undefined : Number(first);
}

function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
