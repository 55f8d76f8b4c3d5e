import { join } from "node:path";
import { isObject } from "lib/json.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import { MODELS } from "./_models.ts";
import { alignedTable } from "./_outcomes.ts";
import { USE_MODEL } from "./_project.ts";
import { environmentOf, type Stage } from "./_run_notebooks.ts";

/** What using a model by itself took. */
export interface UsedModel {
  readonly id: string;
  /** Bytes that were fetched. */
  readonly bytes: number;
  /** Numbers in a row; missing where it failed. */
  readonly columns?: number;
  /** The most memory of its process, where the system says so. */
  readonly peakBytes?: number;
}

/**
 * Uses every model once, each in a process of its own, which fetches what is not there yet. What a
 * process that fails says goes to standard error.
 *
 * @throws the signal's reason when it is aborted
 */
export async function useModels(stage: Stage, signal: AbortSignal): Promise<UsedModel[]> {
  const used: UsedModel[] = [];
  for (const [id, { kind }] of Object.entries(MODELS)) {
    signal.throwIfAborted();
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", USE_MODEL, kind, id],
      cwd: stage.folder,
      env: { ...environmentOf(stage), VIRANOVA_PROFILE: "full" },
      stdin: "null",
      stderr: "inherit",
      signal,
    }).output();
    signal.throwIfAborted();
    const bytes = await sizeOf(join(stage.folder, "data", "models", id));
    used.push({ id, bytes, ...(success && readUse(new TextDecoder().decode(stdout))) });
  }
  return used;
}

/**
 * Reads what `use_model.ts` printed.
 *
 * @throws {SyntaxError} when it is something else
 */
export function readUse(text: string): Pick<UsedModel, "columns" | "peakBytes"> {
  const last = text.trim().split("\n").at(-1) ?? "";
  const value: unknown = JSON.parse(last);
  if (isObject(value) && typeof value.columns === "number") {
    const { columns, peakBytes } = value;
    return { columns, ...(typeof peakBytes === "number" && { peakBytes }) };
  }
  throw new SyntaxError(`Cannot read what a model took: expected its columns, got ${last}`);
}

/** One line a model: what was fetched of it, and what it took. */
export function modelTable(used: readonly UsedModel[]): string {
  return alignedTable([
    ["Model, by itself", "Download", "Numbers a row", "Peak memory"],
    ...used.map(({ id, bytes, columns, peakBytes }) => [
      id,
      `${(bytes / 1e6).toFixed(0)} MB`,
      columns === undefined ? "failed" : String(columns),
      peakBytes === undefined ? "-" : `${(peakBytes / 1e9).toFixed(1)} GB`,
    ]),
  ]);
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) bytes += (await Deno.stat(join(folder, name))).size;
  return bytes;
}
