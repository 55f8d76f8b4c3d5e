import { join } from "node:path";
import { exists } from "lib/files.ts";

/**
 * Wall-clock seconds that a run trained: the time from the first event to the last in each of its
 * TensorBoard files, one for each time that it was started, added up. Ignores what came after the
 * last event, such as steps lost to a kill.
 *
 * Undefined where there are no such files, as on backends that write none.
 *
 * @param folder the run's own, which holds `tensorboard/`
 * @throws {SyntaxError} when a file is no event file
 */
export async function runSeconds(folder: string): Promise<number | undefined> {
  const board = join(folder, "tensorboard");
  if (!await exists(board)) return undefined;
  const names = await Array.fromAsync(Deno.readDir(board), ({ name }) => name);
  const times = await Promise.all(
    names.filter((name) => name.includes("tfevents")).map(async (name) => {
      const path = join(board, name);
      return eventTimes(await Deno.readFile(path), path);
    }),
  );
  if (times.length === 0) return undefined;
  return times.reduce((sum, seconds) => sum + (seconds.at(-1) ?? 0) - (seconds[0] ?? 0), 0);
}

/**
 * The time of each event in seconds since 1970.
 *
 * An event is a TFRecord: its length (8 bytes, little-endian), a checksum of that (4), a protocol
 * buffer whose field 1 is `wall_time`, a checksum (4). A last one that was cut short is passed over.
 */
function eventTimes(bytes: Uint8Array, path: string): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const times: number[] = [];
  for (let at = 0; at + 12 <= bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    const end = at + 12 + length + 4;
    if (end > bytes.length) break;
    if (length < 9 || bytes[at + 12] !== 0x09) { // the tag of field 1 as a double
      throw new SyntaxError(
        `Cannot read ${path}: expected an event with its time at byte ${at}, got another record`,
      );
    }
    times.push(view.getFloat64(at + 13, true));
    at = end;
  }
  return times;
}
