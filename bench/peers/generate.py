"""Greedy generation by transformers, for bench/generate.mjs: `generate.py FOLDER TOKENS`, a line of JSON prompts in, one out.

Pinned: torch 2.13.0, transformers 5.18.0.
"""

import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM

folder, tokens = sys.argv[1], int(sys.argv[2])
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
for line in sys.stdin:
    x = torch.tensor(json.loads(line))
    settings = dict(attention_mask=torch.ones_like(x), do_sample=False, pad_token_id=0)
    with torch.no_grad():
        model.generate(x, max_new_tokens=4, **settings)
        start = time.perf_counter()
        y = model.generate(x, max_new_tokens=tokens, **settings)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "tokens": y[0, x.shape[1] :].tolist()}), flush=True)
