import { type HubAccess, wait } from "lib/loaders/models/_hub_access.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";

/** Without a sign of life for so long a connection counts as dead. */
const SILENCE_MS = 60_000;

/**
 * Awaits a piece of work that shows a sign of life by its end.
 *
 * @throws {HubFailure} of the kind "silent" when it takes too long; `onSilence` is to end it
 * @throws what the work throws
 */
export async function unlessSilent<T>(
  work: Promise<T>,
  access: Pick<HubAccess, "sleep">,
  { address, onSilence }: { readonly address: string; readonly onSilence: () => void },
): Promise<T> {
  const watch = new AbortController();
  const isSilent = Symbol();
  const silence = wait(access, SILENCE_MS, watch.signal).then(() => isSilent);
  const first = await Promise.race([work, silence]).finally(() => watch.abort());
  if (first !== isSilent) return first as T;
  work.catch(() => {}); // it ends by onSilence, and the silence is what is thrown
  onSilence();
  const reason = `nothing came for ${SILENCE_MS / 1000} s`;
  throw new HubFailure("silent", { reason, address });
}
