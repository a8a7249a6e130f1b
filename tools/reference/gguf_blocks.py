"""A small GGUF file with a tensor of each type that @lemma/gguf reads, and its values as gguf-py dequantises them.

Writes packages/gguf/fixtures/blocks.gguf and blocks.json (values as base64 of little-endian float32). Blocks are random bytes with scales
that are finite; gguf-py has no writer for K-quants, and none is needed: any bytes are a block.

    pip install gguf==0.19.0 numpy
    python tools/reference/gguf_blocks.py
"""

import base64
import json
from pathlib import Path

import gguf
import numpy as np

rows, columns = 3, 512
random = np.random.default_rng(7)
kinds = gguf.GGMLQuantizationType
# Where a block has its float16 numbers.
halves = {
    kinds.Q4_0: [0],
    kinds.Q4_1: [0, 2],
    kinds.Q8_0: [0],
    kinds.Q4_K: [0, 2],
    kinds.Q5_K: [0, 2],
    kinds.Q6_K: [208],
}


def blocks(kind):
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    data = random.integers(0, 256, (rows, columns // elements, size), dtype=np.uint8)
    for at in halves[kind]:
        # One scale is subnormal, one negative.
        scale = (0.01 * random.standard_normal(data.shape[:2])).astype(np.float16)
        scale[0, 0] = np.float16(3e-6)
        data[..., at : at + 2] = scale[..., None].view(np.uint8)
    return data.reshape(rows, -1)


folder = Path(__file__).parents[2] / "packages/gguf/fixtures"
folder.mkdir(exist_ok=True)
writer = gguf.GGUFWriter(folder / "blocks.gguf", "llama")
writer.add_string("general.name", "blocks of every type")
writer.add_array("test.texts", ["a", "ä", ""])
writer.add_array("test.numbers", [1, -2, 3])
writer.add_float32("test.float", 0.5)
writer.add_bool("test.flag", True)
expected = {}
for kind in halves:
    data = blocks(kind)
    writer.add_tensor(kind.name, data, raw_dtype=kind)
    expected[kind.name] = gguf.quants.dequantize(data, kind)
values = random.standard_normal((rows, columns)).astype(np.float32)
for kind in (kinds.F32, kinds.F16, kinds.BF16):
    data = gguf.quants.quantize(values, kind)
    writer.add_tensor(kind.name, data, raw_dtype=kind)
    expected[kind.name] = gguf.quants.dequantize(data, kind)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
(folder / "blocks.json").write_text(
    json.dumps(
        {
            "rows": rows,
            "columns": columns,
            "values": {
                name: base64.b64encode(np.ascontiguousarray(v, dtype="<f4").tobytes()).decode() for name, v in expected.items()
            },
        }
    )
    + "\n"
)
