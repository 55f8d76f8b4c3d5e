import { inRun, type RunPlan } from "lib/training/runs/in_run.ts";
import type { TrainOptions } from "lib/training/train_options.ts";

/**
 * Works in a folder for training: one in `parent` that is kept and belongs to this fit alone, or one
 * that is removed afterwards.
 */
export async function inTrainingFolder<T>(
  parent: string | undefined,
  plan: RunPlan,
  work: (options: Pick<TrainOptions, "folder" | "watch">) => Promise<T>,
): Promise<T> {
  if (parent !== undefined) {
    return await inRun(parent, plan, ({ run, watch }) => work({ folder: run.folder, watch }));
  }
  const folder = await Deno.makeTempDir({ prefix: "training-" });
  try {
    return await work({ folder });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
