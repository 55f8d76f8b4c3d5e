import { join } from "node:path";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";

type Write = (path: string) => Promise<void>;

const text = (content: string): Write => (path) => Deno.writeTextFile(path, content);
const bytes = (content: Uint8Array): Write => (path) => Deno.writeFile(path, content);

/** A copy of `clip` with a share of its bytes, from one place to another, overwritten. */
function overwritten(clip: Uint8Array, from: number, to: number, byte: number): Uint8Array {
  return clip.slice().fill(byte, clip.length * from, clip.length * to);
}

function replaced(clip: Uint8Array, box: string, by: string): Uint8Array {
  const at = new TextDecoder("latin1").decode(clip).indexOf(box);
  const copy = clip.slice();
  copy.set(new TextEncoder().encode(by), at);
  return copy;
}

async function zipped(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Twenty ways in which a file named as a clip can be none, each able to write itself to a path. */
export async function brokenClips(scratch: string): Promise<Record<string, Write>> {
  const make = async (name: string, args: readonly string[]) => {
    await makeClip(join(scratch, name), args);
    return await Deno.readFile(join(scratch, name));
  };
  const picture = testPicture({ seconds: 3 });
  const startFirst = await make("first.mp4", [...picture, ...H264, "-movflags", "+faststart"]);
  const startLast = await make("last.mp4", [...picture, ...H264]);
  const pieces = ["-movflags", "frag_keyframe+empty_moov", "-g", "5"];
  const fragmented = await make("fragments.mp4", [...picture, ...H264, ...pieces]);
  const webm = await make("clip.webm", [...picture, "-c:v", "libvpx-vp9", "-cpu-used", "8"]);
  const sound = await make("sound.mp4", ["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"]);
  const wave = await make("sound.wav", ["-f", "lavfi", "-i", "sine=duration=1"]);
  const most = (clip: Uint8Array) => bytes(clip.subarray(0, clip.length * 0.7));
  return {
    "no bytes": text(""),
    "one byte": text("\0"),
    "plain text": text("this is no clip"),
    "an error page": text("<!doctype html><title>404</title>"),
    "a playlist": text("#EXTM3U\n#EXTINF:1,\nhttp://localhost:9/x.ts\n#EXT-X-ENDLIST\n"),
    "noise": bytes(Uint8Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + i * 7) % 251)),
    "a folder": (path) => Deno.mkdir(path),
    "a link to nowhere": (path) => Deno.symlink(join(scratch, "nowhere"), path),
    "a link to itself": (path) => Deno.symlink(path, path),
    "a pipe nobody writes to": async (path) => {
      await new Deno.Command("mkfifo", { args: [path] }).output();
    },
    "sound only": bytes(sound),
    "a wave file": bytes(wave),
    "zipped": bytes(await zipped(startFirst)),
    "cut before its index": most(startLast),
    "cut behind its index": most(startFirst),
    "cut between fragments": most(fragmented),
    "cut webm": most(webm),
    "head overwritten": bytes(overwritten(startFirst, 0, 0.1, 0xff)),
    "middle overwritten": bytes(overwritten(startFirst, 0.5, 0.7, 0xa5)),
    "unknown codec": bytes(replaced(startFirst, "avc1\0\0\0\0", "zzzz")),
  };
}
