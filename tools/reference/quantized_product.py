"""A loss over two quantised linear maps, its gradient and a Hessian-vector product in float64, by PyTorch.

Writes packages/autodiff/fixtures/quantized.json. The weights are formulas of their codes, scales and offsets (see `weight`), dequantised
here by the rule w = scale * (code - zero) + offset in float64, of numbers that float32 holds exactly.

    pip install torch==2.13.0
    python tools/reference/quantized_product.py
"""

import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)


def weight(rows, columns, bits, block):
    blocks = columns // block
    code = torch.tensor([(7 * i + i // 5) % 2**bits for i in range(rows * columns)], dtype=torch.float64)
    scale = torch.tensor([2.0**-bits * (1 + (b % 3)) for b in range(rows * blocks)])
    offset = torch.tensor([0.125 * ((b % 5) - 2) for b in range(rows * blocks)])
    w = scale[:, None] * (code.reshape(-1, block) - 2 ** (bits - 1)) + offset[:, None]
    return w.reshape(rows, columns)


first, second = weight(32, 64, 4, 32), weight(16, 32, 8, 16)
x = torch.tensor([[torch.sin(torch.tensor(0.3 * (64 * r + c))).item() for c in range(64)] for r in range(3)])
v = torch.tensor([[torch.cos(torch.tensor(0.2 * (64 * r + c))).item() for c in range(64)] for r in range(3)])


def loss(x):
    return (torch.tanh(0.1 * x @ first.T) @ second.T).square().sum()


value = loss(x)
gradient = torch.autograd.functional.jacobian(loss, x)
_, product = torch.autograd.functional.hvp(loss, x, v)
path = Path(__file__).parents[2] / "packages/autodiff/fixtures/quantized.json"
path.write_text(
    json.dumps(
        {
            "torch": torch.__version__,
            "loss": value.item(),
            "gradient": gradient.flatten().tolist(),
            "product": product.flatten().tolist(),
        }
    )
    + "\n"
)
