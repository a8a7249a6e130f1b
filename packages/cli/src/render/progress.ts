import type { Terminal } from "../command.ts";

/** `[7/244] 3 proved · 12 s left`, on one line that a terminal rewrites; elsewhere a line a minute, so that logs stay short. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #total: number;
  readonly #started = performance.now();
  #done = 0;
  #told = performance.now();

  readonly #before: number;

  /** @param before how many were done by a run that this one goes on with. */
  constructor(terminal: Terminal, total: number, before = 0) {
    this.#terminal = terminal;
    this.#total = total;
    this.#before = before;
    this.#done = before;
  }

  /** Counts one item as done and shows `note`. */
  advance(note: string): void {
    this.#done += 1;
    const perItem = (performance.now() - this.#started) / (this.#done - this.#before);
    const left = formatDuration(perItem * (this.#total - this.#done));
    this.show(`[${this.#done}/${this.#total}] ${note} · ${left} left`);
  }

  show(text: string): void {
    if (this.#terminal.isInteractive) return this.#terminal.progress(`\r\u001b[2K${text}`);
    if (performance.now() - this.#told < 60_000) return;
    this.#told = performance.now();
    this.#terminal.progress(`${text}\n`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.#terminal.isInteractive) this.#terminal.progress("\r\u001b[2K");
  }
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
