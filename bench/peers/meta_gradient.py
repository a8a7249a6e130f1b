"""The peer of bench/meta-gradient.mjs: the same meta-gradient in PyTorch, eager, create_graph, attention written out.

Pinned: torch 2.13.0. Fused attention has no second derivative, so PyTorch cannot use it here.
"""

import json
import resource
import sys
import time

import torch

row = json.loads(sys.argv[1])
C, L, V, T = row["width"], row["layers"], row["vocabulary"], row["tokens"]
H, F = C // 64, C * 11 // 4
torch.manual_seed(7)
weight = lambda out, width: torch.randn(out, width) * 0.02
blocks = [
    {"q": weight(C, C), "k": weight(C, C), "v": weight(C, C), "o": weight(C, C), "gate": weight(F, C), "up": weight(F, C),
     "down": weight(C, F)}
    for _ in range(L)
]
embedding, head = weight(V, C), weight(V, C)
angles = torch.arange(T)[:, None] * 10000.0 ** (-torch.arange(32) / 32)
cos, sin = (torch.cat([f(angles)] * 2, -1) for f in (torch.cos, torch.sin))
causal = torch.triu(torch.full((T, T), -1e9), 1)
norm = lambda x: x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6)
rotate = lambda x: x * cos + torch.cat([-x[..., 32:], x[..., :32]], -1) * sin


def losses(lora, tokens):
    x = embedding[tokens]
    B = len(tokens)
    split = lambda y: y.reshape(B, T, H, 64).transpose(1, 2)
    for w, (qa, qb, va, vb) in zip(blocks, lora):
        h = norm(x)
        q, k = rotate(split(h @ w["q"].T + h @ qa.T @ qb.T)), rotate(split(h @ w["k"].T))
        v = split(h @ w["v"].T + h @ va.T @ vb.T)
        mixed = (torch.softmax(q @ k.transpose(-1, -2) / 8 + causal, -1) @ v).transpose(1, 2).reshape(B, T, C)
        x = x + mixed @ w["o"].T
        h = norm(x)
        x = x + (torch.nn.functional.silu(h @ w["gate"].T) * (h @ w["up"].T)) @ w["down"].T
    logits = norm(x) @ head.T
    nll = torch.nn.functional.cross_entropy(logits[:, :-1].transpose(1, 2), tokens[:, 1:], reduction="none")
    return nll.mean(1)


def gradient():
    flat = [p.clone().requires_grad_() for block in start for p in block]
    w = torch.full((row["examples"],), 1 / row["examples"], requires_grad=True)
    group = lambda parameters: [parameters[4 * i : 4 * i + 4] for i in range(L)]
    theta = flat
    for _ in range(row["steps"]):
        g = torch.autograd.grad((w * losses(group(theta), studied)).sum(), theta, create_graph=True)
        theta = [p - 0.01 * d for p, d in zip(theta, g)]
    return torch.autograd.grad(losses(group(theta), target).mean(), [w, *flat])


rank = row["rank"]
start = [[torch.randn(rank, C) / 16, torch.zeros(C, rank), torch.randn(rank, C) / 16, torch.zeros(C, rank)] for _ in range(L)]
studied, target = torch.randint(V, (row["examples"], T)), torch.randint(V, (1, T))
with open("/proc/self/statm") as statm:
    before = int(statm.read().split()[1]) * resource.getpagesize()
times = []
for _ in range(row["repeats"]):
    started = time.perf_counter()
    gradient()
    times.append(time.perf_counter() - started)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
print(json.dumps({"seconds": min(times), "peakGB": peak / 1e9}))
