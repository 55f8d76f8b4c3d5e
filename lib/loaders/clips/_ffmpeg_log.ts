const KEPT_CHARACTERS = 16_384;

/** The end of a stream of text, so that a file with a million faults does not fill the memory. */
export async function tailOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let tail = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as Utf8Decoder)) {
    tail = (tail + chunk).slice(-KEPT_CHARACTERS);
  }
  return tail;
}

/** `TextDecoderStream` as a stream of this library's bytes. */
type Utf8Decoder = ReadableWritablePair<string, Uint8Array>;

/** What demuxers log, exiting with 0 all the same, when a file ends before its time. */
const CUT_SHORT = /partial file|ended prematurely|Read error|truncated/i;

/** Lines that follow from an earlier, more telling one. */
const CONSEQUENCE =
  /^Error opening (in|out)put|^Error opening .*: |Task finished with error|Terminating thread|Nothing was written|^Conversion failed|trailing '\?' to the map|Error parsing options for output|Failed to set value|^Error while (opening|processing|filtering|decoding)|: Invalid data found when processing input$/;

/**
 * What ffmpeg found wrong, or nothing if the file was read whole.
 *
 * @param log ffmpeg's standard error at log level `error`
 * @param exitCode its exit code
 */
export function complaintOf(log: string, exitCode: number): string | undefined {
  const lines = log.split("\n").map(withoutAddresses).filter((line) => line !== "");
  if (exitCode === 0) return lines.find((line) => CUT_SHORT.test(line));
  const telling = lines.filter((line) => !CONSEQUENCE.test(line));
  return telling.at(-1) ?? lines.at(-1) ?? `ffmpeg ended with code ${exitCode} and no message`;
}

/** `[h264 @ 0x55d0] text` as `h264: text`: an address differs from run to run. */
function withoutAddresses(line: string): string {
  return line.trim()
    .replace(/^(?:\[[^\]]* @ 0x[0-9a-f]+\] ?)*\[([^\]]*) @ 0x[0-9a-f]+\] ?/, "$1: ");
}
