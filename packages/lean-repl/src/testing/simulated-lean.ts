import type { ReplMessage, ReplSorry } from "../repl/protocol.ts";
import { recordingKey, type RecordedExchange } from "./recordings.ts";

/** What the simulation knows of a declaration. */
interface Declaration {
  readonly type: string;
  readonly axioms: readonly string[];
  /** It came in while the kernel was told not to look. */
  readonly isUnchecked?: boolean;
}

/** An environment: everything elaborated so far. Immutable, so that requests may branch from any. */
export interface World {
  readonly history: readonly string[];
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly namespaces: readonly string[];
  /** Commands that change how later statements are read. */
  readonly altered: readonly string[];
  /** An import failed: nothing is known, and nobody said so. */
  readonly empty: boolean;
}

export const emptyWorld: World = { history: [], declarations: new Map(), namespaces: [], altered: [], empty: false };

export interface Elaborated {
  readonly world: World;
  readonly messages: readonly ReplMessage[];
  readonly sorries: readonly Omit<ReplSorry, "proofState">[];
}

export interface SimulationSettings {
  readonly version: string;
  /** Modules that can be imported; `Lean.*` stands for Lean and all below it. */
  readonly modules: readonly string[];
  readonly recordings: readonly RecordedExchange[];
  /** Fully printed types of statements, by their normalised text, for statements that recordings print. */
  readonly types: Readonly<Record<string, string>>;
}

const builtins: Readonly<Record<string, string>> = {
  Nat: "Type",
  Real: "Type",
  "Lean.Expr": "Type",
};

