import type { Frame } from "lib/types.ts";
import type { DecoderReply, DecoderRequest } from "lib/loaders/clips/_decoder_messages.ts";
import { FfmpegError } from "lib/loaders/clips/ffmpeg.ts";
import type { ReadFramesOptions } from "lib/loaders/clips/frames.ts";

/** Decodes clips beside the caller's thread, so that an encoder that blocks it does not hold it up. */
export interface Decoder {
  /**
   * Starts to decode a clip at once and hands its frames over as they are asked for.
   *
   * Throws, when read, what `readFrames` throws.
   */
  frames(file: string): AsyncGenerator<Frame>;
  /** Ends the thread and whatever it still decodes. */
  close(): void;
}

/** Knobs of `startDecoder`. */
export interface DecoderOptions extends ReadFramesOptions {
  /** Frames of a clip that may wait for the caller, which bounds memory. @default 48 */
  readonly ahead?: number;
}

/** Starts a thread that runs `readFrames` with one set of options over many clips. */
export function startDecoder(options: DecoderOptions): Decoder {
  const { ahead = 48, ...reading } = options;
  const worker = new Worker(new URL("./_decoder_worker.ts", import.meta.url), { type: "module" });
  const streams = new Map<number, Inbox>();
  const send = (request: DecoderRequest) => worker.postMessage(request);
  let count = 0;
  worker.onmessage = ({ data }: MessageEvent<DecoderReply>) => streams.get(data.id)?.put(data);
  return {
    frames(file) {
      const id = count++;
      const inbox = new Inbox();
      streams.set(id, inbox);
      send({ type: "open", id, file, ahead, options: reading });
      return receive(inbox, {
        taken: () => send({ type: "taken", id }),
        close: () => (streams.delete(id), send({ type: "close", id })),
      });
    },
    close: () => worker.terminate(),
  };
}

/** Replies of one clip in order, some of which may still be on their way. */
class Inbox {
  #replies: DecoderReply[] = [];
  #wake = () => {};

  put(reply: DecoderReply) {
    this.#replies.push(reply);
    this.#wake();
  }

  async next(): Promise<DecoderReply> {
    while (this.#replies.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
    return this.#replies.shift()!;
  }
}

async function* receive(
  inbox: Inbox,
  tell: { taken(): void; close(): void },
): AsyncGenerator<Frame> {
  try {
    for (;;) {
      const reply = await inbox.next();
      if (reply.type === "end") return;
      if (reply.type === "broken") throw new FfmpegError(reply.file, reply.reason);
      if (reply.type === "error") throw reply.error;
      tell.taken();
      yield reply.frame;
    }
  } finally {
    tell.close();
  }
}
