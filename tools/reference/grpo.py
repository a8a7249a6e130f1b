"""Reference losses, gradients and advantages for @lemma/grpo. trl 1.13.0, torch 2.13.0 (CPU, float64).

Losses are TRL's own `GRPOTrainer._compute_loss`, run on a stand-in for the trainer; what TRL does not have (dual clip by a
bound on the loss, k1, k2, GSPO-token) is written after verl's core_algos.py. Run:

    python tools/reference/grpo.py > packages/grpo/fixtures/losses.json
"""

import json
import math
from collections import defaultdict
from types import SimpleNamespace

import torch
import trl
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.utils import nanstd

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(7)


def draw(*shape, scale=1.0):
    return torch.randn(*shape, generator=generator) * scale


def fake(loss_type, ratio, low, high, delta, beta, bias, max_tokens, accumulation):
    accelerator = SimpleNamespace(
        num_processes=1, gather=lambda x: x, gather_for_metrics=lambda x: x, reduce=lambda x, reduction: x, sync_gradients=True
    )
    return SimpleNamespace(
        aux_loss_enabled=False,
        top_entropy_quantile=1.0,
        off_policy_mask_threshold=None,
        importance_sampling_level=ratio,
        beta=beta,
        loss_type=loss_type,
        epsilon_low=low,
        epsilon_high=high,
        use_vllm=False,
        model=SimpleNamespace(training=True),
        current_gradient_accumulation_steps=accumulation,
        max_completion_length=max_tokens,
        accelerator=accelerator,
        _entropy_bonus_enabled=False,
        _metrics=defaultdict(lambda: defaultdict(list)),
        args=SimpleNamespace(delta=delta, use_bias_correction_kl=bias, steps_per_generation=accumulation),
    )


def trl_loss(trainer, policy, batch):
    trainer._get_per_token_logps_and_entropies = lambda *a, **k: (policy, torch.zeros_like(policy), None)
    ids = torch.zeros_like(batch["completion_mask"], dtype=torch.long)
    inputs = {"prompt_ids": ids[:, :1], "prompt_mask": ids[:, :1], "completion_ids": ids, **batch}
    return GRPOTrainer._compute_loss(trainer, None, inputs)


def mask_of(lengths, width):
    return (torch.arange(width)[None, :] < torch.tensor(lengths)[:, None]).double()


def case(name, lengths, loss_type="dapo", ratio="token", low=0.2, high=0.2, delta=None, beta=0.0, bias=False, cuts=None,
         advantages=None, on_policy=False, spread=0.4):
    width, count, max_tokens = 6, len(lengths), 8
    policy = -draw(count, width).abs()
    old = policy + draw(count, width, scale=spread)
    reference = policy + draw(count, width, scale=0.5)
    mask = mask_of(lengths, width)
    advantages = draw(count) if advantages is None else torch.tensor(advantages)
    cuts = [count] if cuts is None else cuts
    leaf = policy.clone().requires_grad_(True)
    total, losses, start = 0.0, [], 0
    for cut in cuts:
        rows = slice(start, start + cut)
        trainer_high = 1 + high if loss_type == "cispo" else high
        trainer = fake(loss_type, ratio, low, trainer_high, delta, beta, bias, max_tokens, len(cuts))
        batch = {"completion_mask": mask[rows], "advantages": advantages[rows], "num_items_in_batch": mask.sum()}
        if not on_policy:
            batch["old_per_token_logps"] = old[rows]
        if beta != 0:
            batch["ref_per_token_logps"] = reference[rows]
        loss = trl_loss(trainer, leaf[rows], batch)
        losses.append(loss.item())
        total = total + loss
        start += cut
    total.backward()
    return {
        "name": name,
        "settings": {
            "ratio": ratio,
            "surrogate": "cispo" if loss_type == "cispo" else "clipped",
            "clip": {"low": low, "high": high, **({} if delta is None else {"dual": delta})},
            "aggregation": "dapo" if loss_type == "cispo" else loss_type,
            "kl": "k3",
            "klCoefficient": beta,
            "klImportance": bias,
        },
        "maxTokens": max_tokens,
        "cuts": cuts,
        "onPolicy": on_policy,
        "policy": policy.tolist(),
        "old": old.tolist(),
        "reference": reference.tolist(),
        "mask": mask.tolist(),
        "advantages": advantages.tolist(),
        "losses": losses,
        "gradient": leaf.grad.tolist(),
    }


mixed = [6, 3, 1, 5]
cases = [case(f"{kind}, off policy", mixed, kind) for kind in ("grpo", "bnpo", "dapo", "dr_grpo", "cispo")]
cases += [case(f"{kind}, KL", mixed, kind, beta=0.04) for kind in ("grpo", "bnpo", "dapo", "dr_grpo")]
cases += [
    case("asymmetric clip", mixed, high=0.28, spread=0.8),
    case("dual clip (TRL delta)", mixed, delta=3.0, spread=1.5),
    case("sequence ratio (GSPO)", mixed, "grpo", ratio="sequence", low=3e-2, high=4e-2),
    case("KL with importance correction", mixed, beta=0.1, bias=True),
    # research/ml-anchors.md, section 3.3.
    case("truncated completions are masked in numerator and denominator (TRL #6369)", [6, 0, 4, 0]),
    case("every completion truncated", [0, 0, 0, 0]),
    case("zero-variance group: no policy loss, KL still pulls (TRL #5597)", mixed, "grpo", beta=0.04, advantages=[0.0] * 4),
    case("on policy, beta 0, global token mean: the value is not 0, the gradient matters (TRL #2995)", mixed, on_policy=True),
    case("on policy, per-sequence mean", mixed, "grpo", on_policy=True, advantages=[1.0, -1.0, 0.5, -0.5]),
    case("accumulation: token loss stays a token loss (open-instruct #1137)", mixed, cuts=[1, 3]),
    case("accumulation, bnpo depends on the cut", mixed, "bnpo", cuts=[2, 2]),
    case("accumulation, grpo", mixed, "grpo", cuts=[2, 2]),
    case("accumulation, dr_grpo divides by the length limit (verl #3741)", mixed, "dr_grpo", cuts=[2, 2]),
    case("one completion", [4]),
]


