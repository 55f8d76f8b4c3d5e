"""Sampling from a GPT-2-small with random weights as PyTorch and transformers do it.

python3 sample_gpt2_torch.py prints one line of JSON: 32 continuations of 8 tokens of one prompt of
300, by `generate()` and, reading the prompt once, by hand with the same cache. It exits with 3 where
a package is missing, which `deno task bench` reports.
"""

import json
import sys
import time
from statistics import median

try:
    import torch
    from transformers import DynamicCache, GPT2Config, GPT2LMHeadModel
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

SAMPLES, NEW_TOKENS, PROMPT_TOKENS, REPEATS = 32, 8, 300, 2


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@torch.inference_mode()
def generate():
    ids = model.generate(
        prompt, do_sample=True, num_return_sequences=SAMPLES, max_new_tokens=NEW_TOKENS,
        min_new_tokens=NEW_TOKENS, use_cache=True, top_k=0, pad_token_id=50256,
        attention_mask=torch.ones_like(prompt))
    assert ids.shape == (SAMPLES, PROMPT_TOKENS + NEW_TOKENS)


@torch.inference_mode()
def share_prompt():
    cache = DynamicCache(config=model.config)
    logits = model(prompt, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[:, -1]
    logits = logits.expand(SAMPLES, -1)
    cache.batch_repeat_interleave(SAMPLES)
    for step in range(NEW_TOKENS):
        ids = torch.multinomial(logits.softmax(-1), 1)
        if step + 1 < NEW_TOKENS:
            logits = model(ids, past_key_values=cache, use_cache=True).logits[:, -1]


torch.manual_seed(0)
model = GPT2LMHeadModel(GPT2Config(attn_pdrop=0, embd_pdrop=0, resid_pdrop=0)).eval()
prompt = torch.randint(0, 50000, (1, PROMPT_TOKENS))
milliseconds = {}
for name, work in {"generate": generate, "prompt read once": share_prompt}.items():
    milliseconds[f"{name}, first"] = timed(work)
    milliseconds[f"{name}, again"] = median(timed(work) for _ in range(REPEATS))
print(json.dumps({"milliseconds": milliseconds, "results": {}}))
