"""The frozen text encoder as PyTorch and transformers do it, in f32.

python3 encode_text_torch.py MODEL FOLDER encodes the first 256 transcripts of
FOLDER/train_set.csv and prints one line of JSON. Its one time stands beside both of ours, f32 and
int8. It exits with 3 where a package is missing, which `deno task bench` reports.
"""

import json
import sys
import time
from statistics import median

try:
    import pandas as pd
    import torch
    from transformers import AutoModel, AutoTokenizer
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

TIMED_ROWS, BATCH, REPEATS = 256, 32, 3

model_folder, data_folder = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(model_folder)
model = AutoModel.from_pretrained(model_folder).eval()
texts = pd.read_csv(f"{data_folder}/train_set.csv").transcript[:TIMED_ROWS].tolist()


def encode(texts):
    texts = sorted(texts, key=len)
    for start in range(0, len(texts), BATCH):
        batch = tokenizer(
            texts[start : start + BATCH], padding=True, truncation=True, max_length=512, return_tensors="pt"
        )
        hidden = model(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None]
        torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1))


def timed():
    start = time.perf_counter()
    encode(texts)
    return (time.perf_counter() - start) * 1000


with torch.inference_mode():
    encode(texts[:32])
    milliseconds = median(timed() for _ in range(REPEATS))
print(json.dumps({"milliseconds": {"f32": milliseconds, "int8": milliseconds}, "results": {}}))
