import { join, relative } from "node:path";
import { NAMED_MODELS } from "lib/encoders/frames/frame_encoders.ts";
import { NAMED_SOUND_MODELS } from "lib/encoders/sound/sound_encoders.ts";
import { MINILM, ROBERTA } from "lib/encoders/text/text_models.ts";
import {
  findModel,
  type FindModelOptions,
  type FoundModel,
  type ModelPlaces,
} from "lib/loaders/models/find_model.ts";
import {
  FINE_TUNED_TEXT,
  GPT2,
  IMAGE_ENCODER,
  type ModelNeeds,
  SOUND_ENCODER,
  TEXT_ENCODER,
} from "lib/loaders/models/model_needs.ts";

/** A model that a profile names, and which of its files are read. */
export interface NamedModel {
  readonly name: string;
  readonly needs: ModelNeeds;
}

/** Every model that notebooks ask for in the profile full. */
export const FULL_MODELS: readonly NamedModel[] = [
  { name: ROBERTA, needs: FINE_TUNED_TEXT },
  { name: "openai-community/gpt2", needs: GPT2 },
  { name: MINILM, needs: TEXT_ENCODER },
  { name: NAMED_MODELS["resnet-50"]!, needs: IMAGE_ENCODER },
  { name: NAMED_MODELS["dinov2-small"]!, needs: IMAGE_ENCODER },
  { name: NAMED_SOUND_MODELS["whisper-tiny"]!, needs: SOUND_ENCODER },
];

export interface FetchModelsOptions {
  readonly places: ModelPlaces;
  readonly print: (line: string) => void;
  /** Stands in for the network. @default the hub itself */
  readonly reaching?: Omit<FindModelOptions, "needs">;
}

/**
 * Sees to it that models are on this machine, fetching those that are not, and says of each where it
 * lies, how large it is and which revision, or what kept it away; the others are fetched all the same.
 *
 * @returns how many did not get here
 */
export async function fetchModels(
  models: readonly NamedModel[],
  { places, print, reaching }: FetchModelsOptions,
): Promise<number> {
  let failures = 0;
  let bytes = 0;
  for (const { name, needs } of models) {
    try {
      const model = await findModel(name, places, { ...reaching, needs });
      const size = await sizeOf(model);
      bytes += size;
      print(`${name}: ${megabytes(size)}, ${describe(model, places.root)}`);
    } catch (error) {
      failures++;
      print(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const here = `${models.length - failures} of ${models.length} models are here`;
  print(`${here}, ${megabytes(bytes)} in all`);
  return failures;
}

async function sizeOf({ folder, names }: FoundModel): Promise<number> {
  let bytes = 0;
  for (const name of names) bytes += (await Deno.stat(join(folder, name))).size;
  return bytes;
}

function describe({ revision, folder, names }: FoundModel, root: string): string {
  const below = relative(root, folder);
  const where = below.startsWith("..") ? folder : below;
  const what = `${names.length} ${names.length === 1 ? "file" : "files"} in ${where}`;
  return revision === undefined ? what : `${what}, revision ${revision}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
