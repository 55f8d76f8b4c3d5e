import assert from "assert";
import { describeSample } from "lib/loaders/sample/describe_sample.ts";

Deno.test("describeSample() writes the shares as a Markdown table", () => {
  assert.equal(
    describeSample(),
    [
      "| cause | virality | engagement | what it is |",
      "| --- | --: | --: | --- |",
      "| words | 38% | 36% | which word of each pair is said: secret or ordinary, dragon or " +
      "homework, grandmother or manager, why or because |",
      "| pictures | 22% | 20% | warmth, brightness and motion of the background |",
      "| sound | 20% | 20% | loudness, pitch and tempo |",
      '| interaction | 8% | 8% | the word "look" said under a star (raises) or under a ring ' +
      "(lowers) |",
      "| channel | 8% | 12% | a level of its own for each channel |",
      "| noise | 4% | 4% | nothing that can be seen or heard |",
    ].join("\n"),
  );
});
