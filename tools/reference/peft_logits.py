"""Logits and training under LoRA adapters by PEFT, for a model of each family: adapters that PEFT wrote, and adapters that this
project wrote, one and two at a time; and 50 AdamW steps of the former, trained further.

    pnpm build && python tools/reference/peft_logits.py > packages/prover/src/fixtures/peft-logits.json

Pinned: torch 2.15.0, transformers 5.24.0, peft 0.21.2, on the CPU in float32. Base weights come from names and indices, as in
model_parity.py. This project's adapters are written by peft_logits.mjs; their hashes say which bytes PEFT read.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from model_parity import weight
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM

BASE = dict(
    vocab_size=96, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-6, rope_theta=10000.0, tie_word_embeddings=False,
    bos_token_id=None, eos_token_id=None,
)
FAMILIES = {
    "llama": BASE,
    "qwen2": BASE,
    "qwen3": {**BASE, "head_dim": 12, "tie_word_embeddings": True},
    "mistral": {**BASE, "sliding_window": None},
}
TOKENS = [5, 17, 3, 88, 41, 2, 60, 7, 33]
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SETTINGS = {
    "lasting": dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "down_proj"]),
    "own": dict(r=2, lora_alpha=3, use_rslora=True, target_modules=ALL),
}
STACKS = {"lasting": ["lasting"], "own": ["own"], "both": ["lasting", "own"]}


STEPS, RATE, DECAY, CLIP = 50, 1e-2, 0.01, 0.5


def base(family):
    settings = FAMILIES[family]
    config = AutoConfig.for_model(family, **settings)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    tied = settings["tie_word_embeddings"]
    state = {k: weight(k, v.shape) for k, v in model.state_dict().items() if not (tied and k == "lm_head.weight")}
    model.load_state_dict(state, strict=not tied)
    model.tie_weights()
    return model


def rows(step):
    """Two rows, the first three tokens of each the prompt."""
    lengths = (12, 9 - step % 3)
    return [[(7 * step + 5 * row + 3 * t + t * t) % 96 for t in range(length)] for row, length in enumerate(lengths)]


def curve(family, folder):
    """Loss and gradient norm of each step of AdamW on the adapter in this folder."""
    model = PeftModel.from_pretrained(base(family), folder, is_trainable=True)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=DECAY)
    losses, norms = [], []
    for step in range(STEPS):
        batch = rows(step)
        width = max(map(len, batch))
        ids, labels = torch.zeros((2, width), dtype=torch.long), torch.full((2, width), -100)
        for i, row in enumerate(batch):
            ids[i, : len(row)] = torch.tensor(row)
            labels[i, 3 : len(row)] = torch.tensor(row[3:])
        optimizer.zero_grad()
        scores = model(input_ids=ids).logits[:, :-1]
        loss = torch.nn.functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), labels[:, 1:].reshape(-1))
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(trained, CLIP).item())
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "norms": norms}


def logits(model):
    with torch.no_grad():
        return [round(float(x), 6) for x in model(torch.tensor([TOKENS])).logits[0, -1]]


def stacks(family, folder):
    """The logits under each stack of the adapters in this folder."""
    model = PeftModel.from_pretrained(base(family), folder / "lasting", adapter_name="lasting").eval()
    model.load_adapter(folder / "own", adapter_name="own")
    results = {}
    for name, adapters in STACKS.items():
        model.base_model.set_adapter(adapters)
        results[name] = logits(model)
    return results


def fixture(family):
    torch.manual_seed(0)
    here = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        theirs, ours = root / "theirs", root / "ours"
        for name, settings in SETTINGS.items():
            model = get_peft_model(base(family), LoraConfig(**settings, task_type="CAUSAL_LM"))
            for key, parameter in model.named_parameters():
                if "lora_B" in key:
                    torch.nn.init.normal_(parameter, std=0.1)
            model.save_pretrained(theirs / name)
        config = {"model_type": family, **FAMILIES[family]}
        (root / "config.json").write_text(json.dumps(config))
        subprocess.run(["node", here / "peft_logits.mjs", ours, root / "config.json"], check=True)
        read = lambda *parts: pathlib.Path(*parts).read_bytes()
        files = ("adapter_config.json", "adapter_model.safetensors")
        return {
            "config": config,
            "tokens": TOKENS,
            "base": logits(base(family)),
            "writtenByPeft": {
                "adapters": {
                    name: {file: base64.b64encode(read(theirs, name, file)).decode() for file in files} for name in SETTINGS
                },
                "logits": stacks(family, theirs),
            },
            "writtenHere": {
                "sha256": {
                    name: {file: hashlib.sha256(read(ours, name, file)).hexdigest() for file in files} for name in SETTINGS
                },
                "logits": stacks(family, ours),
            },
            "training": curve(family, theirs / "own"),
        }


def main():
    json.dump({family: fixture(family) for family in FAMILIES}, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
