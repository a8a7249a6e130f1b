import { fileURLToPath } from "node:url";
import { defineProject, type UserProjectConfigExport } from "vitest/config";

/** Packages whose test files change nothing that outlives them: no environment, no working folder, no process. */
const isShared = new Set(
  (
    "async audit bilevel-optimizer datasets evaluator files grpo interfaces lean-campaign lean-kernel lean-lite lean-text loop lora " +
    "safetensors train"
  )
    .split(" ")
    .map((name) => `@lemma/${name}`),
);

/** One configuration for every package, so that a package's tests pass alone and from the root alike. */
export const packageConfig = (name: string, include = ["src/**/*.test.ts"]): UserProjectConfigExport =>
  defineProject({
    test: {
      name,
      include,
      // Long runs live in *.soak.test.ts and only run under `pnpm soak`.
      exclude: process.env["LEMMA_SOAK"] === "1" ? [] : ["src/**/*.soak.test.ts"],
      // Each graph is checked after each transformation: packages/autodiff/src/check.ts.
      env: { LEMMA_CHECK_GRAPHS: "1" },
      globalSetup: fileURLToPath(new URL("./tools/temporary-folder.ts", import.meta.url)),
      setupFiles: fileURLToPath(new URL("./tools/file-time.ts", import.meta.url)),
      // Ten times what the slowest test takes: it ends what hangs, and decides nothing on a machine that is merely slow.
      testTimeout: 900_000,
      hookTimeout: 900_000,
      // What is built is loaded as a user loads it. Vitest would read, rewrite and send each file of it to each test file: half of the
      // time of a small package's suite. A README's programs are TypeScript.
      server: { deps: { external: [/\/packages\/[^/]+\/dist\/(?!readme\/).*\.js$/] } },
      // Test files that share nothing but modules need no process each.
      isolate: !isShared.has(name),
      typecheck: { enabled: false },
      // `pnpm figures --skipped` asks which tests would skip.
      ...(process.env["LEMMA_COLLECT"] === "1"
        ? { runner: fileURLToPath(new URL("./tools/collect-runner.ts", import.meta.url)) }
        : {}),
    },
  });
