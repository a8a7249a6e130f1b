import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      "examples/vitest.config.ts",
      "research/*/vitest.config.ts",
      "tools/vitest.config.ts",
    ],
    // Two forks on two cores: sessions of ONNX Runtime spin, and more would only fight each other.
    maxWorkers: 2,
    reporters: ["default", "./tools/summary-reporter.ts"],
  },
});
