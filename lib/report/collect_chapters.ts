import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readGraph, type SavedGraph } from "lib/report/read_graph.ts";

const ENDING = ".vl.json";

/** A notebook as the page speaks of it. */
export interface ReportNotebook {
  /** Its file's name without `.ipynb`. */
  readonly name: string;
  readonly title: string;
  /** The line in italics below its heading. @default none */
  readonly claim?: string;
  /** Where it lies, relative to the page. */
  readonly href: string;
  /** Its code, in which the graphs' names are looked up for their order. */
  readonly code: string;
}

/** The graphs of one notebook. */
export interface Chapter {
  /** The folder of the graphs' files, one below the page's. */
  readonly folder: string;
  readonly title: string;
  readonly claim?: string;
  /** The notebook; missing where none is known for the folder. */
  readonly notebook?: Pick<ReportNotebook, "name" | "href">;
  /** At least one, in the order in which the notebook shows them. */
  readonly graphs: readonly SavedGraph[];
}

export interface ChapterOptions {
  /** In reading order. */
  readonly notebooks: readonly ReportNotebook[];
}

/**
 * Gathers the saved graphs of a folder by notebook, in reading order.
 *
 * A folder belongs to the notebook of its name, or of its name and something in brackets; folders of
 * no known notebook come last, and a folder without graphs is passed over.
 *
 * @throws {SyntaxError} when a saved graph is damaged, naming its file
 */
export async function collectChapters(
  graphs: string,
  { notebooks }: ChapterOptions,
): Promise<Chapter[]> {
  if (!await exists(graphs)) return [];
  const entries = await Array.fromAsync(Deno.readDir(graphs));
  const folders = entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
  const chapters = await Promise.all(folders.map((folder) => {
    const notebook = notebooks.find(({ name }) =>
      name === folder || name.startsWith(`${folder} (`)
    );
    return readChapter(join(graphs, folder), { folder, notebook });
  }));
  const rank = ({ notebook }: Chapter) =>
    notebook ? notebooks.findIndex(({ name }) => name === notebook.name) : notebooks.length;
  return chapters.filter((chapter) => chapter.graphs.length > 0).sort((a, b) => rank(a) - rank(b));
}

interface ChapterSource {
  readonly folder: string;
  readonly notebook?: ReportNotebook;
}

async function readChapter(path: string, { folder, notebook }: ChapterSource): Promise<Chapter> {
  const files = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  const names = files.filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length)).sort();
  const code = notebook?.code ?? "";
  const position = (name: string) => {
    const found = code.indexOf(JSON.stringify(name));
    return found < 0 ? code.length : found;
  };
  const inOrder = names.toSorted((a, b) => position(a) - position(b));
  return {
    folder,
    title: notebook?.title ?? folder,
    claim: notebook?.claim,
    notebook,
    graphs: await Promise.all(inOrder.map((name) => readGraph(path, name))),
  };
}
