import { createRequire } from "node:module";
import os from "node:os";

/** The day, the versions and the machine, for whoever reads a report later. */
export function aboutMachine(): { readonly day: string; readonly version: string; readonly machine: string } {
  const { version } = createRequire(import.meta.url)("../../package.json") as { readonly version: string };
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return {
    day: new Date().toISOString().slice(0, 10),
    version: `lemma ${version}, Node ${process.versions.node}`,
    machine: `${os.availableParallelism()} × ${cpu?.model ?? os.arch()}, ${memory}, ${os.platform()}`,
  };
}
