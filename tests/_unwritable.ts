import { join } from "node:path";

/** A small disk of a test's own. */
export interface Disk {
  /** Where it is mounted. */
  readonly folder: string;
  /** Leaves no space on it: what is there stays, what is written later fails by ENOSPC. */
  fill(): Promise<void>;
  /** Lets nothing be written any more: what is tried fails by EROFS. */
  makeReadOnly(): Promise<void>;
  /** Takes `fill` and `makeReadOnly` back. */
  makeWritable(): Promise<void>;
}

/** The file that fills a disk. */
const FILLER = "filler";

const CAN_MOUNT = await tryToMount();

/**
 * Registers a test with a disk that can be filled and made read-only, a tmpfs; where this process may
 * mount none, the test is ignored and its name says why.
 */
export function testWithDisk(
  name: string,
  test: (disk: Disk) => Promise<void>,
  { kilobytes = 4096 }: { readonly kilobytes?: number } = {},
): void {
  Deno.test({
    name: CAN_MOUNT ? name : `${name} (not tried: only root may mount a tmpfs)`,
    ignore: !CAN_MOUNT,
    fn: () => withDisk(test, kilobytes),
  });
}

async function withDisk(use: (disk: Disk) => Promise<void>, kilobytes: number): Promise<void> {
  const folder = await Deno.makeTempDir();
  await call("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k,mode=755`, "tmpfs", folder);
  try {
    await use({
      folder,
      fill: () => fill(join(folder, FILLER)),
      makeReadOnly: () => call("mount", "-o", "remount,ro", folder),
      async makeWritable() {
        await call("mount", "-o", "remount,rw", folder);
        await Deno.remove(join(folder, FILLER)).catch(() => {}); // it was not filled
      },
    });
  } finally {
    await call("umount", "--lazy", folder);
    await Deno.remove(folder);
  }
}

async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, append: true });
  for (let bytes = 1 << 16; bytes > 0;) {
    try {
      await file.write(new Uint8Array(bytes));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      bytes >>= 1;
    }
  }
}

async function tryToMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    await withDisk(() => Promise.resolve(), 64);
    return true;
  } catch { // a container may lack the right
    return false;
  }
}

async function call(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) {
    throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
}
