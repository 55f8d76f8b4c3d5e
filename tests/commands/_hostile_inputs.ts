import { join } from "node:path";

/** A command line made for one test, and what its standard input says. */
export interface HostileCommand {
  readonly args: readonly string[];
  readonly input?: ReadableStream<Uint8Array>;
}

/** An input that a careless program would stumble over, and what it should come to. */
export interface HostileInput {
  readonly name: string;
  /** Makes what is needed in an empty folder. */
  readonly make: (folder: string) => Promise<HostileCommand> | HostileCommand;
  /** 0 scored, 1 refused, 2 a wrong command line. */
  readonly code: 0 | 1 | 2;
  /** What the answer has to say. */
  readonly says?: RegExp;
  /** Why it cannot be tried here, if so. */
  readonly ignore?: boolean;
}

/** A stream that gives these bytes, once or for ever. */
export function streamOf(bytes: Uint8Array, endless = false): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes);
      if (!endless) controller.close();
    },
  });
}

type Content = string | Uint8Array;

/** Writes a file and asks for it by an option. */
export function file(option: string, name: string, content: Content): HostileInput["make"] {
  return async (folder) => {
    const path = join(folder, name);
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return { args: [`--${option}`, path] };
  };
}

/** Writes a transcript. */
export function transcript(content: Content): HostileInput["make"] {
  return file("transcript", "a.txt", content);
}

/** A sentence whose words the sample corpus knows. */
export const SENTENCE = "One morning the sailor found a violin. A secret, a real secret, waited " +
  "under the stairs. Nothing but homework, more homework.";

/** A sentence as UTF-16. */
export function utf16(text: string, { bigEndian = false, mark = true } = {}): Uint8Array {
  const units = [...(mark ? "\ufeff" : ""), ...text].map((character) => character.charCodeAt(0));
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  units.forEach((unit, i) => view.setUint16(2 * i, unit, !bigEndian));
  return bytes;
}
