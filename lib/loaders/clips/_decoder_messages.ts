import type { Frame } from "lib/types.ts";
import type { ReadFramesOptions } from "lib/loaders/clips/frames.ts";

/** What `decoder.ts` tells its thread; `id` says which clip is meant. */
export type DecoderRequest =
  | {
    type: "open";
    id: number;
    file: string;
    /** Frames that may be sent before one is taken. */
    ahead: number;
    options: ReadFramesOptions;
  }
  | { type: "taken"; id: number }
  | { type: "close"; id: number };

/** What the thread answers. */
export type DecoderReply =
  | { type: "frame"; id: number; frame: Frame }
  | { type: "end"; id: number }
  | { type: "broken"; id: number; file: string; reason: string }
  | { type: "error"; id: number; error: unknown };
