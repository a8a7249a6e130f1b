import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { afterEach } from "vitest";

const living = new Set<ChildProcess>();

function killAll(): void {
  for (const child of living) child.kill("SIGKILL");
  living.clear();
}

// A test that fails or runs out of time ends before its children do, and so does a whole run that is stopped.
process.once("exit", killAll);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    killAll();
    process.exit(1);
  });

/** `spawn` for tests: what a test starts is gone when the test is, however it ended. */
export const startChild = ((command: string, args: readonly string[], options: SpawnOptions) => {
  const child = spawn(command, args, options);
  living.add(child);
  child.once("exit", () => living.delete(child));
  return child;
}) as typeof spawn;

afterEach(killAll);
