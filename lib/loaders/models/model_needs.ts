/** Which of a model's files are asked for. */
export interface ModelNeeds {
  /** Files that have to be there; of a list of alternatives the first that a place holds. */
  readonly required: readonly (string | readonly string[])[];
  /** Files that are taken along where they are. */
  readonly optional?: readonly string[];
}

/** Weights as they are trained: one file, or shards by their index. */
const TRAINABLE = ["model.safetensors", "model.safetensors.index.json"] as const;

/** Beside `tokenizer.json`, what says which of its tokens are special. */
const TOKENIZER_EXTRAS = ["tokenizer_config.json", "special_tokens_map.json"] as const;

/** A language model whose features are read: by ONNX, or by its trainable weights. */
export const TEXT_ENCODER: ModelNeeds = {
  required: ["config.json", "tokenizer.json", ["onnx/model.onnx", ...TRAINABLE]],
  optional: TOKENIZER_EXTRAS,
};

/** A language model of the BERT family that is trained further. */
export const FINE_TUNED_TEXT: ModelNeeds = {
  required: ["config.json", "tokenizer.json", TRAINABLE],
  optional: TOKENIZER_EXTRAS,
};

/** A GPT-2. */
export const GPT2: ModelNeeds = FINE_TUNED_TEXT;

/** A vision model as ONNX. */
export const IMAGE_ENCODER: ModelNeeds = {
  required: ["config.json", "preprocessor_config.json", "onnx/model.onnx"],
};

/** The same in 8 bits: a convolutional network's published version is taken, others are rounded. */
export const IMAGE_ENCODER_INT8: ModelNeeds = {
  ...IMAGE_ENCODER,
  optional: ["onnx/model_quantized.onnx"],
};

/** A Whisper model's encoder as ONNX. */
export const SOUND_ENCODER: ModelNeeds = {
  required: ["config.json", "preprocessor_config.json", "onnx/encoder_model.onnx"],
};
