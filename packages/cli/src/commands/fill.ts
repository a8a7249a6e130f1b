import { on, once } from "node:events";
import { rename, stat } from "node:fs/promises";
import path from "node:path";
import type { LemmaProver, SettingsOverrides } from "@lemma/core";
import { lean3Error, leanFiles } from "@lemma/datasets";
import {
  type AdapterStore,
  FileAdapters,
  fill,
  type FillEvent,
  type HoleReport,
  studyKinds,
  unifiedPatch,
  verifiedLemmas,
} from "@lemma/fill";
import { AbortedError, InfrastructureError, InputError } from "@lemma/interfaces";
import { LoraAdapter } from "@lemma/lora";
import { watch } from "chokidar";
import type { KnownProof } from "@lemma/core";
import { type Command, type ExitStatus, printJson, type Terminal } from "../command.ts";
import { type Arguments, commonFlags } from "../flags.ts";
import { readSource, replaceSource } from "../lean-source.ts";
import { defined, openFromFlags } from "../opening.ts";
import { describeEvent, oneLine, whyNot } from "../render/events.ts";
import { type Palette, palette } from "../render/palette.ts";

export const fillCommand: Command = {
  positionals: 1,
  usage: "FILE.lean | DIR [flags]",
  flags: {
    "in-place": { summary: "write the files back; without, a patch goes to the standard output" },
    study: { value: "KIND", summary: `what to learn from: ${studyKinds.join(", ")} (both)` },
    cache: { value: "DIR", summary: "keeps the adapters trained on files, for runs to come" },
    watch: { summary: "then wait for the files to change, and fill what is new" },
    conjectures: { value: "M", summary: "lemmas to propose per hole", least: 0 },
    attempts: { value: "K", summary: "attempts at each hole" },
    rounds: { value: "N", summary: "rounds of attempts, each shown what was rejected before it (1)" },
    disprove: { summary: "try first to prove that a hole's goal is false" },
    verbose: { summary: "tell what the loop does for each hole" },
    ...commonFlags,
  },
  examples: [
    "lemma fill Basic.lean > holes.patch",
    "lemma fill Basic.lean --in-place",
    "lemma fill MyProject --in-place --watch",
  ],
  async run(given, terminal) {
    const [place] = given.positionals;
    if (place === undefined) throw new InputError("fill: give a Lean file, or a folder of them");
    const overrides: SettingsOverrides = defined({
      conjectures: given.integer("conjectures"),
      attempts: given.integer("attempts"),
      rounds: given.integer("rounds"),
    });
    const files = await lean4Files(place, terminal);
    if (files.length === 0) throw new InputError("holds no Lean file", { file: place });
    const seed = given.integer("seed") ?? 1;
    await using lemma = await openFromFlags(given, overrides);
    const filler = new Filler(lemma, given, terminal, seed);
    if (files.length > 1) for (const file of files) await filler.learn(file);
    for (const file of files) await filler.fill(file);
    if (given.has("watch")) await filler.watch(place);
    filler.summarise();
    return filler.status;
  },
};

/** Fills file after file and remembers how each was left, so that a file is not worked on again before it changes. */
class Filler {
  readonly #lemma: LemmaProver;
  readonly #given: Arguments;
  readonly #terminal: Terminal;
  readonly #seed: number;
  readonly #color: Palette;
  readonly #left = new Map<string, string>();
  readonly #reports = new Map<string, readonly HoleReport[]>();
  readonly #lemmas = new Map<string, readonly KnownProof[]>();
  readonly #adapters: FileAdapters;

  constructor(lemma: LemmaProver, given: Arguments, terminal: Terminal, seed: number) {
    this.#lemma = lemma;
    this.#given = given;
    this.#terminal = terminal;
    this.#seed = seed;
    this.#color = palette(terminal.hasColor);
    const cache = given.text("cache");
    this.#adapters = new FileAdapters(cache === undefined ? undefined : storeIn(cache));
  }

  /** Takes a file's verified lemmas as known to the project's other files. */
  async learn(file: string): Promise<void> {
    const kind = this.#given.choice("study", studyKinds);
    if (kind === "self" || kind === "none") return;
    const { verifier } = this.#lemma.parts;
    this.#lemmas.set(file, await verifiedLemmas(await readSource(file), verifier, { signal: this.#terminal.signal }));
  }

