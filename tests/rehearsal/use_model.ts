/**
 * Opens a model and uses it once, as notebooks do, and prints one line of JSON: how many numbers a row
 * of it has, and the most memory this took. `deno task rehearse` runs it in the project's copy:
 *
 *     deno run -A tests/rehearsal/use_model.ts KIND ORGANISATION/NAME
 */
import { exitWith } from "lib/commands/_frame.ts";
import { print } from "lib/commands/_print.ts";
import { openFrameEncoder } from "lib/encoders/frames/frame_encoders.ts";
import { openSoundEncoder } from "lib/encoders/sound/sound_encoders.ts";
import { openTextEncoder } from "lib/encoders/text/text_encoder.ts";
import { sampleTokens } from "lib/generators/sample_tokens.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { GPT2, TEXT_ENCODER } from "lib/loaders/models/model_needs.ts";
import { peakMemory } from "lib/notebooks/kernel_process.ts";
import { settings } from "lib/settings.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { openBertCheckpoint } from "lib/training/transformers/bert_checkpoint.ts";
import { loadGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { loadGpt2 } from "lib/training/transformers/load_gpt2.ts";

const TEXT = "You will not believe what my cat has done to the sofa again. ".repeat(40);

/** Uses a model of each kind, and gives how many numbers a row of it has. */
const USES: Readonly<Record<string, (id: string) => Promise<number>>> = {
  async text(id) {
    const model = await findModel(id, settings, { needs: TEXT_ENCODER });
    const encoder = await openTextEncoder(model, { openCheckpoint: openBertCheckpoint });
    return (await encoder.encode([TEXT, "Hi", TEXT, TEXT])).columns;
  },
  async gpt2(id) {
    await loadTensorFlow();
    const files = await findModel(id, settings, { needs: GPT2 });
    const model = await loadGpt2(files);
    const { config } = model;
    const ids = (await loadGpt2Tokenizer(files, config)).encode(TEXT);
    const stopTokenIds = new Set([config.endTokenId]);
    await sampleTokens(model, [{ ids, seed: 1 }], { samples: 4, maxTokens: 4, stopTokenIds });
    return config.hiddenSize;
  },
  async pictures(id) {
    const encoder = await openFrameEncoder(id, { settings });
    const edge = 224; // of all of them
    const pixels = new Uint8Array(3 * edge * edge);
    const frames = Array.from({ length: 8 }, (_, i) => (
      { frame: { timestampMs: 500 * i, width: edge, height: edge, pixels: pixels.fill(30 * i) } }
    ));
    return (await encoder.encode(frames)).columns;
  },
  async sound(id) {
    const encoder = await openSoundEncoder(id, { settings });
    const { sampleRateHz } = encoder;
    const sound = { sampleRateHz, samples: new Float32Array(8 * sampleRateHz) };
    return (await encoder.encode([{ sound, startMs: 0, endMs: 500 }])).columns;
  },
};

if (import.meta.main) {
  const [kind = "", id = ""] = Deno.args;
  const columns = await USES[kind]!(id);
  print(JSON.stringify({ columns, peakBytes: await peakMemory(Deno.pid) }));
  exitWith(0); // whatever a library left at work
}