const commandStart =
  /^(?:@\[[^\]]*\]\s*)?(?:(?:private|protected|local|scoped|noncomputable|unsafe|partial)\s+)*(?:theorem|lemma|example|def|abbrev|axiom|instance|notation|infix\w*|prefix|postfix|macro\w*|syntax|elab\w*|opaque|structure|inductive|class|variable|namespace|section|end|import|open|set_option|universe|#\w+!?|attribute|run_cmd|initialize)\b/;

/**
 * Not Lean: a few lines that answer like it where a client needs an answer. Recorded exchanges are answered as recorded. Of
 * everything else it takes each declaration's proof for good unless the word `sorry`, `wrong` or `fail` is in it, or its name is
 * taken, prints a statement as its own words, and lets axioms be inherited by name.
 */
export class SimulatedLean {
  readonly #settings: SimulationSettings;
  readonly #recorded = new Map<string, RecordedExchange>();
  readonly #axioms = new Map<string, readonly string[]>();

  constructor(settings: Partial<SimulationSettings> = {}) {
    this.#settings = {
      version: "4.27.0",
      modules: ["Init.*", "Mathlib.*", "Aesop.*", "Lean.*", "Std.*"],
      recordings: [],
      types: {},
      ...settings,
    };
    const declared = new Map<string, number>();
    for (const { session, request } of this.#settings.recordings)
      for (const [, name] of request.cmd.matchAll(/(?:theorem|lemma) (\S+)/g))
        declared.set(`${session}\u0000${name!}`, (declared.get(`${session}\u0000${name!}`) ?? 0) + 1);
    for (const exchange of this.#settings.recordings) {
      if (exchange.history === undefined) continue;
      const key = recordingKey(exchange.history, exchange.request.cmd);
      // The same text may have met a process that was already dead.
      if (this.#recorded.get(key)?.response === undefined) this.#recorded.set(key, exchange);
      for (const message of exchange.response?.messages ?? []) {
        const report = readReport(message.data);
        if (report === undefined) continue;
        // A name that the session declares again and again says nothing about which it was.
        const times = declared.get(`${exchange.session}\u0000${report.name}`) ?? 0;
        if (times <= 1) this.#axioms.set(`${exchange.session}\u0000${report.name}`, report.axioms);
      }
    }
  }

  /** The recorded exchange for this text after that world, if there is one. */
  recorded(world: World, cmd: string): RecordedExchange | undefined {
    return this.#recorded.get(recordingKey(world.history, cmd));
  }

  elaborate(world: World, cmd: string): Elaborated {
    const exchange = this.recorded(world, cmd);
    const simulated = this.#simulate(world, cmd);
    if (exchange?.response === undefined || !("env" in exchange.response)) return simulated;
    return {
      world: this.#learn(simulated.world, exchange),
      messages: exchange.response.messages ?? [],
      sorries: exchange.response.sorries ?? [],
    };
  }

  /** Replaces what the simulation makes of a declaration by what the recording says of it, as far as it does. */
  #learn(world: World, { session, request, response }: RecordedExchange): World {
    const declarations = new Map(world.declarations);
    for (const [name, declaration] of declarations) {
      if (!new RegExp(`(?:theorem|lemma) ${name.replaceAll(".", "\\.")}\\b`).test(request.cmd)) continue;
      // This request's own report before any of the session's: names come back.
      const own = (response?.messages ?? [])
        .map(({ data }) => readReport(data))
        .find((report) => report?.name === name);
      const axioms = own?.axioms ?? this.#axioms.get(`${session}\u0000${name}`) ?? declaration.axioms;
      const printed = request.cmd.includes("pp.all true")
        ? (response?.messages ?? []).map(({ data }) => printedType(data, name)).find((type) => type !== undefined)
        : undefined;
      declarations.set(name, { axioms, type: printed ?? declaration.type });
    }
    return { ...world, declarations };
  }

  #simulate(world: World, cmd: string): Elaborated {
    const messages: ReplMessage[] = [];
    const sorries: Omit<ReplSorry, "proofState">[] = [];
    let current: World = world;
    for (const { text, line, skipsKernel } of commands(cmd)) {
      const before = current.declarations;
      current = this.#command(current, text, line, messages, sorries);
      if (skipsKernel && current.declarations !== before) current = withLastUnchecked(current);
    }
    // The client's own questions are no part of what a recording stands on.
    const isLimit = /^set_option maxHeartbeats \d+$/.test(cmd.trim());
    const own = isLimit ? [] : cmd.split("\n").filter((line) => line.trim() !== "" && !isQuestion(line));
    const history = own.length === 0 ? world.history : [...world.history, own.join("\n")];
    return { world: { ...current, history }, messages, sorries };
  }

  #command(
    world: World,
    text: string,
    line: number,
    messages: ReplMessage[],
    sorries: Omit<ReplSorry, "proofState">[],
  ): World {
    const say = (severity: ReplMessage["severity"], data: string): void => {
      messages.push({ severity, pos: { line, column: 0 }, endPos: { line, column: 6 }, data });
    };
    const imports = [...text.matchAll(/^(?:public )?import\s+(?:all\s+)?(\S+)/gm)].map((match) => match[1]!);
    if (imports.length > 0) {
      return { ...world, empty: world.empty || !imports.every((name) => this.#isInstalled(name)) };
    }
    if (text.startsWith("prelude")) return { ...world, empty: true };
    const check = /#check @?(?:_root_\.)?(\S+)/.exec(text);
    if (check !== null) {
      const name = check[1]!;
      const declared = world.declarations.get(name);
      const known = world.empty ? undefined : (declared?.type ?? builtins[name]);
      if (known === undefined) say("error", `Unknown identifier \`${name}\``);
      else say("info", `${name} : ${known}`);
      return world;
    }
    const axioms = /^#print axioms (?:_root_\.)?(\S+)/.exec(text);
    if (axioms !== null) {
      const declared = world.declarations.get(axioms[1]!);
      if (declared === undefined) say("error", `Unknown constant \`${axioms[1]!}\``);
      else if (declared.axioms.length === 0) say("info", `'${axioms[1]!}' does not depend on any axioms`);
      else say("info", `'${axioms[1]!}' depends on axioms: [${declared.axioms.join(", ")}]`);
      return world;
    }
    const printed = /^#print "([^"]*)"/.exec(text);
    if (printed !== null) say("info", printed[1]!);
    if (text.startsWith("#eval Lean.versionString")) say("info", `"${this.#settings.version}"`);
    const scope = /^(namespace|section|end)\b[ \t]*(\S*)/.exec(text);
    if (scope?.[1] === "namespace") return { ...world, namespaces: [...world.namespaces, scope[2]!] };
    if (scope?.[1] === "end") return { ...world, namespaces: world.namespaces.slice(0, -1) };
    const axiom = /^(?:private\s+)?axiom\s+(\S+)\s*([\s\S]*)$/.exec(text);
    if (axiom !== null)
      return declare(world, axiom[1]!, { type: fold(axiom[2]!), axioms: [qualify(world, axiom[1]!)] });
    const theorem = /^(?:@\[[^\]]*\]\s*)?(?:(?:private|protected)\s+)*(?:theorem|lemma)\s+(\S+)([\s\S]*)$/.exec(text);
    if (theorem !== null) return this.#theorem(world, text, theorem[1]!, theorem[2]!, line, messages, sorries);
    if (
      /^(?:local |scoped )?(?:notation|infix|prefix|postfix|macro_rules|instance|def|abbrev|variable|attribute)\b/.test(
        text,
      )
    )
      return { ...world, altered: [...world.altered, fold(text.split("\n")[0]!)] };
    return world;
  }

  #isInstalled(module: string): boolean {
    return this.#settings.modules.some((name) =>
      name.endsWith(".*") ? `${module}.`.startsWith(name.slice(0, -1)) : name === module,
    );
  }

  #theorem(
    world: World,
    text: string,
    name: string,
    rest: string,
    line: number,
    messages: ReplMessage[],
    sorries: Omit<ReplSorry, "proofState">[],
  ): World {
    if (world.declarations.has(qualify(world, name))) {
      const endPos = { line, column: 7 };
      messages.push({
        severity: "error",
        pos: { line, column: 0 },
        endPos,
        data: `'${qualify(world, name)}' has already been declared`,
      });
      return world;
    }
    const at = rest.indexOf(":=");
    const signature = fold(at === -1 ? rest : rest.slice(0, at));
    const proof = at === -1 ? "" : rest.slice(at + 2);
    const words = wordsOf(proof);
    const position = (offset: number): { line: number; column: number } => {
      const before = text.slice(0, text.length - proof.length + offset).split("\n");
      return { line: line + before.length - 1, column: Array.from(before.at(-1)!).length };
    };
    const goal = `⊢${signature.slice(signature.indexOf(":") + 1)}`;
    const bad = words.find(({ text: word }) => word === "wrong" || word === "fail");
    const hole = words.find(({ text: word }) => word === "sorry");
    let used = words.flatMap(({ text: word }) => world.declarations.get(qualify(world, word))?.axioms ?? []);
    if (bad !== undefined) {
      messages.push({
        severity: "error",
        pos: position(bad.start),
        endPos: position(bad.end),
        data: `unsolved goals\n${goal}`,
      });
      used = ["sorryAx"];
    } else if (hole !== undefined) {
      sorries.push({ pos: position(hole.start), endPos: position(hole.end), goal });
      messages.push({
        severity: "warning",
        pos: { line, column: 8 },
        endPos: { line, column: 8 + Array.from(name).length },
        data: "declaration uses 'sorry'",
      });
      used = ["sorryAx"];
    }
    if (words.some(({ text: word }) => word === "native_decide")) used = [...used, "Lean.ofReduceBool"];
    const altered = world.altered.length === 0 ? "" : ` [read under: ${world.altered.join("; ")}]`;
    return declare(world, name, {
      type: this.#settings.types[signature] ?? signature.replace(/^:\s*/, "") + altered,
      axioms: [...new Set(used)],
    });
  }
}

