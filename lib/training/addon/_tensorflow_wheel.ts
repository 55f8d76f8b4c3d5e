import { join } from "node:path";
import { LIBRARIES } from "lib/training/addon/_addon_files.ts";
import { runCommand } from "lib/training/addon/_run_command.ts";

/** The wheel that holds TensorFlow's libraries and headers, whichever Python fetches it. */
const REQUIREMENT = "tensorflow-cpu==2.21.0 " +
  "--hash=sha256:dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb";

const TAGS = [
  "--python-version=312",
  "--implementation=cp",
  "--abi=cp312",
  "--platform=manylinux_2_27_x86_64",
];

const FETCHING = [
  ...["--no-deps", "--only-binary=:all:", "--require-hashes", "--no-cache-dir"],
  ...["--retries=1", "--timeout=15", "--disable-pip-version-check"],
];

/** Unpacks what the addon needs; its arguments are the wheel, the target and the libraries. */
const UNPACK = `
import re, sys, zipfile
wheel, target, *libraries = sys.argv[1:]
headers = r"tensorflow/include/(tensorflow/c/|xla/tsl/c/|(tensorflow/core|tsl)/platform/ctstring)"
with zipfile.ZipFile(wheel) as archive:
    wanted = ["tensorflow/" + name for name in libraries]
    archive.extractall(target, [n for n in archive.namelist() if n in wanted or re.match(headers, n)])
`;

/**
 * Fetches the wheel with pip, which compares its SHA-256, into a folder.
 *
 * @returns the wheel's path
 * @throws {Error} when pip fails
 */
export async function downloadWheel(folder: string, python: string): Promise<string> {
  const requirements = join(folder, "requirements.txt");
  await Deno.writeTextFile(requirements, REQUIREMENT);
  const target = ["--dest", folder, "--requirement", requirements];
  await runCommand([python, "-m", "pip", "download", ...FETCHING, ...TAGS, ...target]);
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".whl")) return join(folder, name);
  }
  throw new Error(`pip left no wheel in ${folder}`);
}

/**
 * Unpacks TensorFlow's libraries and C headers beside the wheel.
 *
 * @returns the folder that holds the libraries and `include`
 * @throws {Error} when Python fails
 */
export async function unpackWheel(wheel: string, python: string): Promise<string> {
  const folder = join(wheel, "..");
  await runCommand([python, "-c", UNPACK, wheel, folder, ...LIBRARIES]);
  return join(folder, "tensorflow");
}
