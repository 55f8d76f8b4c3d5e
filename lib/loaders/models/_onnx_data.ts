import { FIELD_START, readField } from "lib/loaders/models/_protobuf_field.ts";
import { readRange } from "lib/storage/read_range.ts";

/** Numbers of the fields in `onnx.proto3` that lead to where a weight lies. */
const [GRAPH, INITIALIZER, EXTERNAL_DATA, KEY, VALUE] = [7, 5, 13, 1, 2] as const;

/** A stretch of a file. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Names the files beside an ONNX model in which it says that weights of it lie, none outside its folder.
 * Weights in the model are skipped, not read; of a file that is no model nothing is named.
 */
export async function onnxDataFiles(path: string): Promise<string[]> {
  using file = await Deno.open(path);
  const at = windowOf(file);
  const names = new Set<string>();
  const whole = { start: 0, end: (await file.stat()).size };
  for await (const graph of fieldsOf(GRAPH, whole, at)) {
    for await (const weight of fieldsOf(INITIALIZER, graph, at)) {
      for await (const { start, end } of fieldsOf(EXTERNAL_DATA, weight, at)) {
        const name = locationIn(await readRange(path, start, end - start));
        if (name !== undefined && isBelow(name)) names.add(name);
      }
    }
  }
  return [...names].sort();
}

/** Gives the bytes from a place in a file on, as many as a field's start needs or more. */
type Window = (place: number) => Promise<Uint8Array>;

function windowOf(file: Deno.FsFile): Window {
  const buffer = new Uint8Array(4096);
  let [start, filled] = [0, 0];
  return async (place) => {
    if (place < start || place + FIELD_START > start + filled) {
      await file.seek(place, Deno.SeekMode.Start);
      [start, filled] = [place, await file.read(buffer) ?? 0];
    }
    return buffer.subarray(place - start, filled);
  };
}

/** The contents of a message's fields of a number; those up to the first that is none. */
async function* fieldsOf(number: number, { start, end }: Span, at: Window): AsyncGenerator<Span> {
  for (let place = start; place < end;) {
    const field = readField(await at(place));
    if (!field || place + field.end > end) return;
    if (field.number === number && field.isDelimited) {
      yield { start: place + field.start, end: place + field.end };
    }
    place += field.end;
  }
}

/** The value of an entry whose key is `location`. */
function locationIn(entry: Uint8Array): string | undefined {
  const texts: Record<number, string> = {};
  for (let place = 0; place < entry.length;) {
    const field = readField(entry.subarray(place));
    if (!field) return undefined;
    const content = entry.subarray(place + field.start, place + field.end);
    texts[field.number] = new TextDecoder().decode(content);
    place += field.end;
  }
  return texts[KEY] === "location" ? texts[VALUE] : undefined;
}

function isBelow(name: string): boolean {
  return !/[\\:]/.test(name) && name.split("/").every((part) => !["", ".", ".."].includes(part));
}
