import { roomOf } from "./floors.ts";
import type { Library } from "./library.ts";

/** By room, the rooms that it imports; `ground` for files directly in `lib/`, `*.ipynb` for notebooks. */
export type RoomGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which room imports which, types included. */
export function roomGraph({ files, uses }: Library): RoomGraph {
  const nameOf = (path: string) =>
    path.startsWith("notebooks/") ? "*.ipynb" : roomOf(path) ?? "ground";
  const graph = new Map([...files.keys()].map((path) => [nameOf(path), new Set<string>()]));
  for (const { from, to, how } of uses) {
    if (how === "path" || nameOf(from) === nameOf(to)) continue;
    graph.set(nameOf(from), (graph.get(nameOf(from)) ?? new Set()).add(nameOf(to)));
  }
  return graph;
}

/** The rooms that can be come to from one, that one left out. */
function below(room: string, graph: RoomGraph): Set<string> {
  const reached = new Set(graph.get(room));
  for (const other of reached) for (const next of graph.get(other) ?? []) reached.add(next);
  return reached;
}

/** The same without imports that a longer way implies. */
export function reduced(graph: RoomGraph): RoomGraph {
  return new Map([...graph].map(([room, targets]) => {
    const implied = new Set([...targets].flatMap((other) => [...below(other, graph)]));
    return [room, targets.difference(implied)];
  }));
}

/** Rooms by floor, the ground first: each stands one above the highest that it imports. */
export function floorsOf(graph: RoomGraph): string[][] {
  const heightOf = (room: string): number =>
    Math.max(-1, ...[...graph.get(room) ?? []].map(heightOf)) + 1;
  const floors: string[][] = [];
  for (const room of [...graph.keys()].sort()) (floors[heightOf(room)] ??= []).push(room);
  return floors;
}
