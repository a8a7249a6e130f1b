"""What transformers' apply_chat_template gives, byte for byte, for the templates below and for published ones.

    pip install transformers==5.24.0 jinja2==3.1.6
    python tools/reference/chat_templates.py [FOLDER] > packages/prover/src/fixtures/chat-templates.json

The templates below are written here, in the manner of the families that provers are built on and with the Jinja that theirs
use. FOLDER holds published ones, NAME.jinja each, which this project does not ship: of them the fixture keeps the sha256 and
what they rendered, and the test reads them from the folder that LEMMA_CHAT_TEMPLATES names.
"""

import hashlib
import json
import sys
from pathlib import Path

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

SYSTEM = {"role": "system", "content": "You are an expert in mathematics and Lean 4."}
ASK = {"role": "user", "content": "Prove it:\n\n```lean4\ntheorem t (a b : ℕ) : a + b = b + a := by\n  sorry```\n\n"}
THOUGHT = {"role": "assistant", "content": "<think>\nAddition commutes.\n</think>\n\n```lean4\nomega\n```"}
REPAIR = {"role": "user", "content": "  Lean said: \"⊢ a + b = b + a\" <b>&amp;</b>\n"}
CONVERSATIONS = {
    "one question": ([ASK], {"add_generation_prompt": True}),
    "a system turn, an answer with its thought, and a second question": (
        [SYSTEM, ASK, THOUGHT, REPAIR],
        {"add_generation_prompt": True, "enable_thinking": False},
    ),
    "an answer that was begun": (
        [ASK, {"role": "assistant", "content": "```lean4\n  norm_num  "}],
        {"continue_final_message": True},
    ),
    "an answer, closed, thinking on": ([SYSTEM, ASK, THOUGHT], {"enable_thinking": True}),
}

TEMPLATES = {
    # Turns between marks, a system turn of its own where none is given, a thought left out of earlier answers, and a closed
    # empty one where thinking is off: Qwen's manner.
    "marked turns": """{%- if messages[0]['role'] != 'system' %}
    {{- '<|im_start|>system\\nYou are a prover.<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(last=-1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages | length) - 1 - loop.index0 %}
    {%- if ns.last == -1 and message.role == "user" and not message.content.startswith('<tool>') %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- set content = message.content %}
    {%- if message.role == "assistant" and '</think>' in content %}
        {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
        {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}
            {%- set content = '<think>\\n' ~ thought.strip('\\n') ~ '\\n</think>\\n\\n' ~ content %}
        {%- endif %}
    {%- endif %}
    {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
""",
    # Everything on one line, the system text before the first turn, an answer ended by the tokenizer's own token: DeepSeek's.
    "bare marks": "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}"
    "{% set ns = namespace(system='') %}{%- for m in messages %}{%- if m['role'] == 'system' %}"
    "{% set ns.system = m['content'] %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system }}"
    "{%- for m in messages %}{%- if m['role'] == 'user' %}{{ '<｜User｜>' + m['content'] }}{%- endif %}"
    "{%- if m['role'] == 'assistant' %}{% set content = m['content'] %}{% if '</think>' in content %}"
    "{% set content = content.split('</think>')[-1] %}{% endif %}"
    "{{ '<｜Assistant｜>' + content + eos_token }}{%- endif %}{%- endfor -%}"
    "{% if add_generation_prompt %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}",
    # Turns that must alternate, texts trimmed, the system text inside the first question: Mistral's and Llama 2's.
    "bracketed turns": """{%- if messages[0]["role"] == "system" %}
    {%- set system = messages[0]["content"] %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- set turns = messages %}
{%- endif %}
{{- bos_token }}
{% for m in turns %}
    {%- if (m["role"] == "user") != (loop.index0 % 2 == 0) %}
        {{- raise_exception("user and assistant must alternate") }}
    {%- endif %}
    {%- if m["role"] == "user" %}
        {{- "[INST] " + ((system + "\\n\\n") if loop.first and system is defined else "") + (m["content"] | trim) + " [/INST]" }}
    {%- else %}
        {{- " " + m.content | trim + eos_token }}
    {%- endif %}
{%- endfor %}
""",
    # Header lines, a macro, JSON, indices and filters: Llama 3's and others'.
    "headers": """{#- Turns under headers. -#}
{%- macro header(role) -%}
<|start_header_id|>{{ role }}<|end_header_id|>

{% endmacro -%}
{{- bos_token }}
{%- if tools is not none and tools %}tools{% endif %}
{%- for message in messages if message.role in ['system', 'user', 'assistant'] %}
    {{- header(message['role']) }}{{ message['content'] | trim + '<|eot_id|>' }}
    {%- if not loop.last and loop.index is odd %}
        {{- "\\n" }}
    {%- endif %}
{%- endfor %}
{%- if messages | selectattr('role', 'equalto', 'system') | list | length == 0 %}
    {{- {'roles': messages | map(attribute='role') | list, 'é': 'ℕ <'} | tojson }}
{%- endif %}
{%- if add_generation_prompt %}
    {{- header('assistant') }}
{%- endif %}""",
}

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}


def render(template: str) -> list:
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE({"a": 0}, [])), **TOKENS)
    tokenizer.chat_template = template
    answers = []
    for name, (messages, options) in CONVERSATIONS.items():
        try:
            answers.append(tokenizer.apply_chat_template(messages, tokenize=False, **options))
        except Exception:  # what the template refuses
            answers.append(None)
    return answers


def main() -> None:
    published = sorted(Path(sys.argv[1]).glob("*.jinja")) if len(sys.argv) > 1 else []
    json.dump(
        {
            "tokens": TOKENS,
            "conversations": [
                {"name": name, "messages": messages, "options": options}
                for name, (messages, options) in CONVERSATIONS.items()
            ],
            "templates": [
                {"name": name, "source": source, "rendered": render(source)} for name, source in TEMPLATES.items()
            ],
            "published": [
                {
                    "name": file.stem,
                    "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                    "rendered": render(file.read_text(encoding="utf-8")),
                }
                for file in published
            ],
        },
        sys.stdout,
        ensure_ascii=False,
        indent=1,
    )


if __name__ == "__main__":
    main()
