import os from "node:os";
import { formatDuration } from "./render/progress.ts";
import { version } from "./version.ts";

/** When and how a run was made, for whoever reads its report later. @param started of `performance.now()`. */
export function aboutRun(started: number): Readonly<Record<string, string>> {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return {
    day: new Date().toISOString().slice(0, 10),
    "this call took": formatDuration(performance.now() - started),
    command: ["lemma", ...process.argv.slice(2)].join(" "),
    version: `lemma ${version()}, Node ${process.versions.node}`,
    machine: `${os.availableParallelism()} × ${cpu?.model ?? os.arch()}, ${memory}, ${os.platform()}`,
  };
}
