import { spawn } from "node:child_process";
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { loadRecordings } from "./recordings.ts";
import { firstTime, perhapsNotStart, requestedFaults, type Fault } from "./requested-faults.ts";
import { SimulatedLean, emptyWorld, type World } from "./simulated-lean.ts";
import type { StandInSettings } from "./stand-in-settings.ts";
import { say, sleep } from "./write-all.ts";
import type { ReplMessage } from "../repl/protocol.ts";

/**
 * A process that speaks the REPL's protocol, and misbehaves where a comment in the request asks it to:
 * `--! FAULT [argument]`, or `--! once:KEY FAULT [argument]`, the first time only that KEY comes by.
 */
const settings = JSON.parse(process.argv[2] ?? "{}") as StandInSettings;
const lean = new SimulatedLean({
  ...(settings.version === undefined ? {} : { version: settings.version }),
  ...(settings.modules === undefined ? {} : { modules: settings.modules }),
  ...(settings.types === undefined ? {} : { types: settings.types }),
  recordings: settings.recordings === undefined ? [] : loadRecordings(settings.recordings),
});

const worlds: World[] = [];
let proofStates = 0;
const hoard: Buffer[] = [];

const forever = (): never => {
  for (;;) sleep(1000);
};

interface Request {
  readonly cmd?: string;
  readonly env?: number;
  readonly pickleTo?: string;
  readonly unpickleEnvFrom?: string;
}

/** The REPL's own layout: several lines, and a blank one. */
const layout = (answer: object): string => `${JSON.stringify(answer, null, 1)}\n\n`;

let postponed = "";

function answer(request: Request): string {
  if (settings.script !== undefined) return followScript(request);
  if (request.pickleTo !== undefined) {
    const world = worlds[request.env ?? -1];
    if (world === undefined) return layout({ message: "Unknown environment." });
    writeFileSync(request.pickleTo, JSON.stringify({ ...world, declarations: [...world.declarations] }));
    return layout({ env: request.env });
  }
  if (request.unpickleEnvFrom !== undefined) {
    if (settings.importMs !== undefined) sleep(settings.importMs);
    const saved = savedWorld(request.unpickleEnvFrom);
    const refusal = settings.kernel === "loader" ? kernelRefusal(saved) : undefined;
    if (refusal !== undefined) uncaught(refusal);
    worlds.push({ ...saved, altered: [] });
    return layout({ env: worlds.length - 1 });
  }
  const cmd = request.cmd ?? "";
  const before = request.env === undefined || request.env === null ? emptyWorld : worlds[request.env];
  if (before === undefined) return layout({ message: "Unknown environment." });
  if (settings.importMs !== undefined && request.env === undefined) sleep(settings.importMs);
  if (settings.commandMs !== undefined) sleep(settings.commandMs * (cmd.match(/^(?:theorem|lemma) /gm)?.length ?? 0));
  const { dieOnceAt } = settings;
  if (dieOnceAt !== undefined && cmd.includes(dieOnceAt) && firstTime("death", settings)) process.exit(1);
  const faults = requestedFaults(cmd, settings);
  for (const fault of faults) beforehand(fault);
  const exchange = lean.recorded(before, cmd);
  if (exchange !== undefined && exchange.response === undefined)
    replayDeath(exchange.received, exchange.exit, exchange.stderr);
  const { world, messages: said, sorries } = lean.elaborate(before, cmd);
  const messages = [...said, ...replays(cmd)];
  worlds.push(world);
  const env = worlds.length - 1;
  // A recorded reply that somebody forged is replayed with the number that was forged.
  const recordedEnv =
    exchange?.response !== undefined && "env" in exchange.response ? exchange.response.env : undefined;
  const wasForged = exchange !== undefined && cmd.includes("printf") && exchange.exit === undefined;
  const forged = wasForged && recordedEnv !== undefined ? recordedEnv : env;
  const body = layout({
    ...(sorries.length === 0
      ? {}
      : {
          sorries: sorries.map((sorry) => {
            proofStates += 1;
            return { proofState: proofStates - 1, ...sorry };
          }),
        }),
    ...(messages.length === 0 ? {} : { messages }),
    env: forged,
  });
  // A recorded answer that was the process's last: a forged one, perfect here, its number right.
  if (exchange?.exit !== undefined) {
    say(body);
    process.exit(Math.max(0, exchange.exit));
  }
  return faults.reduce((text, fault) => distort(fault, text, env), body);
}

