import assert from "assert";
import { withoutThoughts } from "lib/generators/without_thoughts.ts";

Deno.test("withoutThoughts() leaves what is said beside thoughts, closed or not", () => {
  const texts: [string, string][] = [
    ["fine", "fine"],
    ["", ""],
    ["<think>\nHm.\n</think>\n\nfine", "\n\nfine"],
    ["<think></think>fine", "fine"],
    ["<think>\nHm. It may be 10", ""],
    ["Hm. It may be 10.\n</think>\nfine", "\nfine"], // opened in the prompt
    ["<think>a</think>b<think>c</think>d", "bd"],
    ["<think>a<think>b</think>c</think>fine", "fine"],
    ["<think>a</think>fine<think>b", "fine"],
    ["fine<think>a</think>", "fine"],
  ];
  for (const [text, left] of texts) assert.equal(withoutThoughts(text), left, text);
});
