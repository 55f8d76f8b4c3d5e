import { type Progress, startProgress } from "lib/progress.ts";

/** Starts a progress line, of which a transfer needs this much. */
type Start = (
  label: string,
  sizes: { readonly total: number; readonly done: number; readonly unit: string },
) => Pick<Progress, "advance" | "stop">;

/** Follows the transfer of a file, which may break off and begin anew. */
export interface Megabytes {
  /** Says how large the file is and how much of it is here already. */
  begin(total: number | undefined, done: number): void;
  /** Says that more of it came. */
  advance(bytes: number): void;
  stop(): void;
}

/** From this size on a file's progress is shown. */
const SHOWN_FROM = 5_000_000;

const MEGABYTE = 1_000_000;

/** Starts to follow a transfer; megabytes, rate and time left are shown of files from 5 MB on. */
export function followMegabytes(label: string, start: Start = startProgress): Megabytes {
  let shown: ReturnType<Start> | undefined;
  let [bytes, megabytes] = [0, 0];
  const stop = () => {
    shown?.stop();
    shown = undefined;
  };
  return {
    begin(total, done) {
      stop();
      bytes = done;
      megabytes = Math.floor(done / MEGABYTE);
      if (total === undefined || total < SHOWN_FROM) return;
      const sizes = { total: Math.floor(total / MEGABYTE), done: megabytes };
      shown = start(label, { ...sizes, unit: "MB" });
    },
    advance(count) {
      bytes += count;
      const whole = Math.floor(bytes / MEGABYTE);
      if (whole > megabytes) shown?.advance(whole - megabytes);
      megabytes = whole;
    },
    stop,
  };
}