/** What Lean's runtime says on stderr, and ends with 1, where an audit fails for reasons that are not the proof's. */
const auditDeaths = [
  "INTERNAL PANIC: out of memory",
  "uncaught exception: object file '/project/Mathlib/Init.olean' of module Mathlib.Init does not exist",
  "failed to create thread",
];

/** Ends as Lean does where nobody catches what was thrown. */
function uncaught(text: string): never {
  process.stderr.write(`uncaught exception: ${text}\n`);
  process.exit(1);
}

function savedWorld(path: string): World {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    uncaught(`failed to open file '${path}': No such file or directory`);
  }
  const { loadDeath } = settings;
  if (
    loadDeath !== undefined &&
    text.includes(loadDeath.word) &&
    (loadDeath.once !== true || firstTime("load-death", settings))
  ) {
    process.stderr.write(`${loadDeath.stderr}\n`);
    process.exit(1);
  }
  const [dies, key] = /--! (?:once:(\S+) )?audit-dies/.exec(text) ?? [];
  if (dies !== undefined && (key === undefined || firstTime(key, settings))) {
    process.stderr.write(`${auditDeaths[text.length % auditDeaths.length]!}\n`);
    process.exit(1);
  }
  const raw = JSON.parse(text) as Omit<World, "declarations"> & {
    readonly declarations: readonly [string, { type: string; axioms: string[]; isUnchecked?: boolean }][];
  };
  return { ...raw, declarations: new Map(raw.declarations) };
}

/** What the kernel says of the first constant that it has not seen. */
function kernelRefusal({ declarations }: World): string | undefined {
  const name = [...declarations].find(([, { isUnchecked }]) => isUnchecked === true)?.[0];
  return name === undefined
    ? undefined
    : `(kernel) declaration type mismatch, '${name}' has type\n  True\nbut it is expected to have type\n  False`;
}

/** What the client's replay program would print, were this a Lean that could run it. */
function replays(cmd: string): ReplMessage[] {
  if (settings.kernel !== "program") return [];
  return [...cmd.matchAll(/^#eval lemmaReplay ("\S+") (".*")$/gm)].map(([, word, path]) => {
    const refusal = kernelRefusal(savedWorld(JSON.parse(path!) as string));
    const data = `${JSON.parse(word!) as string} ${refusal === undefined ? "accepted" : `refused ${refusal}`}\n`;
    return { severity: "info", pos: { line: 1, column: 0 }, endPos: { line: 1, column: 5 }, data };
  });
}

function replayDeath(received: string, exit: number | undefined, stderr: string | undefined): void {
  say(received);
  if (stderr !== undefined) process.stderr.write(stderr);
  if (exit === undefined || exit === -9) forever();
  else if (exit < 0) process.kill(process.pid, exit === -6 ? "SIGABRT" : exit === -11 ? "SIGSEGV" : "SIGKILL");
  else process.exit(exit);
  forever();
}

/** Faults that come before an answer. */
function beforehand({ name, argument }: Fault): void {
  if (name === "sleep") sleep(Number(argument));
  if (name === "hang") forever();
  if (name === "spin") for (;;);
  if (name === "die") process.exit(Number(argument || 1));
  if (name === "abort") {
    writeSync(2, "\nStack overflow detected. Aborting.\n");
    process.kill(process.pid, "SIGABRT");
    forever();
  }
  if (name === "ignore-sigterm") {
    process.on("SIGTERM", () => {});
    forever();
  }
  if (name === "flood-stderr") for (let i = 0; i < 64; i += 1) writeSync(2, Buffer.alloc(1 << 16, 0x65));
  if (name === "flood-stdout") for (;;) say(Buffer.alloc(1 << 16, 0x6f));
  if (name === "eat-memory") {
    // Enough to be over any limit that a test sets, and no more: the machine is not ours alone.
    while (hoard.length < 24) hoard.push(Buffer.alloc(64 << 20, 1));
    forever();
  }
  if (name === "fork-survivor" || name === "fork-and-hang") {
    // In a session of its own, holding our stdout: no group signal reaches it, and the pipe does not close.
    const survivor = spawn("/bin/sh", ["-c", "trap '' TERM HUP INT; while :; do sleep 300; done"], {
      detached: true,
      stdio: ["ignore", "inherit", "ignore"],
    });
    survivor.unref();
    if (name === "fork-and-hang") forever();
  }
  if (name === "fork-many") {
    for (let i = 0; i < 40; i += 1) spawn("/bin/sleep", ["300"], { stdio: "ignore" });
    forever();
  }
}

