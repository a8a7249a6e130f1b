"""Whether PEFT, given an adapter that was trained here over a model in 4 bits, computes over that model's values what is computed here.

    pnpm build && python tools/reference/peft_quantized.py

Pinned: torch 2.13.0, transformers 5.24.0, peft 0.21.2, on the CPU in float32. Prints the largest differences of log-probabilities, and fails
above 1e-4.
"""

import json
import pathlib
import subprocess
import tempfile

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


def logprobs(model, tokens):
    with torch.no_grad():
        scores = torch.log_softmax(model(torch.tensor([tokens])).logits[0, :-1].double(), -1)
    return scores[torch.arange(len(tokens) - 1), torch.tensor(tokens[1:])]


def main():
    script = pathlib.Path(__file__).resolve().with_suffix(".mjs")
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        subprocess.run(["node", script, root], check=True)
        expected = json.loads((root / "expected.json").read_text())
        written = json.loads((root / "adapter" / "adapter_config.json").read_text())
        assert written["base_model_name_or_path"] == expected["quantised"], written
        model = AutoModelForCausalLM.from_pretrained(root / "base", dtype=torch.float32).eval()
        difference = {"base": logprobs(model, expected["tokens"]) - torch.tensor(expected["base"])}
        model = PeftModel.from_pretrained(model, root / "adapter").eval()
        difference["adapted"] = logprobs(model, expected["tokens"]) - torch.tensor(expected["adapted"])
        moved = (torch.tensor(expected["adapted"]) - torch.tensor(expected["base"])).abs().max().item()
        largest = {name: values.abs().max().item() for name, values in difference.items()}
        print(json.dumps({"largest": largest, "movedByTheAdapter": moved}))
        assert max(largest.values()) < 1e-4 < moved


if __name__ == "__main__":
    main()
