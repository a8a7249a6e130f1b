import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../../../tools/free-port.ts";

/**
 * Starts another program's server on a free port, uses it once it says that it is healthy, and ends it with all that it has started.
 *
 * @param argv its arguments, given the port.
 */
export async function withServer<T>(
  command: string,
  argv: (port: number) => readonly string[],
  environment: NodeJS.ProcessEnv,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A group of its own, since a server may have processes of its own.
  const server = spawn(command, argv(port), {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, ...environment },
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  try {
    for (let isHealthy = false; !isHealthy;) {
      if (server.exitCode !== null) throw new Error(`${command} ended with ${server.exitCode}`);
      isHealthy = (await fetch(`${url}/health`).catch(() => undefined))?.ok === true;
      if (!isHealthy) await pause(500);
    }
    return await use(url);
  } finally {
    if (server.exitCode === null) {
      process.kill(-server.pid!, "SIGTERM");
      await Promise.race([ended, pause(60_000, undefined, { ref: false })]);
    }
    if (server.exitCode === null && server.signalCode === null) process.kill(-server.pid!, "SIGKILL");
  }
}
