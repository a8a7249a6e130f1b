import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planLimits } from "./limits.ts";
import { ProcessFactory, type LaunchExtras } from "./process-factory.ts";
import { problemWith, sandboxTools } from "./sandbox/probe.ts";

describe.each(sandboxTools)("in the sandbox of %s", async (tool) => {
  const missing = await problemWith(tool, { readOnly: [], writable: [], workingDirectory: "/" });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lemma-folders-"));
    mkdirSync(join(folder, "kept"));
    writeFileSync(join(folder, "kept", "saved.olean"), "of another check");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(missing !== undefined)(
    `a process writes to its own folder, sees no other's and no saved environment (needs ${tool}: ${missing})`,
    async () => {
      // It tries them all.
      const script = `cd ${folder}; for each in * process-1 process-2 kept; do
  echo x > $each/written && echo "wrote $each"; [ -e $each/saved.olean ] && echo "sees $each"; done 2>/dev/null; read -r _`;
      using processes = new ProcessFactory({
        command: ["/bin/sh", "-c", script],
        workingDirectory: "/",
        environment: process.env,
        limits: { memoryBytes: 2 ** 28, togetherBytes: 2 ** 29, processes: 16, outputBytes: 2 ** 20 },
        limitPlan: planLimits("polling"),
        sandbox: { tool, paths: { readOnly: [], writable: [], workingDirectory: "/" } },
        sandboxReason: "",
        foldersIn: folder,
      });
      const said = async (extras?: LaunchExtras): Promise<readonly string[]> => {
        const started = processes.launch(extras);
        let text = "";
        started.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
        started.stdin.write("\n");
        await started.exited;
        await started.swept;
        return [...new Set(text.trim().split("\n"))];
      };
      expect(await said()).toEqual(["wrote process-1"]);
      expect(await said()).toEqual(["wrote process-2"]);
      // An audit reads what it is given, and cannot change it.
      expect(await said({ readOnly: [join(folder, "kept")] })).toEqual(["sees kept", "wrote process-3"]);
      expect(readdirSync(folder)).toEqual(["kept"]);
      expect(readdirSync(join(folder, "kept"))).toEqual(["saved.olean"]);
    },
  );
});
