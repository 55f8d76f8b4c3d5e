import type { DecoderReply, DecoderRequest } from "lib/loaders/clips/_decoder_messages.ts";
import { FfmpegError } from "lib/loaders/clips/ffmpeg.ts";
import { readFrames } from "lib/loaders/clips/frames.ts";

/** How far a clip may run ahead of its reader. */
interface Allowance {
  frames: number;
  closed: boolean;
  wake(): void;
}

/** The global scope of a worker, which the DOM's types do not describe. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent<DecoderRequest>) => void;
  postMessage(reply: DecoderReply, transfer?: Transferable[]): void;
};
const allowances = new Map<number, Allowance>();

scope.onmessage = ({ data }) => {
  if (data.type === "open") return void decode(data);
  const allowance = allowances.get(data.id);
  if (!allowance) return; // the clip has ended meanwhile
  if (data.type === "taken") allowance.frames++;
  else allowance.closed = true;
  allowance.wake();
};

async function decode({ id, file, ahead, options }: DecoderRequest & { type: "open" }) {
  const allowance: Allowance = { frames: ahead, closed: false, wake: () => {} };
  allowances.set(id, allowance);
  try {
    for await (const frame of readFrames(file, options)) {
      await allowed(allowance);
      if (allowance.closed) break;
      allowance.frames--;
      const memory = frame.pixels.buffer as ArrayBuffer; // readFrames shares none with other threads
      scope.postMessage({ type: "frame", id, frame }, [memory]);
    }
    scope.postMessage({ type: "end", id });
  } catch (error) {
    scope.postMessage(
      error instanceof FfmpegError
        ? { type: "broken", id, file: error.file, reason: error.reason }
        : { type: "error", id, error },
    );
  } finally {
    allowances.delete(id);
  }
}

async function allowed(allowance: Allowance) {
  while (allowance.frames <= 0 && !allowance.closed) {
    await new Promise<void>((wake) => (allowance.wake = wake));
  }
}
