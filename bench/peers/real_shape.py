"""The peer of bench/real-shape.mjs: the same turn, on the same tokens, under PyTorch + transformers + PEFT.

Pinned: torch 2.13.0, transformers 5.24.0, peft 0.21.2.
"""

import json
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
torch.manual_seed(7)
if given["threads"] > 0:
    torch.set_num_threads(given["threads"])


def clock(work):
    started, used = time.perf_counter(), time.process_time()
    result = work()
    return result, {"seconds": time.perf_counter() - started, "cpu": time.process_time() - used}


def padded(rows, left):
    width = max(len(row) for row in rows)
    pad = lambda row, value: [value] * (width - len(row)) + row if left else row + [value] * (width - len(row))
    return torch.tensor([pad(row, 0) for row in rows]), torch.tensor([pad([1] * len(row), 0) for row in rows])


def sample(model, work):
    ids, mask = padded(work["prompts"], left=True)
    with torch.no_grad():
        model.generate(
            input_ids=ids,
            attention_mask=mask,
            do_sample=True,
            top_k=0,
            temperature=1.0,
            num_return_sequences=work["samples"],
            max_new_tokens=given["tokens"],
            pad_token_id=0,
        )
    return len(work["prompts"]) * work["samples"] * given["tokens"]


model, opening = clock(
    lambda: AutoModelForCausalLM.from_pretrained(given["directory"], dtype=getattr(torch, given["dtype"])).eval()
)
model.generation_config.eos_token_id = None
(conjectured, conjecturing), (proved, proving) = (clock(lambda: sample(model, work)) for work in given["sampled"])
model = get_peft_model(
    model, LoraConfig(r=given["rank"], lora_alpha=given["rank"], target_modules="all-linear", task_type="CAUSAL_LM")
)
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=5e-5, weight_decay=0)


def loss_of(rows):
    ids, mask = padded([row["tokens"] for row in rows], left=False)
    labels = ids.clone()
    for i, row in enumerate(rows):
        labels[i, : row["promptLength"]] = -100
        labels[i, len(row["tokens"]) :] = -100
    return model(input_ids=ids, attention_mask=mask, labels=labels).loss, int(mask.sum())


def epoch():
    trained = 0
    examples, size = given["examples"], given["stepRows"]
    steps = [examples[start : start + size] for start in range(0, len(examples), size)]
    model.train()
    for rows in steps:
        optimizer.zero_grad()
        loss, tokens = loss_of(rows)
        loss.backward()
        optimizer.step()
        trained += tokens
    model.eval()
    # What adapting reports: the loss under the adapter.
    with torch.no_grad():
        for rows in steps:
            loss_of(rows)
    return trained


trained, adapting_first = clock(epoch)
_, adapting = clock(epoch)
attempted, attempting = clock(lambda: sample(model, given["attempts"]))
print(
    json.dumps(
        {
            "open": opening,
            "conjecturing": conjecturing,
            "proving": proving,
            "adaptingFirst": adapting_first,
            "adapting": adapting,
            "attempting": attempting,
            "sampledTokens": conjectured + proved + attempted,
            "trainedTokens": trained,
        }
    )
)
