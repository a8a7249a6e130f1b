"""Writes packages/lora/fixtures/safetensors.json: a file as the reference library writes it, in base64.

Pinned: safetensors 0.8.0, numpy 2.4.6, torch 2.13.0.
"""

import base64
import json
import pathlib

import torch
from safetensors.torch import save

tensors = {
    "b": torch.tensor([[1.5, -2.0, 0.25]], dtype=torch.bfloat16),
    "a.weight": torch.arange(6, dtype=torch.float32).reshape(2, 3),
    "steps": torch.tensor([7], dtype=torch.int64),
    "empty": torch.zeros((0, 4), dtype=torch.float16),
}
out = pathlib.Path(__file__).resolve().parents[2] / "packages/lora/fixtures/safetensors.json"
out.write_text(json.dumps({"base64": base64.b64encode(save(tensors, {"format": "pt"})).decode()}) + "\n")
