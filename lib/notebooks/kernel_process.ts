import { setTimeout as delay } from "node:timers/promises";
import { openKernelFolder } from "lib/notebooks/kernel_folder.ts";

/** Where a kernel listens, as Jupyter's connection file says it. */
export interface Connection {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  /** Secret with which both sides sign. */
  readonly key: string;
}

/** A running `deno jupyter --kernel`. */
export interface KernelProcess {
  readonly pid: number;
  readonly connection: Connection;
  /** Settles when the process has ended. */
  readonly ended: Promise<Deno.CommandStatus>;
  /** The last 4,000 characters it wrote on standard output and standard error. */
  log(): string;
  /** Kills it, waits until it is gone and removes its connection file. */
  stop(): Promise<void>;
}

export interface KernelProcessOptions {
  /** Working folder of the kernel, from which it looks for `deno.json` upwards. */
  readonly folder: string;
  /** Folder in which the connection file lies while the kernel lives. */
  readonly cache: string;
  /** Environment variables set for the kernel on top of this process's own. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** Kills the kernel when aborted. @default never */
  readonly signal?: AbortSignal;
  /** Hears what it writes by itself, past Jupyter's messages. @default nobody */
  readonly onWritten?: (text: string, stream: "stdout" | "stderr") => void;
}

const HOST = "127.0.0.1";
const LOG_CHARACTERS = 4000;
/** A process that the kernel started may outlive it and hold its output open. */
const DRAIN_LIMIT_MS = 500;

/**
 * Starts this very Deno as a Jupyter kernel on free local ports, with a standard input that says no
 * word and ends when this process does.
 *
 * @throws {Deno.errors.NotFound} when the working folder is missing
 * @throws {UnwritableError} when the connection file cannot be written
 */
export async function startKernelProcess(options: KernelProcessOptions): Promise<KernelProcess> {
  const { folder, cache, environment = {}, signal, onWritten } = options;
  signal?.throwIfAborted();
  await Deno.stat(folder);
  const kernelFolder = await openKernelFolder(cache);
  const connection = createConnection();
  const file = await kernelFolder.writeConnection(connection);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["jupyter", "--kernel", "--conn", file],
    cwd: folder,
    env: { ...environment },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const abort = () => kill(child);
  signal?.addEventListener("abort", abort);
  await kernelFolder.notePid(child.pid);
  let log = "";
  const hear = (stream: "stdout" | "stderr") => (text: string) => {
    log = (log + text).slice(-LOG_CHARACTERS);
    onWritten?.(text, stream);
  };
  const drained = Promise.all([
    drain(child.stdout, hear("stdout")),
    drain(child.stderr, hear("stderr")),
  ]);
  const ended = child.status.then(async (status) => {
    await Promise.race([drained, delay(DRAIN_LIMIT_MS)]);
    return status;
  });
  if (signal?.aborted) abort(); // while the folder was made
  return {
    pid: child.pid,
    connection,
    ended,
    log: () => log,
    async stop() {
      signal?.removeEventListener("abort", abort);
      kill(child);
      await ended;
      await child.stdin.close().catch(() => {}); // it broke with the process
      await kernelFolder.close();
    },
  };
}

function createConnection(): Connection {
  const ports = freePorts(5);
  return {
    transport: "tcp",
    ip: HOST,
    shell_port: ports[0]!,
    iopub_port: ports[1]!,
    stdin_port: ports[2]!,
    control_port: ports[3]!,
    hb_port: ports[4]!,
    signature_scheme: "hmac-sha256",
    key: crypto.randomUUID(),
  };
}

function freePorts(count: number): number[] {
  const listeners = Array.from({ length: count }, () => Deno.listen({ hostname: HOST, port: 0 }));
  const ports = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close(); // only now, so that no port comes twice
  return ports;
}

async function drain(stream: ReadableStream<Uint8Array>, onText: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const bytes of stream) onText(decoder.decode(bytes, { stream: true }));
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // Deno's word for a process that has ended
  }
}

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
