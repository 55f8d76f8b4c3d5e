import assert from "assert";
import { influenceLines, momentLines } from "lib/scoring/writing/_influence_lines.ts";
import { finding, moments } from "./_answer.ts";

Deno.test("influenceLines() says when a word was said first, and how often", () => {
  const effect = { virality: 1, engagement: 0 };
  const words = [
    { text: "often", effect, said: { startMs: 1250, endMs: 1500, times: 3 } },
    { text: "once", effect, said: { startMs: 0, endMs: 500, times: 1 } },
    { text: "untimed", effect },
  ];
  assert.deepEqual(influenceLines({ ...finding, words }), [
    "    raised virality:      often +1.0 (3 times, first at 1.3 s), once +1.0 (at",
    "                          0.0 s), untimed +1.0",
  ]);
});

Deno.test("influenceLines() names what moved a score most first, raised and lowered apart", () => {
  const words = [["a bit", 0.5], ["up", 3], ["down", -4], ["nothing", 0.04], ["less", -1]] as const;
  const effects = words.map(([text, engagement]) => ({
    text,
    effect: { virality: 0, engagement },
  }));
  assert.deepEqual(influenceLines({ ...finding, words: effects }), [
    "    raised engagement:    up +3.0, a bit +0.5",
    "    lowered engagement:   down −4.0, less −1.0",
  ]);
});

Deno.test("momentLines() lists moments with what is said in them, under what effects are", () => {
  assert.deepEqual(momentLines({ ...finding, moments }), [
    "    The score with what is said in a moment less the score without it:",
    "    virality:   +2.0 from 0.0 to 1.5 s “what is said 0”",
    "                −1.0 from 2.0 to 3.5 s “what is said 1”",
  ]);
});

Deno.test("momentLines() has nothing to say of moments of no weight", () => {
  const effect = { virality: 0.04, engagement: -0.04 };
  const weak = moments.map((moment) => ({ ...moment, effect }));
  assert.deepEqual(momentLines({ ...finding, moments: weak }), []);
});
