import assert from "assert";
import { join } from "node:path";
import { codeVersion } from "lib/evaluation/cards/code_version.ts";
import { inFolder } from "../../_in_folder.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Writes files by path below a folder. */
async function write(folder: string, files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(join(folder, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}

const KINDS: readonly [kind: string, files: Record<string, string>, version: string][] = [
  ["nothing", {}, "unknown"],
  ["a branch", {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/refs/heads/main": `${COMMIT}\n`,
  }, COMMIT],
  ["a packed branch", {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/packed-refs": `# pack-refs\n${"f".repeat(40)} refs/heads/not-main\n` +
      `${COMMIT} refs/heads/main\n`,
  }, COMMIT],
  ["no branch", { ".git/HEAD": `${COMMIT}\n` }, COMMIT],
  ["a branch without a commit", { ".git/HEAD": "ref: refs/heads/main\n" }, "unknown"],
  ["a worktree", {
    ".git": "gitdir: elsewhere/worktrees/one\n",
    "elsewhere/worktrees/one/HEAD": "ref: refs/heads/topic\n",
    "elsewhere/worktrees/one/commondir": "../..\n",
    "elsewhere/refs/heads/topic": `${COMMIT}\n`,
  }, COMMIT],
];

Deno.test("codeVersion() reads the commit of", async (t) => {
  for (const [kind, files, version] of KINDS) {
    await t.step(kind, () =>
      inFolder(async (folder) => {
        await write(folder, files);
        assert.equal(await codeVersion(folder), version);
      }));
  }
});
