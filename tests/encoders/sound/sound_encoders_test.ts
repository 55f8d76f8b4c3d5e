import assert from "assert";
import { join } from "node:path";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { openSoundEncoder } from "lib/encoders/sound/sound_encoders.ts";

const PARITY = join(import.meta.dirname!, "..", "..", "fixtures", "models");
const settings = { models: [PARITY], root: PARITY };

Deno.test("openSoundEncoder() opens log-mel-stats, and a Whisper model by its hub name", async () => {
  assert.equal(await openSoundEncoder("log-mel-stats", { settings }), logMelStats);
  const tiny = await openSoundEncoder("parity/tiny-whisper", { settings });
  assert.equal(tiny.name, "parity/tiny-whisper");
  assert.equal(tiny.sampleRateHz, 16_000);
});

Deno.test("openSoundEncoder() lists what it knows when asked for something else", async () => {
  await assert.rejects(openSoundEncoder("whisper", { settings }), {
    name: "RangeError",
    message: 'Cannot open the sound encoder "whisper": expected log-mel-stats, whisper-tiny, ' +
      "whisper-base, whisper-small or a Whisper model of the hub as organisation/name",
  });
});
