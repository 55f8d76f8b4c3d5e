"""Predicts with a regressor that this project saved, through Python's AutoModel: `load_regressor_torch.py FOLDER TEXT ...`
prints one JSON line with [virality, engagement] in 0..1 for each text. Needs torch, transformers and safetensors."""
import json, sys
from pathlib import Path
import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoTokenizer

folder, texts = Path(sys.argv[1]), sys.argv[2:]
settings = json.loads((folder / "regression_head.json").read_text())
head = load_file(folder / "regression_head.safetensors")
tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
with torch.inference_mode():
    x = tokenizer(texts, padding=True, truncation=True, max_length=settings["maxTokens"], return_tensors="pt")
    out = model(**x)
    mask = x["attention_mask"][..., None]
    pooled = out.pooler_output if settings["pooling"] == "pooler" else (out.last_hidden_state * mask).sum(1) / mask.sum(1)
    print(json.dumps((pooled @ head["head.weight"].T + head["head.bias"]).tolist()))
