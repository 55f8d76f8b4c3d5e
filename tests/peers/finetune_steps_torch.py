"""Fine-tuning steps by the original recipe as PyTorch and transformers do them.

python3 finetune_steps_torch.py MODEL FOLDER times steps of 16 rows at several lengths, an epoch over
FOLDER/train_set.csv with rows padded to their batch's longest, and the original's epoch with every
row padded to 512, and prints one line of JSON. It exits with 3 where a package is missing, which
`deno task bench` reports.
"""

import json
import random
import resource
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

ROWS, REPEATS, EPOCH_SAMPLE, LENGTHS = 16, 5, 12, [72, 112, 145, 237]

model_folder, data_folder = sys.argv[1:]
torch.manual_seed(0)
random.seed(0)
tokenizer, model = AutoTokenizer.from_pretrained(model_folder), AutoModel.from_pretrained(model_folder)
head = torch.nn.Linear(model.config.hidden_size, 2)
optimizer = torch.optim.Adam([*model.parameters(), *head.parameters()], lr=1e-5, weight_decay=0.01)
model.train()


def step(rows, length=None):
    start = time.perf_counter()
    length = length or max(map(len, rows))
    x = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros_like(x)
    for i, row in enumerate(rows):
        x[i, : len(row)], mask[i, : len(row)] = torch.tensor(row), 1
    optimizer.zero_grad()
    pooled = model(input_ids=x, attention_mask=mask).pooler_output
    predicted = head(torch.nn.functional.dropout(pooled, 0.1))
    loss = ((predicted - torch.tensor([0.5, 0.7])) ** 2).mean()
    loss.backward()
    optimizer.step()
    loss.item()
    return (time.perf_counter() - start) * 1000


milliseconds = {}
for length in LENGTHS:
    rows = [[random.randint(1000, 19999) for _ in range(length)]] * ROWS
    milliseconds[f"step of {ROWS} x {length} tokens"] = median([step(rows) for _ in range(REPEATS + 1)][1:])

texts = pd.read_csv(f"{data_folder}/train_set.csv").transcript.tolist()
ids = tokenizer(texts, truncation=True, max_length=512)["input_ids"]
order = random.sample(range(len(ids)), len(ids))
order = sum((sorted(order[i : i + 512], key=lambda r: len(ids[r])) for i in range(0, len(order), 512)), [])
batches = sorted((order[i : i + ROWS] for i in range(0, len(order), ROWS)), key=lambda b: len(ids[b[-1]]))
sample = batches[:: -(-len(batches) // EPOCH_SAMPLE)]
times = [step([ids[r] for r in batch]) for batch in sample]
milliseconds["epoch, rows padded to their batch's longest"] = sum(times) / len(times) * len(batches)
padded = [step([ids[r] for r in batch], 512) for batch in sample[:3]]
milliseconds["the same epoch against the peer padded to 512"] = sum(padded) / len(padded) * len(batches)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps({"milliseconds": milliseconds, "results": {"peak memory, GB": peak}}))
