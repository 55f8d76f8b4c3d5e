import { keyedPath } from "lib/storage/keyed_folder.ts";
import type { RunPlan } from "lib/training/runs/in_run.ts";

/** The folder that a plan's run has, by its identity alone. */
export function keyOf({ identity }: Pick<RunPlan, "identity">): string {
  return keyedPath("", { name: "run", identity });
}
