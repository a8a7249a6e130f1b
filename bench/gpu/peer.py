"""PyTorch's side of bench/gpu: `peer.py decode|lora-step SETTINGS.json`. Prints a line of JSON.

Written for torch 2.13.0, transformers 5.18.0, peft 0.21.0. NOT YET RUN ON A GPU.
"""

import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM

task, file = sys.argv[1:]
given = json.load(open(file))
device = "cuda" if given["provider"] == "cuda" else "cpu"
model = AutoModelForCausalLM.from_pretrained(given["folder"], dtype=getattr(torch, given["dtype"])).to(device)
vocabulary = model.config.vocab_size
torch.manual_seed(1)


def fastest(work):
    work()
    best = float("inf")
    for _ in range(given["repeats"]):
        if device == "cuda":
            torch.cuda.synchronize()
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - started)
    return best


if task == "decode":
    model.eval()
    x = torch.randint(vocabulary, (given["batch"], given["prompt"]), device=device)
    tokens = given["tokens"]
    with torch.no_grad():
        seconds = fastest(
            lambda: model.generate(
                x, attention_mask=torch.ones_like(x), do_sample=True, top_k=0, min_new_tokens=tokens, max_new_tokens=tokens,
                pad_token_id=0,
            )
        )
    result = {"seconds": seconds, "tokensPerSecond": given["batch"] * tokens / seconds}
else:
    from peft import LoraConfig, get_peft_model

    model.gradient_checkpointing_enable()
    model.enable_input_require_grads()
    rank = given["rank"]
    model = get_peft_model(
        model, LoraConfig(r=rank, lora_alpha=rank, target_modules=given["targetModules"], task_type="CAUSAL_LM")
    )
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-4)
    ids = torch.randint(vocabulary, (given["rows"], given["length"]), device=device)

    def step():
        optimizer.zero_grad()
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()

    seconds = fastest(step)
    result = {"seconds": seconds, "tokensPerSecond": given["rows"] * given["length"] / seconds}
if device == "cuda":
    result["deviceGB"] = torch.cuda.max_memory_allocated() / 2**30
print(json.dumps(result))
