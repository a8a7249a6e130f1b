"""The peer of bench/lora-step.mjs: one LoRA step under PyTorch + PEFT, float32.

Pinned: torch 2.13.0, transformers 5.18.0, peft 0.21.0.
"""

import json
import resource
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaForCausalLM

given = json.loads(sys.argv[1])
with open("/proc/self/statm") as statm:
    before = int(statm.read().split()[1]) * resource.getpagesize()
model = LlamaForCausalLM.from_pretrained(given["directory"], dtype=torch.float32)
rank = given["rank"]
model = get_peft_model(
    model, LoraConfig(r=rank, lora_alpha=rank, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
)
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3, weight_decay=0)
torch.manual_seed(7)
ids = torch.randint(given["vocabulary"], (given["examples"], given["tokens"]))
times = []
for _ in range(given["repeats"]):
    started = time.perf_counter()
    optimizer.zero_grad()
    model(input_ids=ids, labels=ids).loss.backward()
    optimizer.step()
    times.append(time.perf_counter() - started)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
print(json.dumps({"seconds": min(times), "peakGB": peak / 1e9}))
