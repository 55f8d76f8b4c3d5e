import type { HubAccess } from "lib/loaders/models/_hub_access.ts";
import { askHub, type HubAnswer, notAHub } from "lib/loaders/models/_hub_client.ts";
import { announcedBy, type AnnouncedFile } from "lib/loaders/models/_hub_snapshot.ts";

/** An answer to a request for a file, and what it says of its content. */
export interface FileAnswer extends HubAnswer {
  readonly announced: AnnouncedFile;
}

/**
 * Asks the hub for a file, or for what lacks of it.
 *
 * @throws {HubFailure} when no usable answer comes
 */
export async function askForFile(
  url: string,
  access: HubAccess,
  headers: Readonly<Record<string, string>> = {},
): Promise<FileAnswer> {
  const answer = await askHub(url, access, headers);
  const { response, facts, address } = answer;
  if (facts.has("x-repo-commit")) return { ...answer, announced: announcedBy(facts) };
  answer.abort();
  throw notAHub(address, response);
}

/**
 * Asks what a file's content is to be, with its first byte only, for hubs whose list does not say so.
 *
 * @throws {HubFailure} when no usable answer comes
 */
export async function lookAtFile(url: string, access: HubAccess): Promise<AnnouncedFile> {
  const { announced, abort } = await askForFile(url, access, { range: "bytes=0-0" });
  abort();
  return announced;
}
