"""Writes packages/lora/fixtures/lora-training.json: 50 AdamW steps of a LoRA adapter under PEFT, float32.

The base weights and the adapter's start come from exact small fractions, so that TypeScript builds the same ones without a
file: weight(name, i) below. Pinned: peft 0.21.0, transformers 5.18.0, torch 2.13.0.
"""

import json
import pathlib

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

torch.set_num_threads(1)
STEPS, RANK, ALPHA, RATE, DECAY, CLIP = 50, 4, 8, 1e-2, 0.01, 0.5
VOCAB, WIDTH, HIDDEN, LAYERS, HEADS, SEQ = 23, 16, 24, 2, 2, 12


def fill(name, shape, size):
    """A linear congruential sequence seeded by the name, in [-size, size): exact in both languages."""
    state = 1
    for character in name:
        state = (state * 31 + ord(character)) % 65521
    values = []
    for _ in range(torch.Size(shape).numel()):
        state = (state * 17364) % 65521
        values.append((state / 65521 * 2 - 1) * size)
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def build(dtype):
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCAB, hidden_size=WIDTH, intermediate_size=HIDDEN, num_hidden_layers=LAYERS,
            num_attention_heads=HEADS, num_key_value_heads=HEADS, max_position_embeddings=64, rms_norm_eps=1e-6,
            rope_theta=10000.0, tie_word_embeddings=False, attn_implementation="eager",
        )
    ).to(dtype)
    model = get_peft_model(
        model,
        LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM"),
    ).to(dtype)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            short = name.replace("base_model.model.", "").replace(".default", "").replace(".base_layer", "")
            if "norm" in short:
                parameter.fill_(1)
            else:
                size = 0.25 if "lora_A" in short else 0 if "lora_B" in short else 0.3
                parameter.copy_(fill(short, parameter.shape, size).to(dtype))
    return model


def batch(step):
    """Two rows of different lengths; the first 3 tokens of each are prompt."""
    rows = []
    for row, length in enumerate((SEQ, SEQ - 3 - step % 3)):
        rows.append([(7 * step + 5 * row + 3 * t + t * t) % VOCAB for t in range(length)])
    return rows


def main():
    model = build(torch.float32)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=DECAY)
    losses, norms = [], []
    for step in range(STEPS):
        rows = batch(step)
        width = max(map(len, rows))
        ids = torch.zeros((len(rows), width), dtype=torch.long)
        labels = torch.full((len(rows), width), -100)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            labels[i, 3 : len(row)] = torch.tensor(row[3:])
        optimizer.zero_grad()
        logits = model(input_ids=ids).logits
        loss = torch.nn.functional.cross_entropy(logits[:, :-1].reshape(-1, VOCAB), labels[:, 1:].reshape(-1))
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        losses.append(loss.item())
        norms.append(norm.item())
    out = pathlib.Path(__file__).resolve().parents[2] / "packages/lora/fixtures/lora-training.json"
    out.write_text(json.dumps({"losses": losses, "norms": norms}) + "\n")
    print(losses[:3], losses[-1], norms[:3])


if __name__ == "__main__":
    main()