  get status(): ExitStatus {
    const holes = [...this.#reports.values()].flat();
    if (holes.some((hole) => hole.status === "open" && hole.best?.verdict.status === "infrastructure")) return 3;
    return holes.every(({ status }) => status === "filled") ? 0 : 1;
  }

  /** @throws {AbortedError} when the signal fires, what was filled until then being kept. */
  async fill(file: string): Promise<void> {
    const { signal } = this.#terminal;
    const before = await readSource(file);
    if (this.#left.get(file) === before) return;
    let reports: readonly HoleReport[] = [];
    let after = before;
    const { parts, settings } = this.#lemma;
    try {
      const options = {
        seed: this.#seed,
        signal,
        lemmas: [...this.#lemmas].flatMap(([other, lemmas]) => (other === file ? [] : lemmas)),
        adapters: this.#adapters,
        disprove: this.#given.has("disprove"),
        ...defined({ study: this.#given.choice("study", studyKinds) }),
      };
      for await (const event of fill(before, parts, settings, options)) {
        if (event.type === "working") this.#tellWork(file, event.hole, event.event);
        if (event.type === "checked") reports = this.#tellChecked(file, event);
        if (event.type !== "settled") continue;
        after = event.source;
        reports = [...reports.filter(({ id }) => id !== event.report.id), event.report];
        this.#tell(file, event.report);
      }
    } finally {
      this.#reports.set(file, reports);
      await this.#write(file, before, after);
    }
  }

  /** Fills what changes, until the signal fires. */
  async watch(place: string): Promise<void> {
    const { signal } = this.#terminal;
    // Not Node's own: on Linux it loses sight of a file below a folder once another is renamed over it, as ours and editors' are.
    const watcher = watch(place, {
      ignoreInitial: true,
      ignored: (at) => isHidden(path.relative(place, at)),
      // A file is written in steps, and the last of them may come too soon after the first to be heard.
      awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 20 },
    });
    try {
      await once(watcher, "ready", { signal });
      this.#terminal.progress(`waiting for ${place} to change; Ctrl-C ends\n`);
      const changes = on(watcher, "all", { signal });
      // What was saved before anything was heard.
      for (const file of await leanFiles(place)) await this.#fillAgain(file);
      for await (const [event, changed] of changes) {
        const file = String(changed);
        if (file.endsWith(".lean") && (event === "add" || event === "change")) await this.#fillAgain(file);
      }
    } catch (error) {
      if (signal.aborted) throw new AbortedError("watch", signal);
      throw error;
    } finally {
      await watcher.close();
    }
  }

  /** An editor may write in steps, or save while a file is worked on: it will be heard of again. */
  async #fillAgain(file: string): Promise<void> {
    await this.fill(file).catch((error: unknown) => {
      if (!(error instanceof InputError) && !(error instanceof InfrastructureError)) throw error;
      this.#terminal.progress(`lemma: ${error.message}\n`);
    });
  }

  summarise(): void {
    const holes = [...this.#reports.values()].flat();
    const count = (status: HoleReport["status"]): number => holes.filter((hole) => hole.status === status).length;
    this.#terminal.progress(
      `${holes.length} ${holes.length === 1 ? "hole" : "holes"}, ${count("filled")} filled, ${count("open")} open, ${count("refused")} refused${count("false") === 0 ? "" : `, ${count("false")} false`}\n`,
    );
  }

  async #write(file: string, before: string, after: string): Promise<void> {
    this.#left.set(file, after);
    const patch = unifiedPatch(patchName(file), before, after);
    if (patch !== "" && this.#given.has("in-place")) await replaceSource(file, before, after);
    else if (patch !== "" && !this.#given.has("json")) this.#terminal.out(patch);
    if (this.#given.has("json"))
      printJson(this.#terminal, { type: "file", file, patch, written: patch !== "" && this.#given.has("in-place") });
  }

  #tellWork(file: string, hole: string, event: Parameters<typeof describeEvent>[0]): void {
    if (!this.#given.has("verbose")) return;
    if (this.#given.has("json")) return printJson(this.#terminal, { type: "working", file, hole, event });
    for (const line of describeEvent(event, this.#color)) this.#terminal.progress(`${line}\n`);
  }

  #tellChecked(file: string, { theorems, holes }: Extract<FillEvent, { type: "checked" }>): readonly HoleReport[] {
    const lines = theorems.map(({ id, line, verdict: { status, evidence } }) => ({ id, line, status, evidence }));
    if (this.#given.has("json")) printJson(this.#terminal, { type: "checked", file, theorems: lines, holes });
    else if (holes.length > 0) {
      const proved = theorems.filter(({ verdict }) => verdict.status === "proved");
      const left = theorems.filter(({ verdict }) => verdict.status !== "proved");
      const rest = left.map(({ id, verdict }) => `${id} ${verdict.status}`).join(", ");
      this.#terminal.progress(
        `checked   ${patchName(file)}: ${proved.length} of ${theorems.length} theorems proved${rest === "" ? "" : `; ${rest}`}\n`,
      );
    }
    return holes;
  }

  #tell(file: string, report: HoleReport): void {
    if (this.#given.has("json")) return printJson(this.#terminal, { type: "hole", file, ...report });
    const { line, column } = report.start;
    for (const text of describeHole(report, `${patchName(file)}:${line}:${column}`, this.#color))
      this.#terminal.progress(`${text}\n`);
  }
}

/** The files to fill; those of Lean 3 in a folder are passed over. @throws {InputError} for a file of Lean 3 that is named. */
async function lean4Files(place: string, terminal: Terminal): Promise<readonly string[]> {
  const files: string[] = [];
  for (const file of await leanFiles(place)) {
    const problem = lean3Error(await readSource(file), file);
    if (problem === undefined) files.push(file);
    else if (file === place) throw problem;
    else terminal.progress(`passed over: ${problem.message}\n`);
  }
  return files;
}

/** A place that holds no file of the project's own: below `.lake`, or a folder of Node's. */
const isHidden = (below: string): boolean =>
  below.split(path.sep).some((part) => /^\.[^.]/.test(part) || part === "node_modules");

function sourceOf({ replayed, adapted }: Extract<HoleReport, { status: "filled" }>): string {
  if (replayed !== undefined) return `the proof of ${replayed}`;
  return adapted ? "sampled after study" : "sampled";
}

/** A folder of PEFT folders, by what they were made of. */
const storeIn = (folder: string): AdapterStore => ({
  load: async (key) => {
    const place = path.join(folder, key);
    return (await stat(place).catch(() => undefined)) === undefined ? undefined : LoraAdapter.load(place);
  },
  save: async (key, adapter) => {
    // A folder that a kill left half-written must not be taken for one.
    const partial = path.join(folder, `${key}.partial`);
    await adapter.save(partial);
    await rename(partial, path.join(folder, key)).catch(() => undefined);
  },
});

/** The file as a patch names it: from here where it lies below, else from the root. */
function patchName(file: string): string {
  const relative = path.relative(".", file);
  return relative.startsWith("..") ? path.resolve(file).slice(1) : relative;
}

function describeHole(report: HoleReport, place: string, color: Palette): readonly string[] {
  const head = (status: string): string => `${status.padEnd(9)} ${report.id}  ${color.dim(place)}`;
  switch (report.status) {
    case "filled": {
      const rests = report.rests.length === 0 ? "" : `; the theorem rests on ${report.rests.join(", ")}`;
      return [
        `${head(color.green("filled"))}`,
        `          ${oneLine(report.text)}  ${color.dim(`${sourceOf(report)}; evidence: ${report.evidence}${rests}`)}`,
      ];
    }
    case "false": {
      const { theorem, proof, evidence } = report.disproof;
      return [
        head(color.red("false")),
        `          ${oneLine(theorem.statement)} ${oneLine(proof)}  ${color.dim(`evidence: ${evidence}`)}`,
      ];
    }
    case "refused":
      return [head(color.yellow("refused")), `          ${report.reason}`];
    case "open": {
      const { best, message } = report;
      const goal = report.goals[0]?.split("\n").at(-1);
      return [
        head(color.red("open")),
        ...(goal === undefined ? [] : [`          ${goal}`]),
        ...(best === undefined
          ? []
          : [`          ${color.dim("closest:")} ${oneLine(best.proof)}${color.dim(whyNot(best.verdict))}`]),
        ...(message === undefined ? [] : [`          ${message}`]),
      ];
    }
  }
}
