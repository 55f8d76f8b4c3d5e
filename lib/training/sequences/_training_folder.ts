import { createHash } from "node:crypto";
import { join } from "node:path";
import type { LabelledSequences } from "lib/training/sequences/attention_options.ts";

/** What decides a fit. */
export interface FitIdentity {
  /** Settings, the seed among them; must survive `JSON.stringify`. */
  readonly settings: unknown;
  /** All that is learned from or looked at. */
  readonly data: readonly (LabelledSequences | undefined)[];
}

/**
 * Works in a folder for training: one in `parent` that is kept and belongs to this fit alone, or one
 * that is removed afterwards.
 */
export async function inTrainingFolder<T>(
  parent: string | undefined,
  identity: FitIdentity,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  if (parent !== undefined) return await work(join(parent, digestOf(identity)));
  const folder = await Deno.makeTempDir({ prefix: "training-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function digestOf({ settings, data }: FitIdentity): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const labelled of data) {
    if (!labelled) {
      hash.update("none");
      continue;
    }
    for (const { rows, columns, data } of [...labelled.features.items, labelled.targets]) {
      hash.update(`${rows} ${columns}`);
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return hash.digest("hex").slice(0, 16);
}
