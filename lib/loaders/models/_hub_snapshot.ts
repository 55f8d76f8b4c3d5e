import { isObject } from "lib/json.ts";
import { type HubAccess, persistently, unlessSilent } from "lib/loaders/models/_hub_access.ts";
import { askHub, type HubAnswer, notAHub } from "lib/loaders/models/_hub_client.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import { isCommit, type ModelReference } from "lib/loaders/models/model_reference.ts";

/** What the hub says of a file's content. */
export interface AnnouncedFile {
  readonly bytes?: number;
  /** Of large files. */
  readonly sha256?: string;
  /** Of small files: what git calls their content, SHA-1 of `blob <bytes>\0` and the content. */
  readonly gitSha1?: string;
}

/** A model's files as they stand at one commit. */
export interface HubSnapshot {
  readonly commit: string;
  readonly files: ReadonlyMap<string, AnnouncedFile>;
}

/** The branch that is meant where none is named. */
export const MAIN = "main";

/**
 * Asks the hub which files a model has and which commit that is.
 *
 * @throws {HubFailure} when it does not say
 */
export async function listSnapshot(
  { id, revision = MAIN }: ModelReference,
  access: HubAccess,
): Promise<HubSnapshot> {
  const api = `${access.hub.endpoint}/api/models/${id}/revision/${encodeURIComponent(revision)}`;
  return await persistently(access, async () => {
    const answer = await askHub(`${api}?blobs=true`, access);
    const snapshot = snapshotOf(await readJson(answer, access));
    if (snapshot) return snapshot;
    throw notAHub(answer.address, answer.response);
  });
}

/** Where a file of a commit is asked for. */
export function fileAddress(
  { id, commit, file }: { readonly id: string; readonly commit: string; readonly file: string },
  { hub }: Pick<HubAccess, "hub">,
): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return `${hub.endpoint}/${id}/resolve/${commit}/${path}`;
}

/** What the headers of a file's answer say of its content, and nothing else. */
export function announcedBy(headers: Headers): AnnouncedFile {
  const size = headers.get("x-linked-size");
  const etag = headers.get("x-linked-etag") ?? headers.get("etag") ?? "";
  const [, hash = ""] = /^(?:W\/)?"?([0-9a-f]+)"?$/.exec(etag) ?? [];
  return {
    ...size !== null && /^\d+$/.test(size) && { bytes: Number(size) },
    ...hash.length === 64 && { sha256: hash },
    ...hash.length === 40 && { gitSha1: hash },
  };
}

async function readJson(
  { response, address, abort }: HubAnswer,
  access: HubAccess,
): Promise<unknown> {
  let text: string;
  try {
    text = await unlessSilent(response.text(), access, { address, onSilence: abort });
  } catch (cause) {
    if (cause instanceof HubFailure) throw cause;
    throw new HubFailure("broken-off", { reason: "the connection broke off", address, cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw notAHub(address, response);
  }
}

function snapshotOf(answer: unknown): HubSnapshot | undefined {
  if (!isObject(answer)) return undefined;
  const { sha, siblings } = answer;
  if (typeof sha !== "string" || !isCommit(sha) || !Array.isArray(siblings)) return undefined;
  const entries = siblings.filter(isObject).flatMap((sibling) => {
    const { rfilename } = sibling;
    return typeof rfilename === "string" ? [[rfilename, announcedFor(sibling)] as const] : [];
  });
  return { commit: sha, files: new Map(entries) };
}

/** A sibling of https://huggingface.co/docs/hub/api; of large files git holds a pointer alone. */
function announcedFor(
  { size, blobId, lfs }: Readonly<Record<string, unknown>>,
): AnnouncedFile {
  const bytes = Number.isSafeInteger(size) && Number(size) >= 0 ? Number(size) : undefined;
  return isObject(lfs)
    ? { bytes, sha256: hashIn(lfs.sha256, 64) }
    : { bytes, gitSha1: hashIn(blobId, 40) };
}

/** A hash in hex of so many digits; it becomes a part of a file's name. */
function hashIn(value: unknown, digits: number): string | undefined {
  const isHash = typeof value === "string" && value.length === digits && /^[0-9a-f]+$/.test(value);
  return isHash ? value : undefined;
}
