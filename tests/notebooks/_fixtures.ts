import { join } from "node:path";
import type { Cell, Notebook } from "lib/notebooks/notebook.ts";
import { settings } from "lib/settings.ts";

/** A notebook with a title and these code cells, never run. */
export function notebookOf(...sources: string[]): Notebook {
  const title = { cell_type: "markdown", id: "title", metadata: {}, source: "# Fixture" } as const;
  const code = sources.map((source, i): Cell => ({
    cell_type: "code",
    id: `code-${i + 1}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  return { cells: [title, ...code], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

/** Runs a task in a new folder below the project's `deno.json` and removes the folder. */
export async function inTemporaryFolder(task: (folder: string) => Promise<void>): Promise<void> {
  const parent = join(settings.cache, "tests");
  await Deno.mkdir(parent, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: parent });
  try {
    await task(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
