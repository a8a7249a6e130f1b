"""The same stack in PyTorch eager: `torch_stack.py LAYERS REPEATS THREADS` prints the times of a gradient in ms, as JSON."""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F

layers, repeats, threads = (int(a) for a in sys.argv[1:4])
torch.set_num_threads(threads)
C, H, HIDDEN, B, T = 512, 8, 1376, 4, 512
D = C // H
torch.manual_seed(7)


def weight(*shape):
    return (torch.rand(*shape) * 0.08 - 0.04).requires_grad_()


names = dict(q=(C, C), k=(C, C), v=(C, C), o=(C, C), gate=(HIDDEN, C), up=(HIDDEN, C), down=(C, HIDDEN))
W = [{k: weight(*s) for k, s in names.items()} | {n: torch.ones(C, requires_grad=True) for n in ("an", "mn")} for _ in range(layers)]
angle = torch.arange(T)[:, None] * torch.exp(torch.arange(D // 2) * (-math.log(10_000) / (D // 2)))
cos, sin = torch.cat([angle.cos()] * 2, -1), torch.cat([angle.sin()] * 2, -1)


def norm(x, w):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5) * w


def rotate(x):
    return x * cos + torch.cat([-x[..., D // 2 :], x[..., : D // 2]], -1) * sin


def layer(x, w):
    y = norm(x, w["an"])
    q, k, v = (F.linear(y, w[n]).view(B, T, H, D).transpose(1, 2) for n in "qkv")
    # The fused kernel: the fastest that eager has.
    mixed = F.scaled_dot_product_attention(rotate(q), rotate(k), v, is_causal=True)
    y = x + F.linear(mixed.transpose(1, 2).reshape(B, T, C), w["o"])
    z = norm(y, w["mn"])
    return y + F.linear(F.silu(F.linear(z, w["gate"])) * F.linear(z, w["up"]), w["down"])


x = torch.rand(B, T, C) - 0.5
parameters = [p for w in W for p in w.values()]


def step():
    y = x
    for w in W:
        y = layer(y, w)
    return torch.autograd.grad((y * y).mean(), parameters)


step()
times = []
for _ in range(repeats):
    start = time.perf_counter()
    step()
    times.append(1000 * (time.perf_counter() - start))
print(json.dumps({"timesMs": times, "version": torch.__version__}))
