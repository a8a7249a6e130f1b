import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Another program that replays the proof: lean4checker, Comparator, SafeVerify. In `command` the words `{solution}`,
 * `{challenge}`, `{name}` and `{directory}` stand for the file with the proof, the file with the statement and `sorry`, the
 * theorem's full name and the folder that holds both.
 */
export interface ExternalChecker {
  readonly name: string;
  readonly command: readonly string[];
  readonly timeoutMs?: number;
  /** Where it runs. Default: the project. */
  readonly workingDirectory?: string;
}

export type ExternalFinding =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Runs one checker on one accepted proof. Exit status 0 accepts, any other of its own refuses; that it cannot be started, is
 * killed or runs out of time says nothing.
 */
export async function checkExternally(
  checker: ExternalChecker,
  texts: { readonly solution: string; readonly challenge: string; readonly name: string },
  workingDirectory: string,
): Promise<ExternalFinding> {
  const directory = await mkdtemp(join(tmpdir(), "lemma-external-"));
  try {
    const files = { solution: join(directory, "Solution.lean"), challenge: join(directory, "Challenge.lean") };
    await writeFile(files.solution, texts.solution);
    await writeFile(files.challenge, texts.challenge);
    const values: Readonly<Record<string, string>> = { ...files, name: texts.name, directory };
    const command = checker.command.map((word) =>
      word.replaceAll(/\{(\w+)\}/g, (all, key: string) => values[key] ?? all),
    );
    return await new Promise((resolve) => {
      execFile(
        command[0]!,
        command.slice(1),
        {
          cwd: checker.workingDirectory ?? workingDirectory,
          timeout: checker.timeoutMs ?? 300_000,
          killSignal: "SIGKILL",
          maxBuffer: 64 << 20,
        },
        (error, stdout, stderr) => {
          if (error === null) resolve({ kind: "accepted" });
          else if (typeof error.code === "number")
            resolve({
              kind: "refused",
              reason: `${checker.name}: ${lastLine(stderr) || lastLine(stdout) || error.code}`,
            });
          else resolve({ kind: "unavailable", reason: `${checker.name}: ${error.signal ?? error.message}` });
        },
      );
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
