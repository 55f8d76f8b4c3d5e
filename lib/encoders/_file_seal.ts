import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** What stands before a file's digest. */
const MARK = "file sha256:";
const DIGITS = 64;

/** Stands where a digest will be: so many zeros count in the digest itself. */
export const SEAL_PLACE = MARK + "0".repeat(DIGITS);

/**
 * Puts a file's SHA-256 in the place of `SEAL_PLACE`, which it holds as text.
 *
 * @throws {RangeError} when it does not hold it
 */
export function sealBytes(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(SEAL_PLACE);
  if (at < 0) throw new RangeError(`Cannot seal a file: expected ${SEAL_PLACE} in it`);
  const sealed = bytes.slice();
  sealed.set(new TextEncoder().encode(MARK + sha256(bytes)), at);
  return sealed;
}

/**
 * Whether a file is what `sealBytes` gave; nothing where no such digest is in it, as in files of other
 * programs.
 */
export function checkSealed(bytes: Uint8Array): boolean | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = view.indexOf(MARK);
  if (at < 0) return undefined;
  const zeroed = bytes.slice();
  zeroed.set(new TextEncoder().encode(SEAL_PLACE).subarray(0, bytes.length - at), at);
  return view.toString("latin1", at, at + SEAL_PLACE.length) === MARK + sha256(zeroed);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
