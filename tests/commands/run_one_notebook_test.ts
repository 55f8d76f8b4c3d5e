import assert from "assert";
import { inWords } from "lib/commands/_run_one_notebook.ts";

Deno.test("inWords() says a time by its two largest units", () => {
  const cases: [number, string][] = [
    [40, "0.0 s"],
    [412, "0.4 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [59_499, "59 s"],
    [59_500, "1 min 0 s"],
    [72_000, "1 min 12 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 0 min"],
    [3_720_000, "1 h 2 min"],
    [90_000_000, "25 h 0 min"],
  ];
  for (const [ms, words] of cases) assert.equal(inWords(ms), words);
});
