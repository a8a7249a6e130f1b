"""Loss, gradient and Hessian-vector product of a small Llama in float64, by PyTorch and by JAX.

Writes packages/autodiff/fixtures/llama.json: parameters and directions are formulas (see `fill`), so only results are stored,
as base64 of little-endian float64 in the order of the parameters' names, sorted.

    pip install torch==2.13.0 jax==0.10.2 numpy==2.4.6
    python tools/reference/autodiff_llama.py
"""

import base64
import json
import math
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import torch

jax.config.update("jax_enable_x64", True)

S = dict(vocabulary=17, channels=8, layers=2, heads=2, keyValueHeads=1, hidden=12, ropeTheta=10000.0, epsilon=1e-5)
B, T = 2, 7
C, H, KV, F, V = S["channels"], S["heads"], S["keyValueHeads"], S["hidden"], S["vocabulary"]
D = C // H


def shapes():
    kv = D * KV
    layer = dict(q=(C, C), k=(kv, C), v=(kv, C), o=(C, C), gate=(F, C), up=(F, C), down=(C, F), attentionNorm=(C,), mlpNorm=(C,))
    named = {"embedding": (V, C), "head": (V, C), "norm": (C,)}
    for i in range(S["layers"]):
        for name, shape in layer.items():
            named[f"layers.{i}.{name}"] = shape
    return dict(sorted(named.items()))


def fill(shape, seed):
    """sin(0.7 i + 1.3 seed) / 2, plus 1 for vectors (norms)."""
    n = math.prod(shape)
    values = np.array([0.5 * math.sin(0.7 * i + 1.3 * seed) for i in range(n)])
    return (values + (1.0 if len(shape) == 1 else 0.0)).reshape(shape)


names = list(shapes())
params = {name: fill(shape, k) for k, (name, shape) in enumerate(shapes().items())}
direction = {name: fill(shape, k + 100) for k, (name, shape) in enumerate(shapes().items())}
tokens = np.array([[(5 * b + 3 * t * t + t) % V for t in range(T)] for b in range(B)])


def llama(np_, p, softmax, log_softmax, silu, transpose, concat, take, arange, where):
    n = T - 1
    x = take(p["embedding"], tokens[:, :-1])
    frequency = np_.exp(arange(D // 2) * (-math.log(S["ropeTheta"]) / (D // 2)))
    angle = arange(n)[:, None] * frequency
    cos, sin = np_.cos(angle), np_.sin(angle)
    mask = where(arange(n)[None, :] <= arange(n)[:, None], 0.0, -1e9)

    def norm(y, w):
        return y / np_.sqrt((y * y).mean(-1)[..., None] + S["epsilon"]) * w

    def rotate(y):
        a, b = y[..., : D // 2], y[..., D // 2 :]
        return concat([a * cos - b * sin, b * cos + a * sin])

    def split(y, heads):
        return transpose(y.reshape(B, n, heads, D), (0, 2, 1, 3))

    for i in range(S["layers"]):
        w = {k: p[f"layers.{i}.{k}"] for k in ("q", "k", "v", "o", "gate", "up", "down", "attentionNorm", "mlpNorm")}
        y = norm(x, w["attentionNorm"])
        q = rotate(split(y @ w["q"].T, H))
        k = rotate(split(y @ w["k"].T, KV)).reshape(B, KV, 1, n, D)
        v = split(y @ w["v"].T, KV).reshape(B, KV, 1, n, D)
        q = q.reshape(B, KV, H // KV, n, D)
        scores = q @ transpose(k, (0, 1, 2, 4, 3)) / math.sqrt(D) + mask
        mixed = transpose((softmax(scores) @ v).reshape(B, H, n, D), (0, 2, 1, 3)).reshape(B, n, C)
        x = x + mixed @ w["o"].T
        y = norm(x, w["mlpNorm"])
        x = x + (silu(y @ w["gate"].T) * (y @ w["up"].T)) @ w["down"].T
    logits = log_softmax(norm(x, p["norm"]) @ p["head"].T)
    rows, columns = np.indices((B, n))
    return -logits[rows, columns, tokens[:, 1:]].mean()


def by_torch():
    leaves = {k: torch.tensor(v, dtype=torch.float64, requires_grad=True) for k, v in params.items()}
    loss = llama(
        torch,
        leaves,
        lambda s: torch.softmax(s, -1),
        lambda s: torch.log_softmax(s, -1),
        torch.nn.functional.silu,
        lambda y, axes: y.permute(axes),
        lambda parts: torch.cat(parts, -1),
        lambda e, i: e[torch.tensor(i)],
        lambda m: torch.arange(m, dtype=torch.float64),
        lambda c, a, b: torch.where(c, a, b).double(),
    )
    gradient = torch.autograd.grad(loss, list(leaves.values()), create_graph=True)
    dot = sum((g * torch.tensor(direction[k])).sum() for k, g in zip(leaves, gradient))
    product = torch.autograd.grad(dot, list(leaves.values()))
    return float(loss.detach()), [g.detach().numpy() for g in gradient], [h.numpy() for h in product]


def by_jax():
    def loss(p):
        return llama(
            jnp,
            p,
            lambda s: jax.nn.softmax(s, -1),
            lambda s: jax.nn.log_softmax(s, -1),
            jax.nn.silu,
            jnp.transpose,
            lambda parts: jnp.concatenate(parts, -1),
            lambda e, i: e[jnp.asarray(i)],
            lambda m: jnp.arange(m, dtype=jnp.float64),
            jnp.where,
        )

    p = {k: jnp.asarray(v) for k, v in params.items()}
    v = {k: jnp.asarray(v) for k, v in direction.items()}
    gradient, product = jax.jvp(jax.grad(loss), (p,), (v,))
    return float(loss(p)), [np.asarray(gradient[k]) for k in names], [np.asarray(product[k]) for k in names]


def encode(arrays):
    flat = np.concatenate([np.ascontiguousarray(a, dtype="<f8").ravel() for a in arrays])
    return base64.b64encode(flat.tobytes()).decode()


results = {}
for name, run, version in (("torch", by_torch, torch.__version__), ("jax", by_jax, jax.__version__)):
    loss, gradient, product = run()
    results[name] = dict(version=version, loss=loss, gradient=encode(gradient), product=encode(product))
    print(name, loss, sum(abs(g).sum() for g in gradient), sum(abs(h).sum() for h in product))
target = Path(__file__).parents[2] / "packages/autodiff/fixtures/llama.json"
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(dict(shape=S, names=names, tokens=tokens.tolist(), **results), indent=1) + "\n")
