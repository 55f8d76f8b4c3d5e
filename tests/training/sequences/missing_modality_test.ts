import assert from "assert";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";
import { MEETING_COLUMNS, plantMeetings } from "../_meetings.ts";

await loadTensorFlow({ backend: "wasm" });

const training = plantMeetings(160, 1);
const heldOut = plantMeetings(200, 2);

/** How much worse than a head that never had it a head may be where a modality is missing. */
const TOLERANCE = 1.05;

const HIDDEN = { visual: [0, 2], text: [2, 5] } as const;

/** Sequences that all lack a modality. */
function without(sequences: Sequences, modality: keyof typeof HIDDEN): Sequences {
  const [first, end] = HIDDEN[modality];
  const hide = (item: DenseMatrix): DenseMatrix => ({
    ...item,
    data: item.data.map((value, at) => at % 5 >= first && at % 5 < end ? 0 : value),
  });
  return { ...sequences, items: sequences.items.map(hide) };
}

const options = {
  columnsOf: MEETING_COLUMNS,
  hidden: 8,
  weightDecay: 0.1,
  epochs: 30,
  learningRate: 0.02,
};

/** Error where a modality is missing, as a part of that of the same head trained without it. */
async function lossWithout(make: typeof attentionPooling | typeof crossAttention, dropout: number) {
  const head = make({ ...options, modalityDropout: dropout });
  const whole = await head.fit(training.features, training.targets);
  const ratioOf = async (modality: keyof typeof HIDDEN) => {
    const own = await head.fit(without(training.features, modality), training.targets);
    const reduced = without(heldOut.features, modality);
    return error(await whole.predict(reduced)) / error(await own.predict(reduced));
  };
  return { visual: await ratioOf("visual"), text: await ratioOf("text") };
}

function error(predicted: DenseMatrix): number {
  const squares = [...predicted.data].map((value, i) => (value - heldOut.targets.data[i]!) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

for (const make of [crossAttention, attentionPooling]) {
  Deno.test(`${make.name}() without a modality is no worse than one trained without it`, async () => {
    const { visual, text } = await lossWithout(make, 0.3);
    assert.ok(visual <= TOLERANCE && text <= TOLERANCE, `visual ${visual}, text ${text}`);
  });
}

Deno.test("attentionPooling() trained without modality dropout is much worse", async () => {
  const { visual, text } = await lossWithout(attentionPooling, 0);
  assert.ok(visual > 1.2 && text > 1.2, `visual ${visual}, text ${text}`);
});
