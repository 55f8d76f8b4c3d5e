import assert from "assert";
import { chooseSoundEncoder } from "lib/encoders/sound/choose_sound_encoder.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { ModelError, type ModelErrorKind } from "lib/loaders/models/model_error.ts";
import { type Profile, settings } from "lib/settings.ts";

/** Chooses where Whisper's weights are, or are not. */
async function choose(
  profile: Profile,
  { found, kind = "no-repository" }: { found: boolean; kind?: ModelErrorKind },
) {
  const [model, address] = ["Xenova/whisper-tiny", "https://huggingface.co/api/models/x"];
  const open = (name: string) =>
    found
      ? Promise.resolve({ ...logMelStats, name })
      : Promise.reject(new ModelError(`no weights of ${name}`, { kind, model, address }));
  const chosen = await chooseSoundEncoder("whisper-tiny", {
    settings: { ...settings, profile },
    open,
  });
  return { ...chosen, encoder: chosen.encoder.name };
}

Deno.test("chooseSoundEncoder() takes the wanted encoder where its weights are", async () => {
  assert.deepEqual(await choose("standard", { found: true }), {
    encoder: "whisper-tiny",
    label: "Whisper tiny",
    isWanted: true,
    sentence: "The encoder is Whisper tiny.",
  });
});

Deno.test("chooseSoundEncoder() names the stand-in, why and what to do", async () => {
  assert.deepEqual(await choose("standard", { found: false }), {
    encoder: "log-mel-stats",
    label: "Log-mel statistics",
    isWanted: false,
    sentence: "The weights of Whisper tiny were found neither on disk nor on the hub: put " +
      "Xenova/whisper-tiny into data/models/Xenova/whisper-tiny, or point VIRANOVA_MODELS at a " +
      "folder that holds Xenova/whisper-tiny. Its stand-in here: Log-mel statistics.",
  });
});

Deno.test("chooseSoundEncoder() uses no weights in the profile sample, and no stand-in in full", async () => {
  const { encoder, sentence } = await choose("sample", { found: true });
  assert.equal(encoder, "log-mel-stats");
  assert.equal(
    sentence,
    "The profile sample uses no pretrained weights, so not those of Whisper tiny. " +
      "Its stand-in here: Log-mel statistics.",
  );
  await assert.rejects(choose("full", { found: false }), {
    name: "ModelError",
    message: "no weights of whisper-tiny",
  });
});

Deno.test("chooseSoundEncoder() hides no other error than missing weights", async () => {
  const outOfReach = await choose("standard", { found: false, kind: "out-of-reach" });
  assert.match(outOfReach.sentence, /on disk, and https:\/\/huggingface.co is out of reach: put /);
  for (const kind of ["hub-trouble", "gated", "rate-limited", "broken-off", "silent"] as const) {
    await assert.rejects(choose("standard", { found: false, kind }), { name: "ModelError", kind });
  }
  const open = () => Promise.reject(new TypeError("not a Whisper model"));
  const standard = { ...settings, profile: "standard" } as const;
  await assert.rejects(chooseSoundEncoder("whisper-tiny", { settings: standard, open }), {
    name: "TypeError",
    message: "not a Whisper model",
  });
});
