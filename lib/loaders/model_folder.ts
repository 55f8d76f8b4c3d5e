import {
  findModel as find,
  type FoundModel,
  type ModelPlaces,
} from "lib/loaders/models/find_model.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";

/** What notebooks ask for that do not say what they need: all that language models are read by. */
const LANGUAGE_MODEL: ModelNeeds = {
  required: ["config.json", "tokenizer.json"],
  optional: [
    "tokenizer_config.json",
    "special_tokens_map.json",
    "model.safetensors",
    "model.safetensors.index.json",
    "onnx/model.onnx",
  ],
};

/**
 * Finds a language model, with its trainable weights and as ONNX where it is published as both.
 *
 * @throws as `findModel` of `lib/loaders/models/find_model.ts`, which asks for less
 */
export function findModel(name: string, settings: ModelPlaces): Promise<FoundModel> {
  return find(name, settings, { needs: LANGUAGE_MODEL });
}
