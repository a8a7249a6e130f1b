import { otherLineEnds } from "../http/snippet.ts";
import type { CommandResponse, ErrorResponse } from "../repl/protocol.ts";
import { elaborateParts, moveDown } from "./simulated-document.ts";
import { emptyWorld, type SimulatedLean, type World } from "./simulated-lean.ts";

export interface KiminaSettings {
  /** REPLs at once; the idle one that was used longest ago makes room. Default 8. */
  readonly maxRepls?: number;
  /** Milliseconds that a text waits for one, before it is HTTP 429. Default 60,000. */
  readonly maxWaitMs?: number;
  /** Modules whose import takes longer than any limit. */
  readonly slowImports?: readonly string[];
  /** Takes `import Init` for nothing, as a server might that looks for libraries only. */
  readonly ignoresInit?: boolean;
  /** As the server was before its second version: no lines counted for imports, a REPL of its own for a text without any. */
  readonly older?: boolean;
}

/** What one text comes to. */
export type KiminaResult =
  | { readonly error: string }
  | { readonly response: CommandResponse | ErrorResponse }
  | { readonly status: 429 | 500; readonly detail: string };

interface Repl {
  readonly header: string;
  readonly worlds: World[];
  uses: number;
  busy: boolean;
}

/**
 * The REPLs of Kimina's server, as its sources (project-numina/kimina-lean-server at fb2393d, and before its second version at
 * b86e3a9) keep them: one header each, found again by its text; the header sent by itself, whatever comes of it; each text
 * after that in environment 0, which without a header is what the first text made.
 */
export class KiminaRepls {
  readonly #lean: SimulatedLean;
  readonly #settings: KiminaSettings;
  /** Least recently used first. */
  readonly #repls: Repl[] = [];
  readonly #waiting: (() => void)[] = [];
  /** Texts that have ended a REPL. */
  readonly #dead = new Set<string>();

  constructor(lean: SimulatedLean, settings: KiminaSettings) {
    this.#lean = lean;
    this.#settings = settings;
  }

  async check(code: string, timeoutSeconds: number): Promise<KiminaResult> {
    const { header, body, headerLines } = this.#split(code);
    const sent = code.split("\n").slice(0, headerLines).join("\n");
    const oneShot = this.#settings.older === true && header === "";
    const repl = oneShot ? { header, worlds: [], uses: 0, busy: true } : await this.#take(header);
    if (repl === undefined) return { status: 429, detail: "No available REPLs" };
    try {
      if (header !== "" && repl.uses === 0) {
        if (this.#settings.slowImports?.some((module) => header.split(/\s+/).includes(module)) === true) {
          this.#destroy(repl);
          return { error: `Lean REPL header command timed out in ${timeoutSeconds.toFixed(1)} seconds` };
        }
        // Nobody looks at what it says.
        this.#send(repl, emptyWorld, header);
      }
      const pause = Number(/--! sleep (\d+)/.exec(body)?.[1] ?? 0);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const death = this.#death(body, timeoutSeconds);
      if (death !== undefined) {
        this.#destroy(repl);
        return death;
      }
      const first = repl.uses === 0 ? emptyWorld : repl.worlds[0];
      // Recorded answers are found by the imports that were sent, not by what the server has made of them.
      const { history } = this.#lean.elaborate(emptyWorld, sent).world;
      const before = header === "" ? first : first && { ...first, history };
      const response = this.#send(repl, before, body);
      return { response: this.#settings.older === true ? response : moveDown(response, headerLines) };
    } finally {
      repl.busy = false;
      this.#waiting.shift()?.();
    }
  }

  /** Leading imports and blank lines, the former without repetition; every library below Mathlib is Mathlib. */
  #split(code: string): { readonly header: string; readonly body: string; readonly headerLines: number } {
    // Python's lines, and not Lean's.
    const text = Array.from(otherLineEnds).reduce(
      (cut, end) => cut.replaceAll(end, "\n"),
      code.replaceAll("\r\n", "\n"),
    );
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    const isHeader = (line: string): boolean => line.trim() === "" || line.trim().startsWith("import ");
    const found = lines.findIndex((line) => !isHeader(line));
    const headerLines = found === -1 ? lines.length : found;
    const imports = lines.slice(0, headerLines).map((line) => line.trim());
    const wanted = imports.filter(
      (line) => line !== "" && !(this.#settings.ignoresInit === true && line === "import Init"),
    );
    const mathlib = wanted.some((line) => line.startsWith("import Mathlib")) ? ["import Mathlib"] : [];
    const others = wanted.filter((line) => !line.startsWith("import Mathlib"));
    return {
      header: [...mathlib, ...new Set(others)].join("\n"),
      body: lines.slice(headerLines).join("\n"),
      headerLines,
    };
  }

  async #take(header: string): Promise<Repl | undefined> {
    const { maxRepls = 8, maxWaitMs = 60_000 } = this.#settings;
    const deadline = performance.now() + maxWaitMs;
    for (;;) {
      const free = this.#repls.find((repl) => !repl.busy && repl.header === header);
      const oldest = free ?? (this.#repls.length < maxRepls ? undefined : this.#repls.find((repl) => !repl.busy));
      if (oldest !== undefined) this.#destroy(oldest);
      if (this.#repls.length < maxRepls) {
        const repl = free ?? { header, worlds: [], uses: 0, busy: true };
        repl.busy = true;
        this.#repls.push(repl);
        return repl;
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return undefined;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, leftMs).unref();
      });
    }
  }

  #send(repl: Repl, before: World | undefined, cmd: string): CommandResponse | ErrorResponse {
    if (before === undefined) return { message: "Unknown environment." };
    const { world, messages, sorries } = elaborateParts(this.#lean, before, cmd);
    repl.worlds.push(world);
    repl.uses += 1;
    return {
      env: repl.worlds.length - 1,
      ...(messages.length === 0 ? {} : { messages }),
      ...(sorries.length === 0 ? {} : { sorries }),
    };
  }

  /** What a text is made to do to its REPL: each time, or by `once` the first time only. */
  #death(body: string, timeoutSeconds: number): KiminaResult | undefined {
    const asked = /--! (once(?:\S*) )?(hang|die|abort|long-line)(?![\w-])/.exec(body);
    if (asked === null || (asked[1] !== undefined && this.#dead.has(body))) return undefined;
    this.#dead.add(body);
    const older = this.#settings.older === true;
    switch (asked[2] as "hang" | "die" | "abort" | "long-line") {
      case "hang":
        return {
          error: older
            ? "Lean process timed out"
            : `Lean REPL command timed out in ${timeoutSeconds.toFixed(1)} seconds`,
        };
      case "long-line":
        return { status: 500, detail: "Failed to read from REPL stdout" };
      case "abort":
        if (older) return { error: "Lean process encountered an error: \nStack overflow detected. Aborting.\n" };
        return { status: 500, detail: "JSON decode error" };
      case "die":
        // Nothing is read where the REPL has ended, and nothing is no JSON.
        return older ? olderDeath : { status: 500, detail: "JSON decode error" };
    }
  }

  #destroy(repl: Repl): void {
    const at = this.#repls.indexOf(repl);
    if (at !== -1) this.#repls.splice(at, 1);
  }
}

/** A message without a place, as no REPL gives it. */
const olderDeath: KiminaResult = {
  response: {
    messages: [{ severity: "error", data: "error decoding json response in leanrepl" }],
  } as unknown as CommandResponse,
};
