import assert from "assert";
import { chooseFrameEncoder } from "lib/encoders/frames/choose_frame_encoder.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { NAMED_MODELS } from "lib/encoders/frames/frame_encoders.ts";
import { ModelError, type ModelErrorKind } from "lib/loaders/models/model_error.ts";
import { type Profile, settings } from "lib/settings.ts";

const HUB = "https://huggingface.co/api/models/x";

/** Chooses where only the encoders named have weights. */
async function choose(profile: Profile, ...found: string[]) {
  return await chooseWithout("no-repository", profile, found);
}

/** Chooses where all encoders but those named lack their weights for a reason. */
async function chooseWithout(
  kind: ModelErrorKind,
  profile: Profile,
  found: readonly string[] = [],
) {
  const open = (name: string): Promise<FrameEncoder> => {
    if (found.includes(name)) return Promise.resolve({ ...frameStats, name });
    const about = {
      kind,
      model: NAMED_MODELS[name]!,
      address: kind === "offline" ? undefined : HUB,
    };
    return Promise.reject(new ModelError(`no weights of ${name}`, about));
  };
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
    name: "ModelError",
    message: "no weights of resnet-50",
  });
  const open = () => Promise.reject(new TypeError("not an image model"));
  const standard = { ...settings, profile: "standard" } as const;
  await assert.rejects(chooseFrameEncoder("resnet-50", { settings: standard, open }), {
    name: "TypeError",
  });
});

Deno.test("chooseFrameEncoder() says whether the hub was asked, and answered", async () => {
  const what = (where: string) =>
    `The weights of ResNet-50 were not found on disk, and ${where}: put Xenova/resnet-50 into `;
  const outOfReach = await chooseWithout("out-of-reach", "standard");
  assert.ok(outOfReach.sentence.startsWith(what("https://huggingface.co is out of reach")));
  const offline = await chooseWithout("offline", "standard");
  assert.ok(offline.sentence.startsWith(what("no hub was asked")));
  const noFile = await chooseWithout("no-file", "standard");
  assert.ok(noFile.sentence.startsWith(MISSING));
});

const HIDDEN: readonly ModelErrorKind[] = [
  "gated",
  "token-refused",
  "rate-limited",
  "hub-trouble",
  "broken-off",
  "altered",
  "not-a-hub",
  "silent",
];

for (const kind of HIDDEN) {
  Deno.test(`chooseFrameEncoder() lets nothing stand in for weights that are there (${kind})`, async () => {
    const error = { name: "ModelError", message: "no weights of resnet-50", kind };
    await assert.rejects(chooseWithout(kind, "standard", ["efficientnet-lite0"]), error);
  });
}
