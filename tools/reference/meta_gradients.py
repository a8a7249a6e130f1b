"""Writes packages/bilevel-optimizer/fixtures/meta-gradients.json: meta-gradients by torch.func and create_graph, float64.

Four problems: a quadratic, a two-layer tanh network and the Llama with LoRA of lora_training.py, each with weighted examples,
and that Llama with the weights that a Weigher gives, by the Weigher's parameters. All for SGD and AdamW (eps_root inside the
root) and several K. The Llama is written out here, since transformers normalises in float32 whatever the model's type.
Pinned: torch 2.13.0.
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


def meta_gradient(inner, outer, theta0, meta, rate, steps, update, eps_root):
    theta0 = [p.clone().requires_grad_() for p in theta0]
    meta = {name: p.clone().requires_grad_() for name, p in meta.items()}
    rate = torch.tensor(rate, requires_grad=True)
    theta, losses = theta0, []
    state = (0, [torch.zeros_like(p) for p in theta], [torch.zeros_like(p) for p in theta])
    for _ in range(steps):
        loss = inner(theta, meta)
        losses.append(loss.item())
        gradient = torch.autograd.grad(loss, theta, create_graph=True)
        theta, state = update(theta, gradient, state, rate, eps_root)
    loss = outer(theta)
    r, *rest = torch.autograd.grad(loss, [rate, *theta0, *meta.values()])
    # Enough of a fingerprint: every element enters it with a weight of its own.
    probed = lambda name, g: (g * fill(name, g.shape, 1)).sum().item()
    m = dict(zip(meta, rest[len(theta0) :]))
    by_meta = {"weights": m["w"].tolist()} if "w" in m else {"eta": {name: probed(f"probe {name}", g) for name, g in m.items()}}
    return {
        "outerLoss": loss.item(), "innerLosses": losses, "learningRate": r.item(), **by_meta,
        "parameters": [probed(f"probe{i}", g) for i, g in enumerate(rest[: len(theta0)])],
    }


def quadratic():
    a, c = torch.tensor([1, 0.5, 2]), torch.tensor([[1, 0], [-1, 2], [0.5, -1]])
    inner = lambda t, m: (m["w"] * a * ((t[0] - c) ** 2).sum(1)).sum() / 2
    outer = lambda t: ((t[0] - torch.tensor([2.0, 1.0])) ** 2).sum() / 2
    return inner, outer, [torch.tensor([0.3, -0.7])]


def network():
    x, y = fill("x", (5, 3), 1), fill("y", (5, 2), 1)
    outer_x, outer_y = fill("outer x", (4, 3), 1), fill("outer y", (4, 2), 1)
    theta = [fill("first", (3, 4), 1), fill("second", (4, 2), 1)]
    predict = lambda t, v: torch.tanh(v @ t[0]) @ t[1]
    inner = lambda t, m: (m["w"] * ((predict(t, x) - y) ** 2).sum(1)).sum()
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

    return lambda t, m: (m["w"] * losses(t, rows)).sum(), lambda t: losses(t, target).mean(), theta


def weigher():
    """The Llama's problem with w = softmax(score / 0.7): two bidirectional layers of four heads, mean over tokens, a vector.

    Without RoPE: its tables are float32 in @lemma/prover, as in transformers, and no two libraries' cosines agree in the last
    bit. The test stretches positions until the tables are 1 and 0.
    """
    inner, outer, theta = llama()
    shapes = {"model.embed_tokens": (VOCAB, WIDTH), "segments": (3, WIDTH), "score": (WIDTH,), "model.norm": (WIDTH,)}
    for layer in range(2):
        path = f"model.layers.{layer}"
        shapes |= {f"{path}.{norm}_layernorm": (WIDTH,) for norm in ("input", "post_attention")}
        shapes |= {f"{path}.self_attn.{name}_proj": (WIDTH, WIDTH) for name in "qkvo"}
        shapes |= {f"{path}.mlp.{name}_proj": (HIDDEN, WIDTH) for name in ("gate", "up")}
        shapes[f"{path}.mlp.down_proj"] = (WIDTH, HIDDEN)
    names = [f"{name}.weight" for name in shapes]
    start = lambda name, shape: torch.ones(shape) if "norm" in name else fill(f"weigher {name}", shape, 0.4)
    eta = {name: start(name, shape) for name, shape in zip(names, shapes.values())}
    tokens = torch.tensor([[(3 * row + 5 * t + t * t) % VOCAB for t in range(8)] for row in range(4)])
    segments = torch.tensor([min(2, t // 3) for t in range(8)])

    def weights(m):
        x = m["model.embed_tokens.weight"][tokens] + m["segments.weight"][segments]
        for layer in range(2):
            w = lambda name: m[f"model.layers.{layer}.{name}.weight"]
            h = norm(x) * w("input_layernorm")
            q, k, v = ((h @ w(f"self_attn.{n}_proj").T).reshape(4, 8, 4, 4).transpose(1, 2) for n in "qkv")
            mixed = torch.softmax(q @ k.transpose(-1, -2) / 2, -1) @ v
            x = x + mixed.transpose(1, 2).reshape(4, 8, WIDTH) @ w("self_attn.o_proj").T
            h = norm(x) * w("post_attention_layernorm")
            x = x + (torch.nn.functional.silu(h @ w("mlp.gate_proj").T) * (h @ w("mlp.up_proj").T)) @ w("mlp.down_proj").T
        scores = (norm(x) * m["model.norm.weight"]).mean(1) @ m["score.weight"]
        return torch.softmax(scores / 0.7, 0)

    return lambda t, m: inner(t, {"w": weights(m)}), outer, theta, eta


def weighted(problem, count):
    return *problem, {"w": torch.softmax(fill("scores", (count,), 1), 0)}


def main():
    result = {}
    for name, (inner, outer, theta, meta), rates, root in (
        # From a cold state AdamW's first step hardly depends on the gradient's size, unless the root is large beside it.
        ("quadratic", weighted(quadratic(), 3), {"sgd": 0.3, "adamw": 0.05}, 1e-2),
        ("network", weighted(network(), 5), {"sgd": 0.05, "adamw": 0.02}, 1e-8),
        ("llama", weighted(llama(), 4), {"sgd": 0.1, "adamw": 0.01}, 1e-8),
        ("weigher", weigher(), {"sgd": 0.1, "adamw": 0.01}, 1e-8),
    ):
        for optimizer, update, eps_root in (("sgd", sgd, 0), ("adamw", adamw, root)):
            for steps in (1, 2, 3, 8):
                result[f"{name} {optimizer} {steps}"] = meta_gradient(
                    inner, outer, theta, meta, rates[optimizer], steps, update, eps_root
                )
    out = pathlib.Path(__file__).resolve().parents[2] / "packages/bilevel-optimizer/fixtures/meta-gradients.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n")
    for key, value in result.items():
        print(key, value["outerLoss"], value["learningRate"])


main()
