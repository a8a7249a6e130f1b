import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./worker.mjs", import.meta.url));

/** What a job of `worker.mjs` is. */
export interface Square {
  readonly n: number;
  readonly ms: number;
  readonly fault?: "throws" | "dies";
}

/** Processes of `worker.mjs`; one that dies is replaced. */
export class Workers implements AsyncDisposable {
  readonly #url: string;
  readonly #log: string;
  readonly #silenceMs: number;
  readonly #processes = new Set<ChildProcess>();
  #isEnding = false;

  private constructor(url: string, log: string, silenceMs: number) {
    this.#url = url;
    this.#log = log;
    this.#silenceMs = silenceMs;
  }

  static async start(url: string, count: number, silenceMs = 1000): Promise<Workers> {
    const folder = await mkdtemp(path.join(tmpdir(), "lemma-workers-"));
    const workers = new Workers(url, path.join(folder, "begun"), silenceMs);
    for (let i = 0; i < count; i += 1) workers.#begin();
    return workers;
  }

  /** Kills one, without warning. */
  kill(index: number): void {
    const all = [...this.#processes];
    all[index % all.length]?.kill("SIGKILL");
  }

  /** How often each number's job was begun. */
  async begun(): Promise<ReadonlyMap<number, number>> {
    const text = await readFile(this.#log, "utf8").catch(() => "");
    const counts = new Map<number, number>();
    for (const line of text.split("\n").filter((one) => one !== ""))
      counts.set(Number(line), (counts.get(Number(line)) ?? 0) + 1);
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    await Promise.all(
      [...this.#processes].map(async (process) => {
        const ended = once(process, "exit");
        process.kill("SIGKILL");
        await ended;
      }),
    );
  }

  #begin(): void {
    const child = spawn(process.execPath, [script, this.#url, this.#log, String(this.#silenceMs)], {
      stdio: ["ignore", "ignore", "ignore"],
    });
    this.#processes.add(child);
    child.once("exit", () => {
      this.#processes.delete(child);
      if (!this.#isEnding) this.#begin();
    });
  }
}
