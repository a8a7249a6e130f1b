"""Writes packages/bilevel-optimizer/fixtures/meta-gradients.json: meta-gradients by torch.func and create_graph, float64.

Two problems: a two-layer tanh network with weighted examples, and the Llama with LoRA of lora_training.py. Both for SGD and
AdamW (eps_root inside the root) and several K. The Llama is written out here, since transformers normalises in float32
whatever the model's type. Pinned: torch 2.13.0.
"""

import json
import pathlib

import torch

from lora_training import ALPHA, HEADS, HIDDEN, LAYERS, RANK, VOCAB, WIDTH, fill

torch.set_num_threads(2)
torch.set_default_dtype(torch.float64)
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


def sgd(theta, gradient, state, rate, _):
    return [p - rate * g for p, g in zip(theta, gradient)], state


def adamw(theta, gradient, state, rate, eps_root):
    step, mean, variance = state
    step += 1
    mean = [BETA1 * m + (1 - BETA1) * g for m, g in zip(mean, gradient)]
    variance = [BETA2 * v + (1 - BETA2) * g * g for v, g in zip(variance, gradient)]
    updated = [
        p - rate / (1 - BETA1**step) * m / ((v / (1 - BETA2**step) + eps_root).sqrt() + EPS)
        for p, m, v in zip(theta, mean, variance)
    ]
    return updated, (step, mean, variance)


def meta_gradient(inner, outer, theta0, weights, rate, steps, update, eps_root):
    theta0 = [p.clone().requires_grad_() for p in theta0]
    weights = weights.clone().requires_grad_()
    rate = torch.tensor(rate, requires_grad=True)
    theta, losses = theta0, []
    state = (0, [torch.zeros_like(p) for p in theta], [torch.zeros_like(p) for p in theta])
    for _ in range(steps):
        loss = inner(theta, weights)
        losses.append(loss.item())
        gradient = torch.autograd.grad(loss, theta, create_graph=True)
        theta, state = update(theta, gradient, state, rate, eps_root)
    loss = outer(theta)
    w, r, *t = torch.autograd.grad(loss, [weights, rate, *theta0])
    return {
        "outerLoss": loss.item(), "innerLosses": losses, "weights": w.tolist(), "learningRate": r.item(),
        # Enough of a fingerprint: every element enters it with a weight of its own.
        "parameters": [(g * fill(f"probe{i}", g.shape, 1)).sum().item() for i, g in enumerate(t)],
    }


def network():
    x, y = fill("x", (5, 3), 1), fill("y", (5, 2), 1)
    outer_x, outer_y = fill("outer x", (4, 3), 1), fill("outer y", (4, 2), 1)
    theta = [fill("first", (3, 4), 1), fill("second", (4, 2), 1)]
    predict = lambda t, v: torch.tanh(v @ t[0]) @ t[1]
    inner = lambda t, w: (w * ((predict(t, x) - y) ** 2).sum(1)).sum()
    outer = lambda t: ((predict(t, outer_x) - outer_y) ** 2).mean()
    return inner, outer, theta


def linear(path, x, t):
    shapes = {"mlp.gate_proj": (HIDDEN, WIDTH), "mlp.up_proj": (HIDDEN, WIDTH), "mlp.down_proj": (WIDTH, HIDDEN)}
    shape = next((s for name, s in shapes.items() if path.endswith(name)), (WIDTH, WIDTH))
    y = x @ fill(f"{path}.weight", shape, 0.3).T
    if f"{path}.lora_A.weight" in t:
        y = y + ALPHA / RANK * (x @ t[f"{path}.lora_A.weight"].T @ t[f"{path}.lora_B.weight"].T)
    return y


def norm(x):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6)


def rotate(x):
    half = x.shape[-1] // 2
    angles = torch.arange(x.shape[-2])[:, None] * 10000.0 ** (-torch.arange(half) / half)
    cos, sin = (torch.cat([f(angles)] * 2, -1) for f in (torch.cos, torch.sin))
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin


def logits(t, tokens):
    x = fill("model.embed_tokens.weight", (VOCAB, WIDTH), 0.3)[tokens]
    batch, seq = tokens.shape
    causal = torch.tril(torch.ones(seq, seq, dtype=torch.bool))
    for layer in range(LAYERS):
        path = f"model.layers.{layer}"
        h = norm(x)
        split = lambda name: linear(f"{path}.self_attn.{name}", h, t).reshape(batch, seq, HEADS, -1).transpose(1, 2)
        q, k, v = rotate(split("q_proj")), rotate(split("k_proj")), split("v_proj")
        scores = (q @ k.transpose(-1, -2) / (WIDTH / HEADS) ** 0.5).masked_fill(~causal, -1e9)
        mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, seq, WIDTH)
        x = x + linear(f"{path}.self_attn.o_proj", mixed, t)
        h = norm(x)
        gated = torch.nn.functional.silu(linear(f"{path}.mlp.gate_proj", h, t)) * linear(f"{path}.mlp.up_proj", h, t)
        x = x + linear(f"{path}.mlp.down_proj", gated, t)
    return norm(x) @ fill("lm_head.weight", (VOCAB, WIDTH), 0.3).T


def llama():
    names = []
    for layer in range(LAYERS):
        for module, (out, width) in {
            "mlp.down_proj": (WIDTH, HIDDEN), "self_attn.q_proj": (WIDTH, WIDTH), "self_attn.v_proj": (WIDTH, WIDTH),
        }.items():
            path = f"model.layers.{layer}.{module}"
            names += [(f"{path}.lora_A.weight", (RANK, width)), (f"{path}.lora_B.weight", (out, RANK))]
    # A cold LoRA has B = 0, where half of the derivatives vanish: start from a warm one.
    theta = [fill("warm " + name, shape, 0.25) for name, shape in names]
    rows = torch.tensor([[(5 * row + 3 * t + t * t) % VOCAB for t in range(8)] for row in range(4)])
    target = torch.tensor([[(11 + 2 * t * t) % VOCAB for t in range(8)]])

    def losses(t, tokens):
        out = logits(dict(zip([n for n, _ in names], t)), tokens)
        nll = torch.nn.functional.cross_entropy(out[:, :-1].transpose(1, 2), tokens[:, 1:], reduction="none")
        return nll[:, 2:].mean(1)

    return lambda t, w: (w * losses(t, rows)).sum(), lambda t: losses(t, target).mean(), theta


def main():
    result = {}
    for name, (inner, outer, theta), count, rates in (
        ("network", network(), 5, {"sgd": 0.05, "adamw": 0.02}),
        ("llama", llama(), 4, {"sgd": 0.1, "adamw": 0.01}),
    ):
        weights = torch.softmax(fill("scores", (count,), 1), 0)
        for optimizer, update, eps_root in (("sgd", sgd, 0), ("adamw", adamw, 1e-8)):
            for steps in (1, 2, 3, 8):
                result[f"{name} {optimizer} {steps}"] = meta_gradient(
                    inner, outer, theta, weights, rates[optimizer], steps, update, eps_root
                )
    out = pathlib.Path(__file__).resolve().parents[2] / "packages/bilevel-optimizer/fixtures/meta-gradients.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n")
    for key, value in result.items():
        print(key, value["outerLoss"], value["weights"])


main()
