"""Greedy generation by transformers, for bench/generate.mjs: `generate.py FOLDER TOKENS PROMPTS.json`."""

import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM

folder, tokens, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
results = []
for prompts in json.load(open(file)):
    x = torch.tensor(prompts)
    settings = dict(attention_mask=torch.ones_like(x), do_sample=False, pad_token_id=0)
    with torch.no_grad():
        model.generate(x, max_new_tokens=4, **settings)
        start = time.perf_counter()
        y = model.generate(x, max_new_tokens=tokens, **settings)
        seconds = time.perf_counter() - start
    results.append({"seconds": seconds, "tokens": y[0, x.shape[1] :].tolist()})
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "results": results}))
