import * as ort from "onnxruntime-node";
import type { DenseMatrix } from "lib/types.ts";
import { type LogMel, type LogMelConfig, openLogMel } from "lib/encoders/sound/_log_mel.ts";
import { openOnnxFile, readOnnxFile } from "lib/encoders/onnx/onnx_file.ts";
import { checkRate, type SoundEncoder, type SoundSpan } from "lib/encoders/sound/sound_encoder.ts";
import type { Sound } from "lib/loaders/clips/audio.ts";
import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import { parseJson } from "lib/storage/sealed.ts";

/** Knobs of `openWhisperEncoder`. */
export interface WhisperEncoderOptions {
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
}

const INPUT = "input_features";
const HIDDEN = "last_hidden_state";

/**
 * Opens the encoder of a Whisper model exported to ONNX: a row is the mean of the last hidden states
 * that begin within its span, or the state that the span lies in where none does.
 *
 * As in Whisper, sound is heard in pieces of 30 s, the last one filled up with silence; each gives
 * 1,500 states of 20 ms.
 *
 * @throws {ModelError} when one of the model's files lies nowhere
 * @throws {SyntaxError} when `preprocessor_config.json` is no JSON, or the model is broken
 * @throws {TypeError} when it lacks a number, or the model takes or gives something else
 */
export async function openWhisperEncoder(
  model: ModelFiles,
  options: WhisperEncoderOptions = {},
): Promise<SoundEncoder> {
  const config = await readConfig(await model.file("preprocessor_config.json"));
  const name = await modelName(model);
  const file = await readOnnxFile(model, "onnx/encoder_model.onnx");
  const session = await openOnnxFile(file, options);
  checkNames(session, name);
  const logMel = openLogMel(config);
  const { n_samples: pieceLength, sampling_rate: sampleRateHz } = config;
  const listen: Listen = async (piece) => await run(session, await logMel(piece, pieceLength));
  const { rows: statesAPiece, columns } = await listen(new Float32Array());
  const statesASecond = statesAPiece * sampleRateHz / pieceLength;
  const { digest: weights } = file;
  return {
    name,
    columns,
    sampleRateHz,
    identity: {
      model: name,
      weights,
      preprocessing: JSON.stringify(config),
    },
    async encode(spans) {
      const heard = new Map<Sound, DenseMatrix>();
      const data = new Float32Array(spans.length * columns);
      for (const [i, span] of spans.entries()) {
        const sound = checkRate(span.sound, { name, sampleRateHz });
        const states = heard.get(sound) ?? joined(await listenToAll(sound, listen, pieceLength));
        heard.set(sound, states);
        data.set(meanState(states, span, statesASecond), i * columns);
      }
      return { kind: "dense", rows: spans.length, columns, data };
    },
  };
}

/** Gives the states of a piece of sound, [1500, D]. */
type Listen = (piece: Float32Array) => Promise<DenseMatrix>;

/** The states of each piece of a sound, [1500, D] each. */
async function listenToAll(
  { samples }: Sound,
  listen: Listen,
  pieceLength: number,
): Promise<DenseMatrix[]> {
  const pieces: DenseMatrix[] = [];
  for (let start = 0; start === 0 || start < samples.length; start += pieceLength) {
    pieces.push(await listen(samples.subarray(start, start + pieceLength)));
  }
  return pieces;
}

function joined(pieces: readonly DenseMatrix[]): DenseMatrix {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  const columns = pieces[0]!.columns;
  const data = new Float32Array(rows * columns);
  pieces.forEach((piece, i) => data.set(piece.data, i * piece.data.length));
  return { kind: "dense", rows, columns, data };
}

function meanState(
  { rows, columns, data }: DenseMatrix,
  { startMs, endMs }: SoundSpan,
  statesASecond: number,
): Float64Array {
  const [start, end] = [startMs * statesASecond / 1000, endMs * statesASecond / 1000];
  const last = Math.min(Math.ceil(end), rows);
  const first = Math.min(Math.ceil(start) < last ? Math.ceil(start) : Math.floor(start), rows - 1);
  const count = Math.max(last - first, 1);
  const sums = new Float64Array(columns);
  for (let at = first * columns; at < (first + count) * columns; at++) {
    sums[at % columns]! += data[at]!;
  }
  return sums.map((sum) => sum / count);
}

async function run(
  session: ort.InferenceSession,
  { bands, frames, data }: LogMel,
): Promise<DenseMatrix> {
  const features = new ort.Tensor("float32", data, [1, bands, frames]);
  const hidden = (await session.run({ [INPUT]: features }, [HIDDEN]))[HIDDEN]!; // [1, 1500, D]
  const [, rows = 0, columns = 0] = hidden.dims;
  return { kind: "dense", rows, columns, data: hidden.data as Float32Array };
}

function checkNames({ inputNames, outputNames }: ort.InferenceSession, id: string): void {
  if (inputNames.join() === INPUT && outputNames.includes(HIDDEN)) return;
  throw new TypeError(
    `Cannot use ${id} as an encoder of sound: expected the input ${INPUT} and the output ${HIDDEN}, ` +
      `got ${inputNames.join(", ")} and ${outputNames.join(", ")}`,
  );
}

async function readConfig(path: string): Promise<LogMelConfig> {
  const config: Partial<Record<string, unknown>> = Object(
    parseJson(await Deno.readTextFile(path), path),
  );
  const number = (field: keyof LogMelConfig) => {
    const value = config[field];
    if (typeof value === "number" && value > 0) return value;
    throw new TypeError(`${path}: expected a number above 0 in ${field}, got ${value}`);
  };
  return {
    feature_size: number("feature_size"),
    sampling_rate: number("sampling_rate"),
    n_fft: number("n_fft"),
    hop_length: number("hop_length"),
    n_samples: number("n_samples"),
    nb_max_frames: number("nb_max_frames"),
  };
}
