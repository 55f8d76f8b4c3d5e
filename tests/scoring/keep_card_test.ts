import assert from "assert";
import { join } from "node:path";
import { MODEL_CARD } from "lib/evaluation/cards/model_card.ts";
import { keepCard } from "lib/scoring/keep_card.ts";
import { scoringCard } from "lib/scoring/scoring_card.ts";
import { fitText } from "lib/scoring/text/fit_text.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";
import { known } from "./_scorers.ts";

const { measured } = await fitText(known, { cache: "unused", model: {} });
const card = () => scoringCard(known, { model: "a model", reads: "transcripts", measured });

Deno.test("keepCard() writes a card once, of finished files only", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "model.json"), "{}");
    await Deno.writeTextFile(join(folder, "model.json.1-0123abcd.partial"), "");
    await keepCard(folder, card, { root: folder });
    const text = await Deno.readTextFile(join(folder, MODEL_CARD));
    assert.match(text, /model\.json/);
    assert.doesNotMatch(text, /partial/);
    await Deno.writeTextFile(join(folder, MODEL_CARD), "mine");
    await keepCard(folder, card, { root: folder });
    assert.equal(await Deno.readTextFile(join(folder, MODEL_CARD)), "mine");
  }));

testWithDisk("keepCard() goes on without a folder and on a read-only disk", async (disk) => {
  await keepCard(undefined, card, { root: disk.folder });
  await Deno.writeTextFile(join(disk.folder, "model.json"), "{}");
  await disk.makeReadOnly();
  await keepCard(disk.folder, card, { root: disk.folder });
});
