import { join } from "node:path";
import { MODEL_CARD, writeModelCard } from "lib/evaluation/cards/model_card.ts";
import type { ModelCard } from "lib/evaluation/cards/model_card_text.ts";
import { exists } from "lib/files.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** Writes a kept model's card unless it is there; a process that was killed may have left it out. */
export async function keepCard(
  folder: string | undefined,
  card: () => ModelCard,
  { root }: { readonly root: string },
): Promise<void> {
  if (folder === undefined || await exists(join(folder, MODEL_CARD))) return;
  await keepIfPossible(() => writeModelCard(folder, card(), { root }));
}
