"""Logits under LoRA adapters by PEFT: adapters that PEFT wrote, and adapters that this project wrote, one and two at a time.

    pnpm build && python tools/reference/peft_logits.py > packages/prover/src/fixtures/peft-logits.json

Pinned: torch 2.13.0, transformers 5.18.0, peft 0.21.0, on the CPU in float32. Base weights come from names and indices, as in
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
from transformers import LlamaConfig, LlamaForCausalLM

CONFIG = dict(
    vocab_size=96, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-6, rope_theta=10000.0, tie_word_embeddings=False,
    bos_token_id=None, eos_token_id=None,
)
TOKENS = [5, 17, 3, 88, 41, 2, 60, 7, 33]
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SETTINGS = {
    "lasting": dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "down_proj"]),
    "own": dict(r=2, lora_alpha=3, use_rslora=True, target_modules=ALL),
}
STACKS = {"lasting": ["lasting"], "own": ["own"], "both": ["lasting", "own"]}


def base():
    model = LlamaForCausalLM(LlamaConfig(**CONFIG, attn_implementation="eager")).float().eval()
    model.load_state_dict({key: weight(key, value.shape) for key, value in model.state_dict().items()})
    return model


def logits(model):
    with torch.no_grad():
        return [round(float(x), 6) for x in model(torch.tensor([TOKENS])).logits[0, -1]]


def stacks(folder):
    """The logits under each stack of the adapters in this folder."""
    model = PeftModel.from_pretrained(base(), folder / "lasting", adapter_name="lasting").eval()
    model.load_adapter(folder / "own", adapter_name="own")
    results = {}
    for name, adapters in STACKS.items():
        model.base_model.set_adapter(adapters)
        results[name] = logits(model)
    return results


def main():
    torch.manual_seed(0)
    here = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        theirs, ours = root / "theirs", root / "ours"
        for name, settings in SETTINGS.items():
            model = get_peft_model(base(), LoraConfig(**settings, task_type="CAUSAL_LM"))
            for key, parameter in model.named_parameters():
                if "lora_B" in key:
                    torch.nn.init.normal_(parameter, std=0.1)
            model.save_pretrained(theirs / name)
        (root / "config.json").write_text(json.dumps({"model_type": "llama", **CONFIG}))
        subprocess.run(["node", here / "peft_logits.mjs", ours, root / "config.json"], check=True)
        read = lambda *parts: pathlib.Path(*parts).read_bytes()
        files = ("adapter_config.json", "adapter_model.safetensors")
        fixture = {
            "config": {"model_type": "llama", **CONFIG},
            "tokens": TOKENS,
            "base": logits(base()),
            "writtenByPeft": {
                "adapters": {
                    name: {file: base64.b64encode(read(theirs, name, file)).decode() for file in files} for name in SETTINGS
                },
                "logits": stacks(theirs),
            },
            "writtenHere": {
                "sha256": {
                    name: {file: hashlib.sha256(read(ours, name, file)).hexdigest() for file in files} for name in SETTINGS
                },
                "logits": stacks(ours),
            },
        }
    json.dump(fixture, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
