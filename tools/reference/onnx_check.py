"""What toOnnx writes, checked by ONNX itself: the model checker in full, and shape inference that stops at any doubt.

The files are written by onnx_files.mjs: every primitive's samples, a Llama's gradients, loops, checkpoints, every element type,
random programs.

    pip install onnx==1.23.1
    python tools/reference/onnx_check.py [FILE.onnx ...]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import onnx
from onnx import checker, shape_inference


def problem(path: Path) -> str | None:
    try:
        checker.check_model(str(path), full_check=True)
        inferred = shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
    except Exception as error:  # every refusal is one line of the report
        return " ".join(str(error).split())
    declared = {output.name: output.type.tensor_type for output in onnx.load(path, load_external_data=False).graph.output}
    for output in inferred.graph.output:
        given = declared[output.name]
        if output.type.tensor_type.elem_type != given.elem_type or len(output.type.tensor_type.shape.dim) != len(given.shape.dim):
            return f"{output.name}: declared {given}, inferred {output.type.tensor_type}"
    return None


def main(files: list[Path]) -> int:
    refused = [(path, found) for path in files if (found := problem(path)) is not None]
    for path, found in refused:
        print(f"{path.stem}: {found[:600]}")
    print(f"onnx {onnx.__version__}: {len(files) - len(refused)} of {len(files)} files accepted")
    return 1 if refused or not files else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", str(Path(__file__).parent / "onnx_files.mjs"), folder], check=True)
        sys.exit(main(sorted(Path(folder).glob("*.onnx"))))
