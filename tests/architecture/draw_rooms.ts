import { floorsOf, reduced, type RoomGraph } from "./room_graph.ts";

/** What is drawn beside rooms and arrows. */
export interface DrawRoomsOptions {
  /** The rooms through which a video goes, in their order. */
  readonly flow: readonly string[];
  /** The rooms that the steps of one answer enter, in their order. */
  readonly steps: readonly string[];
}

interface Box {
  readonly room: string;
  /** Middle of the box, pixels. */
  readonly x: number;
  readonly y: number;
}

/** Pixels. */
const [WIDTH, FLOOR, BOX_WIDTH, BOX_HEIGHT] = [860, 92, 136, 46];

const STYLE = `
svg { font-family: Inter, system-ui, sans-serif; color-scheme: light dark; }
text { fill: light-dark(#1f2328, #e6edf3); text-anchor: middle; font-size: 15px; }
.note { fill: light-dark(#59636e, #9198a1); font-size: 11.5px; }
rect { fill: light-dark(#fff, #161b22); stroke: light-dark(#8c959f, #6e7681); }
.flow { stroke: light-dark(#0969da, #58a6ff); stroke-width: 2.5; }
path { fill: none; stroke: light-dark(#8c959f, #6e7681); }
marker path { fill: light-dark(#8c959f, #6e7681); stroke: none; }
`;

/** Draws rooms on their floors as SVG, with an arrow to each that a room imports. */
export function drawRooms(graph: RoomGraph, { flow, steps }: DrawRoomsOptions): string {
  const boxes = place(graph);
  const height = FLOOR * floorsOf(graph).length;
  const arrows = [...reduced(graph)].flatMap(([room, targets]) =>
    [...targets].map((target) => arrow(boxes.get(room)!, boxes.get(target)!))
  );
  const rooms = [...boxes.values()].map((box) => {
    const station = flow.indexOf(box.room) + 1;
    return drawBox(box, { station, notes: notesOf(box.room, steps) });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>The rooms of lib/ on their floors, and what each imports</title>
<style>${STYLE}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8Z"/></marker></defs>
${[...arrows, ...rooms].join("\n")}
</svg>
`;
}

/** Floors from top to bottom; on each, rooms stand near the middle of what they import. */
function place(graph: RoomGraph): Map<string, Box> {
  const floors = floorsOf(graph);
  const boxes = new Map<string, Box>();
  floors.forEach((rooms, floor) => {
    const middleOf = (room: string) => {
      const xs = [...graph.get(room)!].map((other) => boxes.get(other)!.x);
      return xs.reduce((sum, x) => sum + x, 0) / xs.length;
    };
    const y = (floors.length - floor - 0.5) * FLOOR;
    rooms.toSorted((a, b) => middleOf(a) - middleOf(b) || (a < b ? -1 : 1)).forEach((room, i) => {
      boxes.set(room, { room, x: WIDTH * (i + 0.5) / rooms.length, y });
    });
  });
  return boxes;
}

function arrow(from: Box, to: Box): string {
  const [top, bottom] = [from.y + BOX_HEIGHT / 2, to.y - BOX_HEIGHT / 2];
  const bend = (bottom - top) / 2;
  const [x, to_x] = [from.x, to.x].map((x) => x.toFixed(0));
  return `<path d="M${x} ${top}C${x} ${top + bend} ${to_x} ${bottom - bend} ${to_x} ${bottom}" ` +
    `marker-end="url(#tip)"/>`;
}

interface BoxLooks {
  /** Where on the way of a video, from 1; 0 beside it. */
  readonly station: number;
  readonly notes: string;
}

function drawBox({ room, x, y }: Box, { station, notes }: BoxLooks): string {
  const left = (x - BOX_WIDTH / 2).toFixed(0);
  const name = station > 0 ? `${station} ${room}` : room;
  const note = notes && `<text class="note" x="${x.toFixed(0)}" y="${y + 16}">${notes}</text>`;
  return `<rect${station > 0 ? ' class="flow"' : ""} x="${left}" y="${y - BOX_HEIGHT / 2}" ` +
    `width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="7"/>` +
    `<text x="${x.toFixed(0)}" y="${notes ? y - 1 : y + 5}">${name}</text>${note}`;
}

/** `answer 1–3, 5`: the steps of one answer that enter a room. */
function notesOf(room: string, steps: readonly string[]): string {
  const runs: [number, number][] = [];
  steps.forEach((entered, i) => {
    if (entered !== room) return;
    const last = runs.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else runs.push([i + 1, i + 1]);
  });
  const texts = runs.map(([from, to]) => from === to ? `${from}` : `${from}–${to}`);
  return texts.length === 0 ? "" : `answer ${texts.join(", ")}`;
}
