import { writeSync } from "node:fs";
import process from "node:process";
import { isSentence, type ProgressMessage } from "lib/notebooks/progress_message.ts";

/** Shows whoever waits how far a notebook is. */
export interface FollowedNotebook {
  cellDone(): void;
  /** Takes what the kernel says of a long task in the cell. */
  progress(message: ProgressMessage): void;
  /** Takes what the kernel writes on standard error. */
  wrote(text: string): void;
  stop(): void;
}

export interface FollowOptions {
  /** Code cells of the notebook. */
  readonly cells: number;
  /** Characters in a line that can be overwritten; nothing where lines stay. @default of standard error */
  readonly columns?: number;
  /** @default to standard error */
  readonly write?: (text: string) => void;
  /** Milliseconds since any fixed time. @default performance.now */
  readonly now?: () => number;
}

/** Where lines stay, time between two that say how far a task is. */
const LINE_EVERY_MS = 15_000;

/**
 * Follows a notebook on standard error: on a terminal by a line that changes, elsewhere by a line now
 * and then.
 */
export function followNotebook(name: string, options: FollowOptions): FollowedNotebook {
  const { cells, columns = terminalColumns(), write = toStandardError } = options;
  const show = columns === undefined
    ? lineNowAndThen(write, options)
    : changingLine(write, columns);
  let [done, isTold] = [0, false];
  const place = () => `${name} · cell ${Math.min(done + 1, cells)} of ${cells}`;
  show.state(place());
  return {
    cellDone() {
      done++;
      show.end(isTold);
      isTold = false;
      if (done < cells) show.state(place());
    },
    progress(message) {
      if (isSentence(message)) show.sentence(`${place()} · ${message.text}`);
      else {
        show.state(`${place()} · ${message.text}`);
        isTold = true;
      }
    },
    wrote(text) {
      // Deno's own warning says nothing of the notebook.
      const told = text.replace(/^Warning "deno jupyter" is unstable.*\n/m, "");
      if (told.trim() !== "") show.sentence(told.trimEnd());
    },
    stop: () => show.end(isTold),
  };
}

/** A place where states replace each other and sentences stay. */
interface Shown {
  state(text: string): void;
  sentence(text: string): void;
  /** Ends the states; where lines stay, the last one is written if it matters and was not. */
  end(matters: boolean): void;
}

function changingLine(write: (text: string) => void, columns: number): Shown {
  const clear = "\r\x1b[2K";
  let line = "";
  return {
    state(text) {
      line = [...text].slice(0, columns - 1).join("");
      write(clear + line);
    },
    sentence: (text) => write(`${clear}${text}\n${line}`),
    end() {
      line = "";
      write(clear);
    },
  };
}

function lineNowAndThen(
  write: (text: string) => void,
  { now = () => performance.now() }: Pick<FollowOptions, "now">,
): Shown {
  let writtenAt = -Infinity;
  let pending: string | undefined;
  const line = (text: string) => {
    write(`${text}\n`);
    [pending, writtenAt] = [undefined, now()];
  };
  return {
    state(text) {
      if (now() - writtenAt >= LINE_EVERY_MS) line(text);
      else pending = text;
    },
    sentence: (text) => write(`${text}\n`),
    end(matters) {
      if (matters && pending !== undefined) line(pending);
      pending = undefined;
    },
  };
}

function terminalColumns(): number | undefined {
  return process.stderr.isTTY ? process.stderr.columns : undefined;
}

function toStandardError(text: string): void {
  writeSync(2, text);
}