def verl_dual(policy, old, advantages, mask, low, high, bound):
    """verl compute_policy_loss: dual clip on the loss, then token mean."""
    ratio = torch.exp((policy - old).clamp(-20, 20))
    advantage = advantages[:, None]
    losses = torch.maximum(-advantage * ratio, -advantage * torch.clamp(ratio, 1 - low, 1 + high))
    dual = torch.minimum(losses, -advantage * bound)
    losses = torch.where(advantage < 0, dual, losses)
    return (losses * mask).sum() / mask.sum()


def verl_gspo(policy, old, advantages, mask, low, high):
    """verl compute_policy_loss_gspo: the sequence's ratio with each token's own gradient."""
    log_ratio = policy - old
    sequence = (log_ratio * mask).sum(-1) / mask.sum(-1).clamp(min=1)
    ratio = torch.exp((policy - policy.detach() + sequence.detach()[:, None]).clamp(max=10))
    advantage = advantages[:, None]
    losses = torch.maximum(-advantage * ratio, -advantage * torch.clamp(ratio, 1 - low, 1 + high))
    return ((losses * mask).sum(-1) / mask.sum(-1).clamp(min=1)).mean()


def verl_case(name, settings, function, spread):
    policy = -draw(4, 6).abs()
    old = policy + draw(4, 6, scale=spread)
    mask, advantages = mask_of(mixed, 6), draw(4)
    leaf = policy.clone().requires_grad_(True)
    loss = function(leaf, old, advantages, mask)
    loss.backward()
    return {
        "name": name,
        "settings": {"surrogate": "clipped", "kl": "k3", "klCoefficient": 0, "klImportance": False, **settings},
        "maxTokens": 8, "cuts": [4], "onPolicy": False,
        "policy": policy.tolist(), "old": old.tolist(), "reference": policy.tolist(), "mask": mask.tolist(),
        "advantages": advantages.tolist(), "losses": [loss.item()], "gradient": leaf.grad.tolist(),
    }


cases += [
    verl_case("dual clip (verl clip_ratio_c)", {"ratio": "token", "clip": {"low": 0.2, "high": 0.28, "dual": 3.0}, "aggregation": "dapo"},
              lambda p, o, a, m: verl_dual(p, o, a, m, 0.2, 0.28, 3.0), 1.5),
    verl_case("GSPO-token (verl gspo)", {"ratio": "sequence-token", "clip": {"low": 3e-2, "high": 4e-2}, "aggregation": "grpo"},
              lambda p, o, a, m: verl_gspo(p, o, a, m, 3e-2, 4e-2), 0.1),
]


def kl(name, function):
    """verl kl_penalty, estimator by estimator: value and gradient in log pi, with d = ref - log pi."""
    policy, reference = draw(8), draw(8)
    leaf = policy.clone().requires_grad_(True)
    value = function(leaf, reference)
    value.sum().backward()
    return {"name": name, "policy": policy.tolist(), "reference": reference.tolist(), "value": value.tolist(), "gradient": leaf.grad.tolist()}


def k3(p, r):
    return torch.exp(r - p) - (r - p) - 1


def k2(p, r):
    return 0.5 * (r - p) ** 2


estimators = [
    kl("k1", lambda p, r: p - r),
    kl("k2", k2),
    kl("k3", k3),
    kl("k3+", lambda p, r: k2(p, r) + (k3(p, r) - k2(p, r)).detach()),
]


def trl_advantages(rewards, scale):
    """TRL's `sum_then_normalize`, one reward function: grpo_trainer.py, from `mean_grouped_rewards` to `nan_to_num`."""
    size = rewards.shape[1]
    flat = rewards.reshape(-1)
    mean = torch.nanmean(rewards, dim=1).repeat_interleave(size)
    if scale == "batch":
        std = nanstd(flat).expand_as(flat) if flat.numel() > 1 else torch.zeros_like(flat)
    else:
        std = nanstd(rewards, dim=1).repeat_interleave(size) if size > 1 else torch.zeros_like(flat)
    advantages = flat - mean
    if scale != "none":
        advantages = advantages / (std + 1e-4)
    return torch.nan_to_num(advantages, nan=0.0).reshape(rewards.shape)


nan = math.nan
rewards = {
    "mixed": draw(3, 4).tolist(),
    "zero variance": [[0.1, 0.1, 0.1], [1.0, 0.0, 0.0]],
    "unscorable": [[1.0, nan, 0.0, 0.5], [nan, nan, nan, nan], [nan, 1.0, nan, nan]],
    "singletons": [[0.7], [0.2]],
}
advantages = [
    {
        "name": f"{name}, scale {scale}",
        "scale": scale,
        "rewards": [[None if math.isnan(r) else r for r in row] for row in values],
        "advantages": trl_advantages(torch.tensor(values), scale).tolist(),
    }
    for name, values in rewards.items()
    for scale in ("group", "batch", "none")
]

print(json.dumps({"source": f"trl {trl.__version__}, torch {torch.__version__}", "losses": cases, "kl": estimators, "advantages": advantages}))
