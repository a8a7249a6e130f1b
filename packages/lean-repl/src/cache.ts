import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Recent } from "@lemma/async";
import { isConclusive, type Verdict } from "@lemma/interfaces";
import { z } from "zod";

const position = z.object({ line: z.number(), column: z.number() });
const verdictFields = z.object({
  id: z.string(),
  verifier: z.string(),
  messages: z.array(
    z.object({
      severity: z.enum(["error", "warning", "info"]),
      text: z.string(),
      start: position.exactOptional(),
      end: position.exactOptional(),
    }),
  ),
  evidence: z.enum(["kernel", "messages", "axioms", "external"]),
  evidenceReason: z.string().exactOptional(),
  checkedBy: z.array(z.string()).exactOptional(),
  elapsedMs: z.number(),
  steps: z.number().exactOptional(),
});
const names = z.array(z.string()).exactOptional();

/** A verdict that is Lean's word on a proof, as a file of the cache holds it. */
const conclusiveVerdict: z.ZodType<Verdict> = z.discriminatedUnion("status", [
  verdictFields.extend({ status: z.literal("proved"), axioms: names, lemmas: names }),
  verdictFields.extend({
    status: z.literal("sorry"),
    goal: z.string().exactOptional(),
    goals: z.array(z.object({ goal: z.string(), start: position.exactOptional() })).exactOptional(),
    rests: names,
  }),
  verdictFields.extend({ status: z.literal("error"), goal: z.string().exactOptional() }),
  verdictFields.extend({ status: z.literal("mismatch"), reason: z.string() }),
  verdictFields.extend({ status: z.literal("forbidden"), construct: z.string() }),
]);

/**
 * Verdicts by the content of everything that they depend on. Only Lean's word on a proof is kept: a timeout or a crash may
 * end otherwise next time.
 */
export class VerdictCache {
  readonly #entries: Recent<string, Verdict>;
  readonly #directory: string | undefined;

  /** @param directory keeps verdicts on disk too, one file each; made when absent. */
  constructor(maxEntries: number, directory?: string) {
    this.#entries = new Recent(maxEntries);
    this.#directory = directory;
    if (directory !== undefined) mkdirSync(directory, { recursive: true });
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Verdict | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) return entry;
    const stored = this.#read(key);
    if (stored !== undefined) this.#entries.set(key, stored);
    return stored;
  }

  set(key: string, verdict: Verdict): void {
    if (!isConclusive(verdict)) return;
    this.#entries.set(key, verdict);
    if (this.#directory === undefined) return;
    const path = this.#path(key)!;
    // Renamed into place: a reader sees all of it or nothing.
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(verdict));
      renameSync(temporary, path);
    } catch {
      // A full disk costs us the cache, not the verdict.
    }
  }

  #path(key: string): string | undefined {
    return this.#directory === undefined ? undefined : join(this.#directory, `${key}.json`);
  }

  #read(key: string): Verdict | undefined {
    const path = this.#path(key);
    if (path === undefined) return undefined;
    try {
      // A file of anything else, or of a version that knew other statuses, is no verdict.
      return conclusiveVerdict.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
    } catch {
      return undefined;
    }
  }
}

/** SHA-256 over the parts, each with its length, so that no two lists of parts run together. */
export function contentAddress(parts: readonly (string | number | undefined)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const text = part === undefined ? "\u0000" : String(part);
    hash.update(`${Buffer.byteLength(text)}:`).update(text);
  }
  return hash.digest("hex");
}
