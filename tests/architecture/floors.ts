import type { Library } from "./library.ts";

/** What `docs/architecture.md` says of folders. */
export interface Floors {
  /** By room, such as `loaders`, the rooms it may import; rooms in the order of the table. */
  readonly rooms: ReadonlyMap<string, readonly string[]>;
  /** Every folder that has a line, such as `lib/loaders/clips`. */
  readonly folders: readonly string[];
}

/** A line of a table that begins with a folder of `lib/`: its cells. */
const LINE = /^\| `(lib\/[\w/]+?)\/` \|(.*)\|$/gm;

/** Reads the tables of rooms, which say what each may import, and of the folders in them. */
export function readFloors(markdown: string): Floors {
  const lines = [...markdown.matchAll(LINE)].map(([, folder, cells]) => ({
    folder: folder!,
    last: cells!.split("|").at(-1)!,
  }));
  const rooms = lines.filter(({ folder }) => folder.split("/").length === 2)
    .map(({ folder, last }) => {
      const allowed = [...last.matchAll(/`(\w+)`/g)].map(([, room]) => room!);
      return [roomOf(`${folder}/`)!, allowed] as const;
    });
  return { rooms: new Map(rooms), folders: lines.map(({ folder }) => folder) };
}

/** `loaders` of `lib/loaders/sample/a.ts`; nothing for a file directly in `lib/`. */
export function roomOf(path: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(path)?.[1];
}

/** Uses of files that a room may not import, each as a sentence. */
export function forbiddenUses({ uses }: Pick<Library, "uses">, { rooms }: Floors): string[] {
  const mayUse = (from: string | undefined, to: string | undefined) =>
    to === undefined || from === to ||
    from !== undefined && rooms.get(from)?.includes(to) === true;
  return uses.filter(({ from, to }) => from.startsWith("lib/") && !mayUse(roomOf(from), roomOf(to)))
    .map(({ from, to, how }) => `${from} ${how === "path" ? "names" : "imports"} ${to}`);
}

/** Rooms that may import one below them in the table, each as a sentence. */
export function upwardRooms({ rooms }: Floors): string[] {
  const order = [...rooms.keys()];
  return [...rooms].flatMap(([room, allowed]) =>
    allowed.filter((other) =>
      order.indexOf(other) < 0 || order.indexOf(other) > order.indexOf(room)
    )
      .map((other) => `${room} may import ${other}, which does not stand above it`)
  );
}

/** Folders without a line, and lines without a folder, each as a sentence. */
export function unlistedFolders({ files }: Library, { folders }: Floors): string[] {
  const there = new Set<string>();
  for (const path of files.keys()) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 2; depth <= parts.length; depth++) there.add(parts.slice(0, depth).join("/"));
  }
  return [
    ...[...there].filter((it) => !folders.includes(it)).map((it) => `${it} has no line`),
    ...folders.filter((it) => !there.has(it)).map((it) => `${it} has a line and no file`),
  ].sort();
}

/** Circles of imports, each as the files it goes through. */
export function circles({ uses }: Pick<Library, "uses">): string[] {
  const targets = Map.groupBy(uses.filter(({ how }) => how !== "path"), ({ from }) => from);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