function readReport(text: string): { readonly name: string; readonly axioms: readonly string[] } | undefined {
  const match = /^'([^']+)' (?:does not depend on any axioms|depends on axioms: \[([\s\S]*)\])$/.exec(text);
  if (match === null) return undefined;
  const axioms = (match[2] ?? "").split(",").map((axiom) => axiom.trim());
  return { name: match[1]!, axioms: axioms.filter((axiom) => axiom !== "") };
}

const printedType = (text: string, name: string): string | undefined =>
  [`${name} : `, `@${name} : `].filter((head) => text.startsWith(head)).map((head) => fold(text.slice(head.length)))[0];

const qualify = (world: World, name: string): string => [...world.namespaces, name].join(".");

const declare = (world: World, name: string, declaration: Declaration): World => ({
  ...world,
  declarations: new Map(world.declarations).set(qualify(world, name), declaration),
});

function withLastUnchecked(world: World): World {
  const [name, declaration] = [...world.declarations].at(-1)!;
  return { ...world, declarations: new Map(world.declarations).set(name, { ...declaration, isUnchecked: true }) };
}

/** In one line, with the blanks of strings as they are. */
const fold = (text: string): string =>
  text.replaceAll(/"(?:\\.|[^"\\])*"|\s+/g, (part) => (part.startsWith('"') ? part : " ")).trim();

/** The words of a proof and where they stand. By a pattern: in its sandbox a stand-in has this package and no other. */
function wordsOf(proof: string): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  const blank = proof.replaceAll(/--[^\n]*|\/-[^]*?-\/|"(?:\\.|[^"\\])*"/g, (skipped) => " ".repeat(skipped.length));
  return [...blank.matchAll(/[\p{L}_«][\p{L}\p{N}_'!?.«»]*/gu)].map(({ 0: text, index: start }) => ({
    text,
    start,
    end: start + text.length,
  }));
}

/** The client's own: its nonce, its probes, what it asks of a declaration from the root, and what every text imports. */
export const isQuestion = (line: string): boolean =>
  /^(?:set_option \S+ \S+ in )+#check @_root_\.|^#print axioms _root_\.|^#print "nonce-|^#check (?:Nat|Real|Lean\.Expr)$|^#eval Lean\.versionString$|^import Init$/.test(
    line,
  );

/** Cuts a text where a line begins with a command. */
function commands(cmd: string): { readonly text: string; readonly line: number; readonly skipsKernel: boolean }[] {
  const found: { text: string; line: number }[] = [];
  for (const [index, line] of cmd.split("\n").entries()) {
    const last = found.at(-1);
    if (last === undefined || commandStart.test(line)) {
      // `set_option … in` belongs to what follows.
      if (last !== undefined && /\bin\s*$/.test(last.text)) last.text = `${last.text} ${line}`;
      else found.push({ text: line, line: index + 1 });
    } else last.text = `${last.text}\n${line}`;
  }
  return found.map(({ text, line }) => ({
    text: text.replace(/^(?:(?:set_option \S+ \S+|open [^\n]*?) in\s+)+(?=#|theorem|lemma)/, ""),
    line,
    skipsKernel: text.startsWith("set_option debug.skipKernelTC true in"),
  }));
}
