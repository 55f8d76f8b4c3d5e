/** What a machine has that a rehearsal needs. */
export interface Machine {
  /** What was asked for a Python, such as `python3`. */
  readonly command: string;
  /** Version of that Python, such as `3.11.7`; missing where there is none. */
  readonly python?: string;
  /** Whether it can make environments of its own: its modules venv and ensurepip. */
  readonly hasVenv?: boolean;
  /** Bytes free on the disk, together with what earlier rehearsals have used of it. */
  readonly diskBytes: number;
  /** Bytes of memory that are free. */
  readonly memoryBytes: number;
}

const PYTHON = [3, 11] as const;
const DISK_GB = 45;
const MEMORY_GB = 12;

/** What a rehearsal does and needs, for the screen. */
export function describeNeeds(): string {
  return [
    "A dress rehearsal of the profile full: the models it names in their true sizes and published",
    "layouts, with random weights, served by a hub on this machine; every notebook, with budgets cut.",
    "",
    `Needed: Python ${
      PYTHON.join(".")
    } or newer with venv; PyTorch and transformers from PyPI (0.3 GB,`,
    "3 GB where the index of PyTorch without CUDA is out of reach), once; about",
    `${DISK_GB} GB of disk below data/rehearsal/ and ${MEMORY_GB} GB of free memory. On two cores the models take`,
    "about 5 minutes, once, and the notebooks one to two hours. Nothing is asked of huggingface.co.",
    "Stop it whenever you like: run again, it goes on. Remove data/rehearsal/ to start anew.",
  ].join("\n");
}

/** Says what a machine lacks, in one sentence, and what to do; nothing where it lacks nothing. */
export function lackingOf(machine: Machine): string | undefined {
  const { command, python, hasVenv, diskBytes, memoryBytes } = machine;
  const wanted = `Python ${PYTHON.join(".")} or newer`;
  if (python === undefined) {
    return `it needs ${wanted}, and there is no ${command}: install one, or name it in ` +
      "VIRANOVA_PYTHON";
  }
  if (isOlder(python)) {
    return `it needs ${wanted}, and ${command} is ${python}: name another in VIRANOVA_PYTHON`;
  }
  if (!hasVenv) {
    return `${command} lacks its module venv or ensurepip: install it, on Debian by ` +
      "`apt install python3-venv`";
  }
  if (diskBytes < 1e9 * DISK_GB) return lackingRoom("of disk", diskBytes, DISK_GB);
  if (memoryBytes < 1e9 * MEMORY_GB) return lackingRoom("of free memory", memoryBytes, MEMORY_GB);
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < PYTHON[0] || major === PYTHON[0] && minor < PYTHON[1];
}

function lackingRoom(what: string, bytes: number, neededGb: number): string {
  return `it needs ${neededGb} GB ${what}, and there are ${(bytes / 1e9).toFixed(1)} GB`;
}
