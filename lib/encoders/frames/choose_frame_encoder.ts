import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { openFrameEncoder } from "lib/encoders/frames/frame_encoders.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { whyMissing } from "lib/loaders/models/model_error.ts";
import type { Settings } from "lib/settings.ts";

/** Encoders that a notebook is about, and the ones that stand in for them, as text calls them. */
const LABELS = {
  "resnet-50": "ResNet-50",
  "dinov2-small": "DINOv2 small",
  "dinov2-base": "DINOv2 base",
  "dinov2-large": "DINOv2 large",
  "efficientnet-lite0": "EfficientNet-Lite0",
  "frame-stats": "Frame statistics",
} as const;

/** The model on disk that takes the place of one that is missing. */
const STAND_IN = "efficientnet-lite0";

type EncoderName = keyof typeof LABELS;

/** The encoder that a run uses. */
export interface ChosenEncoder {
  readonly encoder: FrameEncoder;
  /** What tables and graphs call it; a stand-in is never called by the name of what it stands for. */
  readonly label: string;
  /** Whether it is the one that was wanted. */
  readonly isWanted: boolean;
  /** What stands in for what, why, and how to get the one that was wanted. */
  readonly sentence: string;
}

/** What `chooseFrameEncoder` chooses by. */
export interface ChooseFrameEncoderOptions {
  readonly settings: Settings;
  /** How an encoder is opened by name. @default openFrameEncoder */
  readonly open?: typeof openFrameEncoder;
}

/**
 * Opens the wanted encoder, or the stand-in that the profile allows, and says which it is.
 *
 * The profile sample takes `frameStats`, which has no weights; standard falls back to
 * EfficientNet-Lite0 and then to `frameStats` where weights lie nowhere or the hub is out of reach; full
 * takes nothing else.
 *
 * @throws {ModelError} when weights are there and do not get here, such as for trouble at the hub; in
 * the profile full also when they lie nowhere
 */
export async function chooseFrameEncoder(
  wanted: Exclude<EncoderName, typeof STAND_IN | "frame-stats">,
  { settings, open = openFrameEncoder }: ChooseFrameEncoderOptions,
): Promise<ChosenEncoder> {
  if (settings.profile === "sample") return standIn("frame-stats", frameStats, weightless(wanted));
  const first = await openIfThere(wanted, { settings, open });
  if (first.encoder) {
    const label = LABELS[wanted];
    return { encoder: first.encoder, label, isWanted: true, sentence: `The encoder is ${label}.` };
  }
  const second = await openIfThere(STAND_IN, { settings, open });
  if (second.encoder) return standIn(STAND_IN, second.encoder, first.why);
  return standIn("frame-stats", frameStats, `${first.why} ${second.why}`);
}

/** An encoder, or why its weights are missing where something may stand in. */
type Opened = { readonly encoder: FrameEncoder } | {
  readonly encoder?: undefined;
  readonly why: string;
};

async function openIfThere(
  name: EncoderName,
  { settings, open }: Required<ChooseFrameEncoderOptions>,
): Promise<Opened> {
  try {
    return { encoder: await open(name, { settings }) };
  } catch (error) {
    const why = whyMissing(error, `The weights of ${LABELS[name]}`);
    if (settings.profile === "full" || why === undefined) throw error;
    return { why };
  }
}

function standIn(name: EncoderName, encoder: FrameEncoder, why: string): ChosenEncoder {
  const label = LABELS[name];
  return { encoder, label, isWanted: false, sentence: `${why} Its stand-in here: ${label}.` };
}

function weightless(wanted: EncoderName): string {
  return `The profile sample uses no pretrained weights, so not those of ${LABELS[wanted]}.`;
}
