import { fileURLToPath } from "node:url";
import { defineProject, type UserProjectConfigExport } from "vitest/config";

/** One configuration for every package, so that a package's tests pass alone and from the root alike. */
export const packageConfig = (name: string): UserProjectConfigExport =>
  defineProject({
    test: {
      name,
      include: ["src/**/*.test.ts"],
      // Long runs live in *.soak.test.ts and only run under `pnpm soak`.
      exclude: process.env["LEMMA_SOAK"] === "1" ? [] : ["src/**/*.soak.test.ts"],
      globalSetup: fileURLToPath(new URL("./tools/temporary-folder.ts", import.meta.url)),
      // Ten times what the slowest test takes: it ends what hangs, and decides nothing on a machine that is merely slow.
      testTimeout: 900_000,
      hookTimeout: 900_000,
      typecheck: { enabled: false },
    },
  });
