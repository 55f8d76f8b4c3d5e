import assert from "assert";
import { exists } from "lib/files.ts";
import { openSmallEncoder, SMALL_ENCODER } from "lib/scoring/text/open_small_encoder.ts";
import { openTextEncoder } from "lib/encoders/text/text_encoder.ts";
import { findModel } from "lib/loaders/model_folder.ts";
import { join } from "node:path";
import { settings } from "lib/settings.ts";
import { inFolder } from "../../_in_folder.ts";

Deno.test("openSmallEncoder() gives nothing, and fetches nothing, where the model is not on disk", async () => {
  await inFolder(async (folder) => {
    const before = Deno.env.get("HF_HOME");
    Deno.env.set("HF_HOME", folder);
    try {
      const encoder = await openSmallEncoder({ models: [], root: folder }, { folder });
      assert.equal(encoder, undefined);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    } finally {
      if (before === undefined) Deno.env.delete("HF_HOME");
      else Deno.env.set("HF_HOME", before);
    }
  });
});

const [here] = settings.models;

Deno.test({
  name: "openSmallEncoder() gives the numbers of the encoder that quantises each time",
  ignore: here === undefined || !await exists(join(here, SMALL_ENCODER)), // needs the model's files
  fn: () =>
    inFolder(async (folder) => {
      const texts = ["a violin", "One morning the sailor found a violin under the stairs."];
      for (let time = 0; time < 2; time++) {
        const kept = (await openSmallEncoder(settings, { folder }))!;
        const anew = await openTextEncoder(await findModel(SMALL_ENCODER, settings), {
          precision: "int8",
        });
        assert.deepEqual(await kept.encode(texts), await anew.encode(texts));
        assert.deepEqual([kept.name, kept.identity], [anew.name, anew.identity]);
      }
      assert.equal((await Array.fromAsync(Deno.readDir(folder))).length, 1);
    }),
});
