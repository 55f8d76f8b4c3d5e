/** The most memory a process held at once so far, in bytes; nothing where the system does not say. */
export async function peakMemory(pid: number): Promise<number | undefined> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch { // no Linux, or the process is gone
    return undefined;
  }
}
