"""Writes a model with random weights in the layout in which the hub holds it.

python make_models.py ORGANISATION/NAME FOLDER writes its files to FOLDER, where its tokenizer's lie
already. Names, shapes and types of tensors are the published ones; ONNX files are exported as the
published ones were, by tracing. Some of what is published beside them, and read by nobody here,
becomes a file of about the published size without content, which takes no place on the disk.
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

MODEL, OUT = sys.argv[1], Path(sys.argv[2])
random = np.random.default_rng(1)


def main():
    layout = LAYOUTS[MODEL]
    for name, content in layout["texts"].items():
        write(name, content if isinstance(content, str) else json.dumps(content, indent=2) + "\n")
    layout["weights"]()
    for name, megabytes in layout.get("beside", {}).items():
        path = OUT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(round(megabytes * 1e6))


def write(name, text):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def normal(*shape):
    return (0.02 * random.standard_normal(shape, dtype=np.float32)).astype(np.float32)


def zeros(*shape):
    return np.zeros(shape, dtype=np.float32)


def ones(*shape):
    return np.ones(shape, dtype=np.float32)


def save(tensors, name="model.safetensors"):
    save_file(tensors, OUT / name, metadata={"format": "pt"})


def norm(prefix, width, names=("weight", "bias")):
    return {f"{prefix}.{names[0]}": ones(width), f"{prefix}.{names[1]}": zeros(width)}


def linear(prefix, rows, columns):
    return {f"{prefix}.weight": normal(rows, columns), f"{prefix}.bias": zeros(rows)}


def bert_layers(config, prefix, norm_names=("weight", "bias")):
    """Embeddings and layers as BERT and RoBERTa store them."""
    width, middle = config["hidden_size"], config["intermediate_size"]
    tables = {"word": "vocab_size", "position": "max_position_embeddings", "token_type": "type_vocab_size"}
    tensors = {
        f"{prefix}embeddings.{table}_embeddings.weight": normal(config[size], width)
        for table, size in tables.items()
    }
    tensors |= norm(f"{prefix}embeddings.LayerNorm", width, norm_names)
    for layer in range(config["num_hidden_layers"]):
        at = f"{prefix}encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            tensors |= linear(f"{at}.attention.self.{part}", width, width)
        tensors |= linear(f"{at}.attention.output.dense", width, width)
        tensors |= norm(f"{at}.attention.output.LayerNorm", width, norm_names)
        tensors |= linear(f"{at}.intermediate.dense", middle, width)
        tensors |= linear(f"{at}.output.dense", width, middle)
        tensors |= norm(f"{at}.output.LayerNorm", width, norm_names)
    return tensors


def bert_config(**changed):
    return {
        "attention_probs_dropout_prob": 0.1,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": 768,
        "initializer_range": 0.02,
        "intermediate_size": 3072,
        "num_attention_heads": 12,
        "num_hidden_layers": 12,
    } | changed


# --- roberta-base: no pooler, a head for masked words, position ids; no onnx folder

ROBERTA = bert_config(
    architectures=["RobertaForMaskedLM"],
    bos_token_id=0,
    eos_token_id=2,
    layer_norm_eps=1e-05,
    max_position_embeddings=514,
    model_type="roberta",
    pad_token_id=1,
    type_vocab_size=1,
    vocab_size=50265,
)


def roberta():
    width = ROBERTA["hidden_size"]
    tensors = bert_layers(ROBERTA, "roberta.")
    tensors["roberta.embeddings.position_ids"] = np.arange(514, dtype=np.int64)[None]
    tensors |= linear("lm_head.dense", width, width)
    tensors |= norm("lm_head.layer_norm", width)
    tensors["lm_head.bias"] = zeros(ROBERTA["vocab_size"])
    save(tensors)


# --- bert-base-uncased: TensorFlow's names of the norms, heads for masked words and next sentences

BERT = bert_config(
    architectures=["BertForMaskedLM"],
    layer_norm_eps=1e-12,
    max_position_embeddings=512,
    model_type="bert",
    pad_token_id=0,
    position_embedding_type="absolute",
    type_vocab_size=2,
    vocab_size=30522,
)


def bert():
    width, old = BERT["hidden_size"], ("gamma", "beta")
    tensors = bert_layers(BERT, "bert.", old)
    tensors |= linear("bert.pooler.dense", width, width)
    tensors |= linear("cls.predictions.transform.dense", width, width)
    tensors |= norm("cls.predictions.transform.LayerNorm", width, old)
    tensors["cls.predictions.bias"] = zeros(BERT["vocab_size"])
    tensors |= linear("cls.seq_relationship", 2, width)
    save(tensors)


# --- gpt2: no prefix, weights as [in, out], causal masks among them

GPT2 = {
    "activation_function": "gelu_new",
    "architectures": ["GPT2LMHeadModel"],
    "attn_pdrop": 0.1,
    "bos_token_id": 50256,
    "embd_pdrop": 0.1,
    "eos_token_id": 50256,
    "initializer_range": 0.02,
    "layer_norm_epsilon": 1e-05,
    "model_type": "gpt2",
    "n_ctx": 1024,
    "n_embd": 768,
    "n_head": 12,
    "n_layer": 12,
    "n_positions": 1024,
    "resid_pdrop": 0.1,
    "summary_activation": None,
    "summary_first_dropout": 0.1,
    "summary_proj_to_labels": True,
    "summary_type": "cls_index",
    "summary_use_proj": True,
    "task_specific_params": {"text-generation": {"do_sample": True, "max_length": 50}},
    "vocab_size": 50257,
}


def gpt2():
    width, positions = GPT2["n_embd"], GPT2["n_positions"]
    tensors = {"wte.weight": normal(GPT2["vocab_size"], width), "wpe.weight": normal(positions, width)}
    for layer in range(GPT2["n_layer"]):
        at = f"h.{layer}"
        tensors[f"{at}.attn.bias"] = np.tril(ones(positions, positions))[None, None]
        for name, rows, columns in [
            ("attn.c_attn", width, 3 * width),
            ("attn.c_proj", width, width),
            ("mlp.c_fc", width, 4 * width),
            ("mlp.c_proj", 4 * width, width),
        ]:
            tensors[f"{at}.{name}.weight"] = normal(rows, columns)
            tensors[f"{at}.{name}.bias"] = zeros(columns)
        tensors |= norm(f"{at}.ln_1", width) | norm(f"{at}.ln_2", width)
    save(tensors | norm("ln_f", width))


# --- ONNX exports


def export(make, inputs, name="onnx/model.onnx", *, outputs, axes):
    """Exports what `make`, called with torch, returns: a module and its example."""
    import torch

    torch.manual_seed(1)
    module, example = make(torch)
    (OUT / name).parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        module.eval(), example, str(OUT / name), input_names=inputs, output_names=outputs,
        dynamic_axes=axes, opset_version=17, dynamo=False)


def picking(torch, module, take):
    """A module that takes one output of another's."""

    class Picking(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.module = module

        def forward(self, *inputs):
            return take(self.module, *inputs)

    return Picking()


PIXELS = {0: "batch_size", 1: "num_channels", 2: "height", 3: "width"}


def resnet():
    def make(torch):
        from transformers import ResNetConfig, ResNetForImageClassification

        model = ResNetForImageClassification(ResNetConfig(num_labels=1000))
        return picking(torch, model, lambda it, x: it(x).logits), (torch.zeros(1, 3, 224, 224),)

    axes = {"pixel_values": PIXELS, "logits": {0: "batch_size"}}
    export(make, ["pixel_values"], outputs=["logits"], axes=axes)


def dinov2(width, heads, layers):
    def make(torch):
        from transformers import Dinov2Config, Dinov2Model

        config = Dinov2Config(
            hidden_size=width, num_attention_heads=heads, num_hidden_layers=layers, image_size=518,
            patch_size=14, attn_implementation="eager")
        module = picking(torch, Dinov2Model(config), lambda it, x: it(x).last_hidden_state)
        return module, (torch.zeros(1, 3, 224, 224),)

    axes = {"pixel_values": PIXELS, "last_hidden_state": {0: "batch_size", 1: "sequence_length"}}
    return lambda: export(make, ["pixel_values"], outputs=["last_hidden_state"], axes=axes)


def whisper():
    def make(torch):
        from transformers import WhisperConfig, WhisperModel

        config = WhisperConfig(
            d_model=384, encoder_layers=4, decoder_layers=4, encoder_attention_heads=6,
            decoder_attention_heads=6, encoder_ffn_dim=1536, decoder_ffn_dim=1536, num_mel_bins=80,
            attn_implementation="eager")
        encoder = WhisperModel(config).encoder
        return picking(torch, encoder, lambda it, x: it(x).last_hidden_state), (torch.zeros(1, 80, 3000),)

    axes = {"input_features": {0: "batch_size"}, "last_hidden_state": {0: "batch_size"}}
    export(make, ["input_features"], "onnx/encoder_model.onnx", outputs=["last_hidden_state"], axes=axes)


MINILM = bert_config(
    architectures=["BertModel"],
    hidden_size=384,
    intermediate_size=1536,
    layer_norm_eps=1e-12,
    max_position_embeddings=512,
    model_type="bert",
    num_hidden_layers=6,
    pad_token_id=0,
    position_embedding_type="absolute",
    type_vocab_size=2,
    vocab_size=30522,
)


def minilm():
    tensors = bert_layers(MINILM, "")
    tensors["embeddings.position_ids"] = np.arange(512, dtype=np.int64)[None]
    save(tensors | linear("pooler.dense", 384, 384))

    def make(torch):
        from transformers import BertConfig, BertModel

        model = BertModel(BertConfig(**MINILM, attn_implementation="eager"))
        weights = {name: torch.from_numpy(value) for name, value in tensors.items() if "position_ids" not in name}
        model.load_state_dict(weights, strict=False)
        take = lambda it, ids, mask, types: it(
            input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        ids = torch.zeros(1, 8, dtype=torch.int64)
        return picking(torch, model, take), (ids, torch.ones_like(ids), torch.zeros_like(ids))

    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    rows = {0: "batch_size", 1: "sequence_length"}
    export(make, inputs, outputs=["last_hidden_state"], axes={it: rows for it in [*inputs, "last_hidden_state"]})


# --- the layouts; sizes of what lies beside are in MB

NORMALISED = {"do_normalize": True, "do_resize": True, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}

DINOV2_PIXELS = NORMALISED | {
    "crop_size": {"height": 224, "width": 224},
    "do_center_crop": True,
    "do_convert_rgb": True,
    "do_rescale": True,
    "image_processor_type": "BitImageProcessor",
    "resample": 3,
    "rescale_factor": 1 / 255,
    "size": {"shortest_edge": 256},
}


def dinov2_layout(width, heads, layers, quantised):
    config = {
        "architectures": ["Dinov2Model"],
        "hidden_size": width,
        "image_size": 518,
        "model_type": "dinov2",
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "patch_size": 14,
    }
    return {
        "texts": {"config.json": config, "preprocessor_config.json": DINOV2_PIXELS},
        "weights": dinov2(width, heads, layers),
        "beside": {"onnx/model_quantized.onnx": quantised},
    }


LAYOUTS = {
    "FacebookAI/roberta-base": {
        "texts": {"config.json": ROBERTA, "tokenizer_config.json": '{"model_max_length": 512}'},
        "weights": roberta,
        "beside": {"pytorch_model.bin": 501.2},
    },
    "google-bert/bert-base-uncased": {
        "texts": {
            "config.json": BERT,
            "tokenizer_config.json": '{"do_lower_case": true, "model_max_length": 512}',
        },
        "weights": bert,
        "beside": {"pytorch_model.bin": 440.5},
    },
    "openai-community/gpt2": {
        "texts": {"config.json": GPT2, "tokenizer_config.json": '{"model_max_length": 1024}'},
        "weights": gpt2,
        "beside": {"pytorch_model.bin": 548.1},
    },
    "Xenova/resnet-50": {
        "texts": {
            "config.json": {
                "architectures": ["ResNetForImageClassification"],
                "depths": [3, 4, 6, 3],
                "embedding_size": 64,
                "hidden_sizes": [256, 512, 1024, 2048],
                "layer_type": "bottleneck",
                "model_type": "resnet",
            },
            "preprocessor_config.json": NORMALISED | {
                "crop_pct": 0.875,
                "feature_extractor_type": "ConvNextFeatureExtractor",
                "resample": 3,
                "size": {"shortest_edge": 224},
            },
        },
        "weights": resnet,
        "beside": {"onnx/model_quantized.onnx": 25.7},
    },
    "Xenova/dinov2-small": dinov2_layout(384, 6, 12, 24.0),
    "Xenova/dinov2-base": dinov2_layout(768, 12, 12, 91.0),
    "Xenova/dinov2-large": dinov2_layout(1024, 16, 24, 315.0),
    "Xenova/whisper-tiny": {
        "texts": {
            "config.json": {
                "architectures": ["WhisperForConditionalGeneration"],
                "d_model": 384,
                "encoder_attention_heads": 6,
                "encoder_ffn_dim": 1536,
                "encoder_layers": 4,
                "max_source_positions": 1500,
                "model_type": "whisper",
                "num_mel_bins": 80,
            },
            "preprocessor_config.json": {
                "chunk_length": 30,
                "feature_extractor_type": "WhisperFeatureExtractor",
                "feature_size": 80,
                "hop_length": 160,
                "n_fft": 400,
                "n_samples": 480000,
                "nb_max_frames": 3000,
                "padding_side": "right",
                "padding_value": 0.0,
                "processor_class": "WhisperProcessor",
                "return_attention_mask": False,
                "sampling_rate": 16000,
            },
        },
        "weights": whisper,
        "beside": {"onnx/decoder_model_merged.onnx": 119.0, "onnx/encoder_model_quantized.onnx": 10.1},
    },
    "sentence-transformers/all-MiniLM-L6-v2": {
        "texts": {
            "config.json": MINILM,
            "tokenizer_config.json": {
                "cls_token": "[CLS]",
                "do_lower_case": True,
                "mask_token": "[MASK]",
                "model_max_length": 512,
                "pad_token": "[PAD]",
                "sep_token": "[SEP]",
                "tokenizer_class": "BertTokenizer",
                "unk_token": "[UNK]",
            },
        },
        "weights": minilm,
        "beside": {"pytorch_model.bin": 90.9},
    },
}

if __name__ == "__main__":
    main()
