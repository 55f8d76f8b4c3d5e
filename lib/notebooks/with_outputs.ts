import { type Cell, isExecutable, type Notebook, type Output } from "lib/notebooks/notebook.ts";
import type { Profile } from "lib/settings.ts";

/** What a run of a notebook showed. */
export interface Fresh {
  /** Outputs by executable cell. */
  readonly outputs: readonly Output[][];
  readonly profile: Profile;
}

/** A notebook with fresh outputs, without execution times and with execution counts from 1. */
export function withOutputs(notebook: Notebook, { outputs, profile }: Fresh): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code") return cell;
    const { execution: _timestamps, ...metadata } = cell.metadata;
    if (!isExecutable(cell)) return { ...cell, metadata, outputs: [], execution_count: null };
    const execution_count = ++count;
    const numbered = outputs[count - 1]!.map((output) =>
      output.output_type === "execute_result" ? { ...output, execution_count } : output
    );
    return { ...cell, metadata, outputs: numbered, execution_count };
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, viranova: { profile } } };
}
