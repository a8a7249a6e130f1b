"""Writes packages/lora/fixtures/peft-adapter.json: an adapter folder as PEFT writes it, files in base64.

Pinned: peft 0.21.0, transformers 5.18.0, torch 2.13.0.
"""

import base64
import json
import pathlib
import tempfile

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

torch.manual_seed(0)
model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=16, hidden_size=8, intermediate_size=12, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=1, max_position_embeddings=32,
    )
)
model = get_peft_model(
    model, LoraConfig(r=2, lora_alpha=6, use_rslora=True, target_modules=["v_proj", "q_proj"], task_type="CAUSAL_LM")
)
for name, parameter in model.named_parameters():
    if "lora_B" in name:
        torch.nn.init.normal_(parameter)
with tempfile.TemporaryDirectory() as directory:
    model.save_pretrained(directory)
    read = lambda name: (pathlib.Path(directory) / name).read_bytes()
    config, tensors = read("adapter_config.json").decode(), read("adapter_model.safetensors")
module = model.base_model.model.model.layers[0].self_attn.q_proj
merged = module.base_layer.weight + module.get_delta_weight("default")
out = pathlib.Path(__file__).resolve().parents[2] / "packages/lora/fixtures/peft-adapter.json"
out.write_text(
    json.dumps(
        {
            "config": config,
            "tensors": base64.b64encode(tensors).decode(),
            "qWeight": module.base_layer.weight.flatten().tolist(),
            "qMerged": merged.flatten().tolist(),
        }
    )
    + "\n"
)
