export type { ExitStatus, Terminal } from "./command.ts";
export { runCli } from "./run.ts";
