#!/usr/bin/env bash
# The official inspector of the Model Context Protocol, for packages/cli/src/inspector.test.ts:
#   tools/peers/inspector.sh DIR && LEMMA_INSPECTOR=DIR vitest run packages/cli/src/inspector.test.ts
# It brings a Node of its own, since it needs 22 or later. 300 MB of disk; a minute.
set -euo pipefail
target=${1:?usage: tools/peers/inspector.sh DIR}
mkdir -p "$target"
npm install --silent --no-fund --no-audit --prefix "$target" node@22.23.3 @modelcontextprotocol/inspector@2.12.0
