"""Reads an .onnx_adapter file with ONNX Runtime and prints it as JSON: `onnx_adapter.py FILE`.

Pinned: onnxruntime 1.30.0. It gave packages/lora/src/onnx-adapter.test.ts its inline expectation.
"""

import json
import sys

import onnxruntime

adapter = onnxruntime.AdapterFormat.read_adapter(sys.argv[1])
print(
    json.dumps(
        {
            "adapterVersion": adapter.get_adapter_version(),
            "modelVersion": adapter.get_model_version(),
            "parameters": {
                name: {"type": value.data_type(), "values": value.numpy().tolist()}
                for name, value in adapter.get_parameters().items()
            },
        }
    )
)
