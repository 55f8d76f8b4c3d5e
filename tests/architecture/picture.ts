import { join } from "node:path";
import { print } from "lib/commands/_print.ts";
import { writeAtomic } from "lib/files.ts";
import { readAnswersWay } from "./answers_way.ts";
import { drawRooms } from "./draw_rooms.ts";
import { roomOf } from "./floors.ts";
import { type Library, readLibrary } from "./library.ts";
import { roomGraph } from "./room_graph.ts";

/** Draws the picture of `docs/architecture.md`, from the imports and from the ways that it lists. */
export function pictureOf(library: Library, page: string): string {
  const flow = /^ *(\w+(?: +-> +\w+)+)$/m.exec(page)?.[1]?.split(/ +-> +/) ?? [];
  const steps = readAnswersWay(page).map(({ path }) => roomOf(path) ?? "ground");
  return drawRooms(roomGraph(library), { flow, steps });
}

/** Writes the picture beside the page that shows it. */
async function main(): Promise<void> {
  const root = join(import.meta.dirname!, "..", "..");
  const page = await Deno.readTextFile(join(root, "docs", "architecture.md"));
  await writeAtomic(
    join(root, "docs", "architecture.svg"),
    pictureOf(await readLibrary(root), page),
  );
  print("Picture written to docs/architecture.svg");
}

if (import.meta.main) await main();
