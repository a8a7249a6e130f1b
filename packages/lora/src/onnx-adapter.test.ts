import { expect, test } from "vitest";
import { onnxAdapterBytes } from "./index.ts";

// ONNX Runtime 1.30.0 read these bytes as the two parameters below, with versions 3 and 4 (tools/reference/onnx_adapter.py).
const accepted =
  "FAAAAFRPUlQMABQABAAIAAwAEAAMAAAAAQAAAAMAAAAEAAAABAAAAAIAAAAUAAAAcAAAAAwAFAAEAAgADAAQAAwAAAAQAAAAJAAAAAEAAAA0AAAADwAAAHEubG9yYV9BLndlaWdodAAAAAAAAgAAAAEAAAAAAAAAAwAAAAAAAAAAAAAADAAAAAAAgD8AAABAAABAQAwAFAAEAAgADAAQAAwAAAAQAAAAHAAAAAsAAAAsAAAACAAAAHEubG9yYV9CAAAAAAIAAAACAAAAAAAAAAEAAAAAAAAAAAAAABAAAAAAAAAAAADwvwAAAAAAAOA/";

test("writes a file that ONNX Runtime reads as the same parameters", () => {
  const bytes = onnxAdapterBytes(
    [
      { name: "q.lora_A.weight", dtype: "float32", dims: [1, 3], data: new Float32Array([1, 2, 3]) },
      { name: "q.lora_B", dtype: "float64", dims: [2, 1], data: new Float64Array([-1, 0.5]) },
    ],
    { adapter: 3, model: 4 },
  );
  expect(Buffer.from(bytes).toString("base64")).toBe(accepted);
});

test("a type that the format lacks is refused by name", () => {
  expect(() => onnxAdapterBytes([{ name: "x", dtype: "int4", dims: [0], data: new Uint8Array(0) }])).toThrow(
    'parameter "x"',
  );
});
