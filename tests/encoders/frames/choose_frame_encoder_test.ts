import assert from "assert";
import { chooseFrameEncoder } from "lib/encoders/frames/choose_frame_encoder.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { type Profile, settings } from "lib/settings.ts";

/** Chooses where only the encoders named have weights. */
async function choose(profile: Profile, ...found: string[]) {
  const open = (name: string): Promise<FrameEncoder> =>
    found.includes(name)
      ? Promise.resolve({ ...frameStats, name })
      : Promise.reject(new Deno.errors.NotFound(`no weights of ${name}`));
  const chosen = await chooseFrameEncoder("resnet-50", {
    settings: { ...settings, profile },
    open,
  });
  return { ...chosen, encoder: chosen.encoder.name };
}

const MISSING =
  "The weights of ResNet-50 were found neither on disk nor on the hub: put Xenova/resnet-50 into " +
  "data/models/Xenova/resnet-50, or point VIRANOVA_MODELS at a folder that holds Xenova/resnet-50.";

Deno.test("chooseFrameEncoder() takes the wanted encoder where its weights are", async () => {
  assert.deepEqual(await choose("standard", "resnet-50", "efficientnet-lite0"), {
    encoder: "resnet-50",
    label: "ResNet-50",
    isWanted: true,
    sentence: "The encoder is ResNet-50.",
  });
});

Deno.test("chooseFrameEncoder() names the stand-in, why and what to do", async () => {
  assert.deepEqual(await choose("standard", "efficientnet-lite0"), {
    encoder: "efficientnet-lite0",
    label: "EfficientNet-Lite0",
    isWanted: false,
    sentence: `${MISSING} Its stand-in here: EfficientNet-Lite0.`,
  });
  const { encoder, sentence } = await choose("standard");
  assert.equal(encoder, "frame-stats");
  assert.ok(sentence.startsWith(`${MISSING} The weights of EfficientNet-Lite0 were found neither`));
  assert.ok(sentence.endsWith(" Its stand-in here: Frame statistics."));
});

Deno.test("chooseFrameEncoder() uses no weights in the profile sample, and no stand-in in full", async () => {
  const { encoder, sentence } = await choose("sample", "resnet-50");
  assert.equal(encoder, "frame-stats");
  assert.equal(
    sentence,
    "The profile sample uses no pretrained weights, so not those of ResNet-50. " +
      "Its stand-in here: Frame statistics.",
  );
  await assert.rejects(choose("full", "efficientnet-lite0"), {
    name: "NotFound",
    message: "no weights of resnet-50",
  });
  const open = () => Promise.reject(new TypeError("not an image model"));
  const standard = { ...settings, profile: "standard" } as const;
  await assert.rejects(chooseFrameEncoder("resnet-50", { settings: standard, open }), {
    name: "TypeError",
  });
});
