"""Reference logits and greedy continuations of small random models of each family, by transformers.

    python tools/reference/model_parity.py > packages/prover/src/fixtures/model-parity.json

With names of cases, those alone; the fixture's others stay as they are written.

Made with torch 2.15.0, transformers 5.24.0, on the CPU in float32. The weights are not stored: both sides
compute them from the tensor's name and the element's index (`weight` below; `hashedWeights` in src/testing).
"""

import json
import sys

import numpy as np
import torch
from transformers import AutoConfig, AutoModelForCausalLM

BASE = dict(
    vocab_size=96,
    hidden_size=48,
    intermediate_size=80,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=4,
    max_position_embeddings=256,
    rms_norm_eps=1e-6,
    rope_theta=10000.0,
    tie_word_embeddings=False,
    bos_token_id=None,
    eos_token_id=None,
    torch_dtype="float32",
)

CASES = {
    "plain": {},
    "grouped": dict(num_key_value_heads=2),
    "tied": dict(tie_word_embeddings=True, num_key_value_heads=1),
    "wide-heads": dict(head_dim=20, num_key_value_heads=2),
    "linear": dict(rope_scaling=dict(rope_type="linear", factor=2.0)),
    "llama3": dict(
        rope_scaling=dict(
            rope_type="llama3",
            factor=8.0,
            low_freq_factor=1.0,
            high_freq_factor=4.0,
            original_max_position_embeddings=64,
        )
    ),
    "yarn": dict(rope_scaling=dict(rope_type="yarn", factor=16.0, original_max_position_embeddings=16)),
    "yarn-mscale": dict(
        rope_scaling=dict(
            rope_type="yarn",
            factor=4.0,
            original_max_position_embeddings=64,
            beta_fast=16,
            beta_slow=2,
            mscale=1.0,
            mscale_all_dim=0.5,
        )
    ),
    "bfloat16": dict(num_key_value_heads=2, torch_dtype="bfloat16"),
    "float16": dict(num_key_value_heads=2, torch_dtype="float16"),
    "biases": dict(attention_bias=True, mlp_bias=True),
    # Within `max_position_embeddings` it is plain RoPE.
    "dynamic": dict(rope_scaling=dict(rope_type="dynamic", factor=4.0)),
    "qwen2": dict(model_type="qwen2", num_key_value_heads=2),
    "qwen2-tied": dict(model_type="qwen2", num_key_value_heads=1, tie_word_embeddings=True),
    "qwen2-yarn": dict(
        model_type="qwen2", rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=64)
    ),
    # One of three layers slides, and no text is longer than what it sees.
    "qwen2-window": dict(model_type="qwen2", use_sliding_window=True, sliding_window=224, max_window_layers=2),
    "qwen2-bfloat16": dict(model_type="qwen2", num_key_value_heads=2, torch_dtype="bfloat16"),
    "qwen3": dict(model_type="qwen3", num_key_value_heads=2, head_dim=20),
    "qwen3-tied": dict(model_type="qwen3", num_key_value_heads=1, head_dim=16, tie_word_embeddings=True),
    "qwen3-biases": dict(model_type="qwen3", num_key_value_heads=4, head_dim=12, attention_bias=True),
    "qwen3-yarn": dict(
        model_type="qwen3",
        num_key_value_heads=2,
        head_dim=20,
        rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=64),
    ),
    "qwen3-bfloat16": dict(
        model_type="qwen3", num_key_value_heads=2, head_dim=20, tie_word_embeddings=True, torch_dtype="bfloat16"
    ),
    "mistral": dict(model_type="mistral", num_key_value_heads=2, sliding_window=None),
    "mistral-window": dict(model_type="mistral", num_key_value_heads=2, head_dim=20, sliding_window=224),
    # Shorter than the text, in the prompt already.
    "mistral-short-window": dict(model_type="mistral", num_key_value_heads=2, sliding_window=6),
    "qwen2-short-window": dict(
        model_type="qwen2", num_key_value_heads=2, use_sliding_window=True, sliding_window=6, max_window_layers=2
    ),
    "qwen3-short-window": dict(
        model_type="qwen3",
        num_key_value_heads=2,
        head_dim=20,
        use_sliding_window=True,
        sliding_window=24,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
    ),
    # transformers 5 writes it so.
    "qwen3-rope-parameters": dict(
        model_type="qwen3",
        num_key_value_heads=2,
        head_dim=20,
        rope_parameters=dict(
            rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=64
        ),
    ),
    "mistral-bfloat16": dict(
        model_type="mistral", num_key_value_heads=2, sliding_window=None, torch_dtype="bfloat16"
    ),
}


def name_hash(name: str) -> int:
    h = 2166136261
    for byte in name.encode():
        h = ((h ^ byte) * 16777619) % 2**32
    return h


def weight(name: str, shape) -> torch.Tensor:
    """Uniform in [-a, a): a multiplicative hash of the index. Norm weights are 1 plus a tenth of it."""
    count = int(np.prod(shape))
    x = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(name_hash(name))) % np.uint64(2**32)
    x = x ^ (x >> np.uint64(15))
    x = (x * np.uint64(2246822519)) % np.uint64(2**32)
    x = x ^ (x >> np.uint64(13))
    unit = x.astype(np.float64) / 2**32 * 2 - 1
    if name.endswith("norm.weight"):
        values = 1 + 0.1 * unit
    else:
        values = unit * np.sqrt(3 / shape[-1]) * (4 if "lm_head" in name or "embed" in name else 1)
    return torch.tensor(values.astype(np.float32)).reshape(tuple(shape))


def main() -> None:
    torch.manual_seed(0)
    prompts = [[5, 17, 3, 88, 41, 2, 60, 7, 33], [9, 71]]
    cases = {}
    for name, changes in CASES.items():
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        settings = {"model_type": "llama", **BASE, **changes}
        dtype = settings["torch_dtype"]
        given = {k: dict(v) if isinstance(v, dict) else v for k, v in settings.items() if k not in ("torch_dtype", "model_type")}
        config = AutoConfig.for_model(settings["model_type"], **given)
        model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
        state = {}
        for key, value in model.state_dict().items():
            if settings["tie_word_embeddings"] and key == "lm_head.weight":
                continue
            # Stored in the file's type, computed in float32, as the package does on the CPU.
            state[key] = weight(key, value.shape).to(getattr(torch, dtype)).float()
        model.load_state_dict(state, strict=not settings["tie_word_embeddings"])
        model.tie_weights()
        with torch.no_grad():
            logits = [model(torch.tensor([p])).logits[0] for p in prompts]
            greedy, margin = [], float("inf")
            for prompt in prompts:
                tokens = list(prompt)
                for _ in range(200):
                    last = model(torch.tensor([tokens])).logits[0, -1]
                    top = torch.topk(last, 2).values
                    margin = min(margin, (top[0] - top[1]).item())
                    tokens.append(int(last.argmax()))
                greedy.append(tokens[len(prompt):])
        cases[name] = {
            "config": {"hidden_act": "silu", **settings},
            "parameters": {key: list(value.shape) for key, value in state.items()},
            "logits": [[[round(float(v), 6) for v in row] for row in l[[0, -1]]] for l in logits],
            "greedy": greedy,
            "smallestMargin": margin,
        }
        print(name, "smallest greedy margin", margin, "distinct", [len(set(g)) for g in greedy], file=sys.stderr)
    json.dump({"prompts": prompts, "cases": cases}, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
