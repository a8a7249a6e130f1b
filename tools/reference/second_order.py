"""Hessian-vector products of small Qwen2 and Qwen3 models in float64, by PyTorch.

    pip install torch==2.13.0 numpy==2.4.6
    python tools/reference/second_order.py > packages/prover/src/fixtures/second-order.json

The loss goes through RoPE, grouped attention, the biases of q, k and v (Qwen2) or the norms of each head's queries and keys
(Qwen3), and is differentiated twice by a LoRA pair on q_proj of the first block and by those biases or norms. The forward pass is
written out, since transformers computes norms and softmax in float32 whatever the model's type; `model_parity.py` holds ours to
transformers'. Cosines are float32, as everywhere: where positions are not all 0, their last bits differ between libraries.
"""

import json
import math
import sys

import torch

from model_parity import weight

C, F, L, H, K, V, T = 16, 24, 2, 4, 2, 20, 5
EPS, THETA = 1e-6, 10000.0
TOKENS = torch.tensor([[1, 2, 3, 4, 5], [6, 7, 8, 0, 0]])
MASK = torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]], dtype=torch.float64)
CASES = {"qwen2": dict(head_dim=4, extra=["q_proj.bias", "k_proj.bias"]), "qwen3": dict(head_dim=6, extra=["q_norm.weight", "k_norm.weight"])}


def fill(shape, seed):
    """sin(0.7 i + 1.3 seed) / 2."""
    return torch.tensor([math.sin(0.7 * i + 1.3 * seed) / 2 for i in range(math.prod(shape))], dtype=torch.float64).reshape(shape)


def norm(x, scale):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + EPS) * scale


def main():
    cases = []
    for family, case in CASES.items():
        D = case["head_dim"]
        shapes = {"model.embed_tokens.weight": (V, C), "model.norm.weight": (C,), "lm_head.weight": (V, C)}
        for layer in range(L):
            block = f"model.layers.{layer}."
            for name, shape in {"q": (H * D, C), "k": (K * D, C), "v": (K * D, C), "o": (C, H * D)}.items():
                shapes[f"{block}self_attn.{name}_proj.weight"] = shape
                if family == "qwen2" and name != "o":
                    shapes[f"{block}self_attn.{name}_proj.bias"] = shape[:1]
            if family == "qwen3":
                shapes[f"{block}self_attn.q_norm.weight"] = shapes[f"{block}self_attn.k_norm.weight"] = (D,)
            for name, shape in {"gate": (F, C), "up": (F, C), "down": (C, F)}.items():
                shapes[f"{block}mlp.{name}_proj.weight"] = shape
            shapes[f"{block}input_layernorm.weight"] = shapes[f"{block}post_attention_layernorm.weight"] = (C,)
        w = {name: weight(name, shape).double() for name, shape in shapes.items()}
        names = ["a", "b", *(f"model.layers.0.self_attn.{name}" for name in case["extra"])]
        at = [fill((2, C), 1), fill((H * D, 2), 2), *(w[name] for name in names[2:])]
        along = [fill(x.shape, 3 + i) for i, x in enumerate(at)]
        for positions in ([0] * T, list(range(T))):
            frequency = 1.0 / THETA ** (torch.arange(0, D, 2, dtype=torch.float32) / D)
            angle = torch.tensor(positions, dtype=torch.float32)[:, None] * frequency
            cos, sin = (torch.cat([f(angle)] * 2, -1).double() for f in (torch.cos, torch.sin))
            turn = lambda x: x * cos + torch.cat([-x[..., D // 2 :], x[..., : D // 2]], -1) * sin
            causal = torch.triu(torch.full((T, T), -1e9, dtype=torch.float64), 1)

            def loss(a, b, first, second):
                p = {**w, names[2]: first, names[3]: second}
                x = p["model.embed_tokens.weight"][TOKENS]
                for layer in range(L):
                    block = f"model.layers.{layer}."
                    h = norm(x, p[f"{block}input_layernorm.weight"])
                    linear = lambda y, name: y @ p[f"{block}{name}.weight"].T + p.get(f"{block}{name}.bias", 0)
                    q, k, v = (linear(h, f"self_attn.{name}_proj") for name in "qkv")
                    if layer == 0:
                        q = q + 0.5 * (h @ a.T) @ b.T
                    q, k, v = (y.reshape(2, T, -1, D).transpose(1, 2) for y in (q, k, v))
                    if family == "qwen3":
                        q, k = norm(q, p[f"{block}self_attn.q_norm.weight"]), norm(k, p[f"{block}self_attn.k_norm.weight"])
                    q, k = turn(q), turn(k)
                    k, v = (y.repeat_interleave(H // K, 1) for y in (k, v))
                    mixed = (torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(D) + causal, -1) @ v).transpose(1, 2)
                    x = x + linear(mixed.reshape(2, T, H * D), "self_attn.o_proj")
                    h = norm(x, p[f"{block}post_attention_layernorm.weight"])
                    gated = torch.nn.functional.silu(linear(h, "mlp.gate_proj")) * linear(h, "mlp.up_proj")
                    x = x + linear(gated, "mlp.down_proj")
                logits = norm(x, p["model.norm.weight"]) @ p["lm_head.weight"].T
                nll = torch.nn.functional.cross_entropy(logits[:, :-1].transpose(1, 2), TOKENS[:, 1:], reduction="none")
                return (nll * MASK[:, 1:]).sum()

            inputs = [x.clone().requires_grad_() for x in at]
            value = loss(*inputs)
            gradient = torch.autograd.grad(value, inputs, create_graph=True)
            product = torch.autograd.grad(sum((g * d).sum() for g, d in zip(gradient, along)), inputs)
            cases.append(
                {
                    "family": family,
                    "headDim": D,
                    "positions": positions,
                    "names": names,
                    "loss": value.item(),
                    "product": {name: x.flatten().tolist() for name, x in zip(names, product)},
                }
            )
    json.dump(cases, sys.stdout)


if __name__ == "__main__":
    main()