/** Faults in the answer itself. */
function distort({ name }: Fault, text: string, env: number): string {
  if (name === "die-mid-reply") {
    say(text.slice(0, Math.max(1, Math.floor(text.length / 2))));
    process.exit(0);
  }
  if (name === "garbage") return "Segmentation fault (core dumped)\nnot JSON at all\n\n";
  // JSON, and the right number, of a shape that no REPL gives: read carelessly, an answer without errors.
  if (name === "misshapen") return layout({ env, messages: { severity: "error" } });
  if (name === "odd-severity")
    return layout({ env, messages: [{ severity: "fatal", pos: { line: 1, column: 0 }, data: "what is this" }] });
  if (name === "odd-refusal") return layout({ message: 5 });
  if (name === "refuse") {
    worlds.pop();
    return layout({ message: "Unknown environment." });
  }
  if (name === "no-blank-line") return `${text.trimEnd()}\n`;
  if (name === "forge") {
    // The right number, no messages: a perfect success, and then the truth, one answer late.
    say(layout({ env }));
    sleep(2);
    return text;
  }
  if (name === "forge-and-exit") {
    say(layout({ env }));
    process.exit(0);
  }
  // As servers answer that leave out what is null: Lean's parse errors have no end.
  if (name === "no-ends") return text.replaceAll(/"endPos":\s*(?:null|\{[^}]*\}),?/g, "");
  if (name === "forge-wrong-number") return layout({ env: env + 70 });
  if (name === "out-of-order") {
    postponed = text;
    return "";
  }
  if (name === "duplicate") return text + text;
  if (name === "noise") return `a line from a thread\n${text}`;
  if (name === "dribble" || name === "split-utf8") {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 1) {
      say(bytes.subarray(at, at + 1));
      // A pause inside a character: every byte from 0x80 up belongs to one of several.
      if (name === "split-utf8" && bytes[at]! >= 0x80 && at % 3 === 0) sleep(1);
    }
    return "";
  }
  if (name === "long")
    return layout({
      ...(JSON.parse(text) as object),
      messages: [{ severity: "info", pos: { line: 1, column: 0 }, endPos: null, data: "⊢".repeat(1 << 20) }],
    });
  return text;
}

interface ScriptLine {
  readonly request?: object;
  readonly received: string;
  readonly exit?: number;
  readonly stderr?: string;
}

const script: ScriptLine[] =
  settings.script === undefined
    ? []
    : readFileSync(settings.script, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as ScriptLine)
        .filter((line) => line.request !== undefined);

/** Says what was said, or that the request is another. */
function followScript(request: Request): string {
  const line = script.shift();
  const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (line?.request === undefined || sorted(line.request) !== sorted(request))
    return layout({ message: `Not in the script: expected ${JSON.stringify(line?.request)}` });
  if (line.exit === undefined) return line.received;
  replayDeath(line.received, line.exit, line.stderr);
  return "";
}

perhapsNotStart(settings);
if (settings.startMs !== undefined) sleep(settings.startMs);

let pending: string[] = [];
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk: string) => {
  rest += chunk;
  for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
    const line = rest.slice(0, end).trimEnd();
    rest = rest.slice(end + 1);
    if (line !== "") pending.push(line);
    else {
      const text = pending.join("");
      pending = [];
      if (text.startsWith("#") || text.startsWith("--")) continue;
      let request: Request;
      try {
        request = JSON.parse(text) as Request;
      } catch (error) {
        process.stderr.write(`uncaught exception: {"message": ${JSON.stringify(String(error))}}\n`);
        process.exit(1);
      }
      const late = postponed;
      postponed = "";
      const now = answer(request);
      // Out of order: the later answer first.
      say(now + late);
    }
  }
});
process.stdin.on("end", () => process.exit(0));
