import assert from "assert";
import { spokenEffects } from "lib/scoring/text/spoken_effects.ts";
import type { Scores } from "lib/types.ts";
import { captionWords } from "./_caption_words.ts";

/** Virality is a hundredth of the words, engagement 1 where "up" and "down" are both said. */
function predict(texts: readonly string[]): Promise<Scores[]> {
  return Promise.resolve(texts.map((text) => ({
    virality: text.split(" ").filter((word) => word !== "").length / 100,
    engagement: Number(text.includes("up") && text.includes("down")),
  })));
}

Deno.test("spokenEffects() leaves each moment out of the whole model", async () => {
  const words = captionWords([[0, "up we go"], [2000, "and down"], [4000, "again"]], 300);
  const round = ({ virality, engagement }: Scores) => [Math.round(virality), engagement];
  const moments = await spokenEffects(words, { predict });
  assert.deepEqual(
    moments.map(({ startMs, endMs, text, effect }) => [startMs, endMs, text, round(effect)]),
    [
      [0, 900, "up we go", [3, 100]],
      [2000, 2600, "and down", [2, 100]], // both moments have the whole effect of the pair
      [4000, 4300, "again", [1, 0]],
    ],
  );
});

Deno.test("spokenEffects() has nothing to tell apart in a single moment", async () => {
  assert.deepEqual(await spokenEffects(captionWords([[0, "up down"]], 300), { predict }), []);
});
