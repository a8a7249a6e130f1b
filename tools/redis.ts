import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** Whether Redis is installed here (Debian's `redis-server`). */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of one's own on a free port, with an append-only file in a new folder. */
export class TestRedis implements AsyncDisposable {
  readonly url: string;
  readonly #port: number;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, directory: string) {
    this.#port = port;
    this.#directory = directory;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), await mkdtemp(path.join(tmpdir(), "lemma-redis-")));
    await redis.begin();
    return redis;
  }

  async begin(): Promise<void> {
    const flags = {
      port: this.#port,
      bind: "127.0.0.1",
      dir: this.#directory,
      appendonly: "yes",
      appendfsync: "always",
    };
    const process = spawn(
      "redis-server",
      Object.entries({ ...flags, save: "" }).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: "ignore" },
    );
    this.#process = process;
    while (!(await answers(this.#port))) {
      if (process.exitCode !== null) throw new Error(`redis-server ended with ${process.exitCode}`);
      await pause(50);
    }
  }

  /** @param signal `SIGKILL` leaves it no moment to write anything. */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (process === undefined) return;
    const ended = once(process, "exit");
    process.kill(signal);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection({ port, host: "127.0.0.1" });
  socket.write("PING\r\n");
  try {
    const reply = await Promise.race([once(socket, "data").then(String), pause(2000, "", { ref: false })]);
    // While it reads its file it answers, but not so.
    return reply.startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
