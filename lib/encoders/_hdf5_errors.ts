import h5wasm from "h5wasm";

/** Standard error's number, on which HDF5 says what went wrong. */
const STANDARD_ERROR = 2;
const PATH = "/hdf5-errors"; // in WebAssembly's own memory

/** The functions by which HDF5 looks for plugins, of which there are none here. */
const PLUGINS = /^H5PL/;

/**
 * Runs work with HDF5 that goes wrong as soon as HDF5 says so, instead of handing out what lay in
 * memory; nothing of it shows on the terminal.
 *
 * h5wasm's own way, `activate_throwing_error_handler`, leaves WebAssembly's stack a little shorter each
 * time it throws; after some hundred damaged files whole ones cannot be read any more.
 *
 * @throws {SyntaxError} with HDF5's most exact reason, or with what the work threw
 */
export async function orHdf5Error<T>(work: () => T): Promise<T> {
  const { FS } = await h5wasm.ready;
  const stream = errors ??= redirect(FS);
  const take = () => {
    const text = FS.readFile(PATH, { encoding: "utf8" });
    FS.truncate(PATH, 0);
    FS.llseek(stream, 0, 0);
    return text;
  };
  try {
    const result = work();
    const said = take();
    if (said !== "") throw new SyntaxError(problemOf(said));
    return result;
  } catch (error) {
    const said = take();
    if (error instanceof SyntaxError) throw error;
    throw new SyntaxError(problemOf(said, error), { cause: error });
  }
}

/** What h5wasm has, one field of which its types leave out. */
type FileSystem = Awaited<typeof h5wasm.ready>["FS"] & {
  readonly streams?: readonly object[];
};

/** Open as long as the process lives, else another file would take its number. */
let errors: ReturnType<FileSystem["open"]> | undefined;

/** Lets standard error lead to a file. */
function redirect(FS: FileSystem) {
  FS.close(FS.streams![STANDARD_ERROR]!);
  return FS.open(PATH, "w+"); // takes the lowest number that is free
}

/** HDF5's last line is the most exact; plugins it looks for whenever it lacks something. */
function problemOf(said: string, error?: unknown): string {
  const lines = [...said.matchAll(/ in (\w+)\(\): (.*)/g)];
  const [, , reason] = lines.findLast(([, name]) => !PLUGINS.test(name!)) ?? [];
  const other = error instanceof Error ? error.message.split("\n")[0] : "no reason given";
  return `it is damaged, or written in a way that is not understood (HDF5: ${reason ?? other})`;
}
