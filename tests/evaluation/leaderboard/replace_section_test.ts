import assert from "assert";
import { join } from "node:path";
import { replaceSection } from "lib/evaluation/leaderboard/replace_section.ts";
import { inFolder } from "../../_in_folder.ts";

async function replaced(text: string, markdown: string): Promise<string> {
  let result = "";
  await inFolder(async (folder) => {
    const path = join(folder, "README.md");
    await Deno.writeTextFile(path, text);
    await replaceSection(path, { name: "leaderboard", markdown });
    result = await Deno.readTextFile(path);
  });
  return result;
}

const FILE = "# Title\n\n<!-- leaderboard -->\nold\n<!-- /leaderboard -->\n\nRest $& $1\n";

Deno.test("replaceSection() replaces what is between the markers and nothing else", async () => {
  const expected =
    "# Title\n\n<!-- leaderboard -->\n\n| a $& |\n\n<!-- /leaderboard -->\n\nRest $& $1\n";
  assert.equal(await replaced(FILE, "| a $& |\n"), expected);
  assert.equal(await replaced(expected, "| a $& |\n"), expected);
});

Deno.test("replaceSection() refuses a file whose markers are not there once, in order", async () => {
  const problems: readonly [text: string, counts: string][] = [
    ["no markers", "0 and 0"],
    ["<!-- leaderboard -->", "1 and 0"],
    ["<!-- /leaderboard --> <!-- leaderboard -->", "1 and 1"],
    [FILE + FILE, "2 and 2"],
    [FILE + "<!-- /leaderboard -->", "1 and 2"],
  ];
  for (const [text, counts] of problems) {
    await assert.rejects(replaced(text, "new"), ({ name, message }: Error) => {
      assert.equal(name, "SyntaxError");
      assert.match(message, /^Cannot replace a section of .*README\.md: expected /);
      assert.ok(message.endsWith(`, each once, got ${counts}`), message);
      return true;
    });
  }
});
