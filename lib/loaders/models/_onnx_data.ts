import { FIELD_START, readField } from "lib/loaders/models/_protobuf_field.ts";

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
export function onnxDataFiles(path: string): string[] {
  using file = Deno.openSync(path); // hundreds of small reads, each too short to be waited for
  const read = readingAhead(file);
  const names = new Set<string>();
  const whole = { start: 0, end: file.statSync().size };
  for (const graph of fieldsOf(GRAPH, whole, read)) {
    for (const weight of fieldsOf(INITIALIZER, graph, read)) {
      for (const { start, end } of fieldsOf(EXTERNAL_DATA, weight, read)) {
        const name = locationIn(read(start, end - start).subarray(0, end - start));
        if (name !== undefined && isBelow(name)) names.add(name);
      }
    }
  }
  return [...names].sort();
}

/** Gives the bytes from a place in a file on, as many as are asked for or more, fewer at its end. */
type Read = (start: number, bytes: number) => Uint8Array;

function readingAhead(file: Deno.FsFile): Read {
  let buffer = new Uint8Array(4096);
  let [place, filled] = [0, 0];
  return (start, bytes) => {
    if (start < place || start + bytes > place + filled) {
      if (bytes > buffer.length) buffer = new Uint8Array(bytes);
      file.seekSync(start, Deno.SeekMode.Start);
      [place, filled] = [start, file.readSync(buffer) ?? 0];
    }
    return buffer.subarray(start - place, filled);
  };
}

/** The contents of a message's fields of a number; those up to the first that is none. */
function* fieldsOf(number: number, { start, end }: Span, read: Read): Generator<Span> {
  for (let place = start; place < end;) {
    const field = readField(read(place, FIELD_START));
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
