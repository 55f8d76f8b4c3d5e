import { join } from "node:path";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";
import { brokenClips } from "./_broken_clips.ts";
import type { HostileInput } from "./_hostile_inputs.ts";

const TONE = ["-f", "lavfi", "-i", "sine=duration=3"];
const SILENCE = ["-f", "lavfi", "-i", "anullsrc"];

function clip(args: readonly string[], name = "a.mp4"): HostileInput["make"] {
  return async (folder) => {
    await makeClip(join(folder, name), args);
    return { args: ["--video", join(folder, name)] };
  };
}

/** Sound clips, but for one thing each. */
const ODD_CLIPS: readonly HostileInput[] = [
  {
    name: "a clip with sound",
    make: clip([...testPicture({ seconds: 3 }), ...TONE, ...H264, "-c:a", "aac"]),
    code: 0,
    says: /without a transcript/,
  },
  {
    name: "a clip that is silent",
    make: clip([...testPicture({ seconds: 3 }), ...SILENCE, ...H264, "-c:a", "aac", "-t", "3"]),
    code: 0,
    says: /sound is silence/,
  },
  {
    name: "a clip without sound",
    make: clip([...testPicture({ seconds: 3 }), ...H264]),
    code: 0,
    says: /has no sound/,
  },
  {
    name: "sound alone",
    make: clip([...TONE, "-c:a", "aac"]),
    code: 0,
    says: /pictures could not be read/,
  },
  {
    name: "a single picture",
    make: clip([...testPicture(), ...H264, "-frames:v", "1"]),
    code: 1, // it lasts less than half a second
    says: /no picture at 2 frames a second/,
  },
  {
    name: "an odd rate",
    make: clip([...testPicture({ rate: 7 }), ...H264, "-r", "7.3"]),
    code: 0,
  },
  {
    name: "an odd size",
    make: clip([...testPicture({ size: "2x998" }), ...H264]),
    code: 0,
  },
  {
    name: "a huge picture",
    make: clip([...testPicture({ size: "6000x4000" }), "-frames:v", "1"], "a.png"),
    code: 1, // it lasts less than half a second
    says: /no picture at 2 frames a second/,
  },
];

/** Refused as a whole, or scored by the sound that is left. */
const REFUSED = [
  "no bytes",
  "one byte",
  "plain text",
  "an error page",
  "a playlist",
  "noise",
  "a folder",
  "a link to nowhere",
  "a link to itself",
  "a pipe nobody writes to",
  "zipped",
  "cut before its index",
  "cut behind its index",
  "cut webm",
  "head overwritten",
];

/** Clips that lack something, and files that are none. */
export async function hostileClips(scratch: string): Promise<HostileInput[]> {
  const broken = await brokenClips(scratch);
  const refused = REFUSED.map((name): HostileInput => ({
    name: `a clip: ${name}`,
    make: async (folder) => {
      await broken[name]!(join(folder, "a.mp4"));
      return { args: [join(folder, "a.mp4")] };
    },
    code: 1,
    says: /Not scored/,
  }));
  return [...ODD_CLIPS, ...refused];
}
