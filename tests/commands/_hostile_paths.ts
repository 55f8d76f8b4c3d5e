import { join } from "node:path";
import { file, type HostileInput, SENTENCE } from "./_hostile_inputs.ts";

const named = (name: string) => file("transcript", name, SENTENCE);

async function linkTo(folder: string, target: string): Promise<string> {
  const path = join(folder, "link.txt");
  await Deno.symlink(target, path);
  return path;
}

const HISTORY = "virality_score_%,engagement_score_%,transcript\n";
const isRoot = Deno.uid() === 0;

function history(content: string | Uint8Array): HostileInput["make"] {
  return async (folder) => {
    const { args } = await named("a.txt")(folder);
    const { args: past } = await file("history", "past.csv", content)(folder);
    return { args: [...args, ...past] };
  };
}

/** Paths that lead nowhere, to no file, or are made to be misread; histories; command lines. */
export const HOSTILE_PATHS: readonly HostileInput[] = [
  {
    name: "a missing file",
    make: (f) => ({ args: [join(f, "no.txt")] }),
    code: 1,
    says: /found nothing there/,
  },
  {
    name: "a folder",
    make: (f) => ({ args: ["--transcript", f] }),
    code: 1,
    says: /got a folder/,
  },
  {
    name: "a file that may not be read",
    make: async (folder) => {
      const command = await named("a.txt")(folder);
      await Deno.chmod(command.args[1]!, 0o000);
      return command;
    },
    code: 1,
    says: /readable/,
    ignore: isRoot, // root may read everything
  },
  {
    name: "a path through ..",
    make: async (folder) => {
      await named("a.txt")(folder);
      return { args: [join(folder, "x").concat("/../a.txt")] };
    },
    code: 1, // x does not exist, and the system says so
    says: /found nothing there/,
  },
  {
    name: "a path through a file",
    make: (f) => ({ args: [`${join(f, "a.txt")}/../../b.txt`] }),
    code: 1,
  },
  { name: "a line break in the name", make: named("a\nNot scored: b.txt"), code: 0 },
  { name: "escape codes in the name", make: named("a\x1b[31m.txt"), code: 0 },
  { name: "a script in the name", make: named("<img src=x onerror=alert(1)>.txt"), code: 0 },
  {
    name: "a leading dash in the name",
    make: async (folder) => {
      const { args } = await named("-rf.txt")(folder);
      return { args: [`--transcript=${args[1]}`] };
    },
    code: 0,
  },
  {
    name: "a name that is too long",
    make: (f) => ({ args: [join(f, `${"n".repeat(300)}.txt`)] }),
    code: 1,
  },
  { name: "wildcards in the name", make: named("*?[a-z]{1,2}.txt"), code: 0 },
  { name: "spaces and other scripts in the name", make: named(" é 小提琴 🎻 .txt"), code: 0 },
  { name: "a percent sign in the name", make: named("%2e%2e%2fa.txt"), code: 0 },
  { name: "a NUL in the name", make: () => ({ args: ["a\0b.txt"] }), code: 1 },
  {
    name: "/dev/zero",
    make: () => ({ args: ["--transcript", "/dev/zero"] }),
    code: 1,
    says: /device/,
  },
  {
    name: "/dev/zero as a clip",
    make: () => ({ args: ["--video", "/dev/zero"] }),
    code: 1,
    says: /device/,
  },
  {
    name: "a pipe nobody writes to",
    make: async (folder) => {
      const path = join(folder, "pipe.txt");
      await new Deno.Command("mkfifo", { args: [path] }).output();
      return { args: [path] };
    },
    code: 1,
    says: /pipe/,
  },
  {
    name: "a link to itself",
    make: async (folder) => ({ args: [await linkTo(folder, join(folder, "link.txt"))] }),
    code: 1,
  },
  {
    name: "a link to nowhere",
    make: async (folder) => ({ args: [await linkTo(folder, join(folder, "none"))] }),
    code: 1,
    says: /found nothing there/,
  },
  {
    name: "a sound history",
    make: history(`${HISTORY}50,60,hello\n70,80,\n`),
    code: 0,
    says: /2 past videos/,
  },
  { name: "an empty history", make: history(""), code: 1, says: /counts as an unknown channel/ },
  { name: "a history of no video", make: history(HISTORY), code: 1, says: /at least one video/ },
  {
    name: "a history without scores",
    make: history("video_id,views\na,1\n"),
    code: 1,
    says: /virality_score_%/,
  },
  {
    name: "a history with scores above 100",
    make: history(`${HISTORY}150,60,x\n`),
    code: 1,
    says: /150/,
  },
  {
    name: "a history with words for scores",
    make: history(`${HISTORY}high,low,x\n`),
    code: 1,
    says: /high/,
  },
  {
    name: "a history with short rows",
    make: history(`${HISTORY}50\n`),
    code: 1,
    says: /unknown channel/,
  },
  { name: "a history with an open quote", make: history(`${HISTORY}50,60,"x\n70,80,y\n`), code: 1 },
  {
    name: "a history that is no text",
    make: history(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1)),
    code: 1,
  },
  {
    name: "a missing history",
    make: async (f) => ({
      args: [...(await named("a.txt")(f)).args, "--history", join(f, "no.csv")],
    }),
    code: 1,
  },
  { name: "no arguments", make: () => ({ args: [] }), code: 2, says: /expected a --video/ },
  {
    name: "an unknown option",
    make: () => ({ args: ["--frobnicate"] }),
    code: 2,
    says: /frobnicate/,
  },
  { name: "an option without its value", make: () => ({ args: ["--video"] }), code: 2 },
  {
    name: "an option twice",
    make: () => ({ args: ["a.txt", "--html", "a", "--html", "b"] }),
    code: 2,
    says: /--html: expected one path/,
  },
  {
    name: "an empty path",
    make: () => ({ args: ["--transcript", ""] }),
    code: 2,
    says: /expected a path/,
  },
  { name: "a value for a switch", make: () => ({ args: ["--json=yes", "a.txt"] }), code: 2 },
  {
    name: "a name without a known ending",
    make: () => ({ args: ["a.exe"] }),
    code: 2,
    says: /name ending in/,
  },
  {
    name: "a page that cannot be written",
    make: async (f) => ({
      args: [...(await named("a.txt")(f)).args, "--html", join(f, "a.txt", "page.html")],
    }),
    code: 1,
    says: /Cannot write to .*a\.txt: a file stands where a folder is expected/,
  },
];
