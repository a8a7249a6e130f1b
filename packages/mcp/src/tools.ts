import { audit } from "@lemma/audit";
import { theoremsIn } from "@lemma/datasets";
import { fill, type FoundHole, type HoleReport, holesOf, tryTactics, unifiedPatch } from "@lemma/fill";
import { assemble, InputError, isConclusive, type LemmaEvent, type Verdict, reasonOf } from "@lemma/interfaces";
import { placeIn } from "@lemma/lean-text";
import { disprove, type Disproof, prove } from "@lemma/loop";
import type { z } from "zod";
import * as schema from "./schemas.ts";
import { shown, sourceOf, theoremOf } from "./tasks.ts";
import { tool, type Tool, type Workshop } from "./tool.ts";

const checkTool = tool({
  title: "Check Lean proofs",
  description:
    "Judges proofs. With `statement` and `proof` or `code`, whether exactly that statement is proved; with `code` alone, each theorem of " +
    "the file. Says what each verdict stands on (`evidence`, `axioms`) and, under `notJudged`, about which theorems nothing is known.",
  input: schema.checkInput,
  output: schema.checkOutput,
  run: async (given, { verifier }, { signal, progress }) => {
    const tasks = checksOf(given);
    const verdicts: z.infer<typeof schema.verdict>[] = [];
    const unknown: Verdict[] = [];
    for (const [done, { request, line, place }] of tasks.entries()) {
      progress(request.theorem.id, done, tasks.length);
      const verdict = await verifier.verify(request, { signal });
      if (!isConclusive(verdict)) unknown.push(verdict);
      verdicts.push(shown(place(verdict), line));
    }
    const notJudged = unknown.map((verdict) => ({
      id: verdict.id,
      why: `${verdict.status}: ${reasonOf(verdict) ?? ""}`,
    }));
    const proved = verdicts.filter(({ status }) => status === "proved").length;
    return {
      result: { verdicts, notJudged, allProved: verdicts.length > 0 && proved === verdicts.length },
      summary: `${proved} of ${verdicts.length} proved${notJudged.length === 0 ? "" : `, ${notJudged.length} not judged`}, by ${verifier.name}`,
    };
  },
});

interface CheckTask {
  readonly request: Parameters<Workshop["verifier"]["verify"]>[0];
  readonly line: number | undefined;
  readonly place: (verdict: Verdict) => Verdict;
}

function checksOf({ code, statement, proof, header }: z.infer<typeof schema.checkInput>): readonly CheckTask[] {
  const asIs = (verdict: Verdict): Verdict => verdict;
  if (statement !== undefined) {
    const theorem = theoremOf({ statement, header });
    if ((code === undefined) === (proof === undefined))
      throw new InputError("give either `proof` or `code` with a `statement`");
    const given =
      code === undefined ? ({ kind: "tactics", tactics: proof! } as const) : ({ kind: "file", code } as const);
    return [{ request: { theorem, proof: given }, line: undefined, place: asIs }];
  }
  if (code === undefined) throw new InputError("give `code`, or a `statement` with its `proof`");
  const declared = theoremsIn(code);
  if (declared.length === 0) throw new InputError("holds no theorem", { field: "code" });
  return declared.map(({ theorem, proof: own, placeholder, place }) => ({
    request: { theorem, proof: own ?? { kind: "tactics", tactics: placeholder } },
    line: place.line,
    place: (verdict) =>
      own?.kind === "file"
        ? verdict
        : {
            ...verdict,
            messages: verdict.messages.map((message) =>
              message.start === undefined ? message : { ...message, start: placeIn(place, message.start) },
            ),
          },
  }));
}

const goalsTool = tool({
  title: "Show open goals",
  description: "The goals at each `sorry` of a file, or of a statement with a partial proof, hypotheses and all.",
  input: schema.goalsInput,
  output: schema.goalsOutput,
  run: async (given, { verifier }, { signal }) => {
    const holes = (await holesOf(sourceOf(given), verifier, { signal })).map(shownHole);
    return {
      result: { holes },
      summary: `${holes.length} ${holes.length === 1 ? "hole" : "holes"}, by ${verifier.name}`,
    };
  },
});

const shownHole = (hole: FoundHole | HoleReport): z.infer<typeof schema.goalsOutput>["holes"][number] => ({
  id: hole.id,
  line: hole.start.line,
  column: hole.start.column,
  goals: [...hole.goals],
  ...("refusal" in hole ? { refused: hole.refusal } : "reason" in hole ? { refused: hole.reason } : {}),
});

const tryTool = tool({
  title: "Try tactics",
  description:
    "Tries many tactic blocks in a `sorry`, each on its own: which close the goal, which run and what they leave, which fail.",
  input: schema.tryInput,
  output: schema.tryOutput,
  run: async (given, { verifier }, { signal, progress }) => {
    const source = sourceOf(given);
    const holes = await holesOf(source, verifier, { signal });
    const hole = given.hole === undefined ? holes[0] : holes.find(({ id }) => id === given.hole);
    if (hole === undefined)
      throw new InputError(
        holes.length === 0
          ? "no `sorry` to try them in"
          : `no hole "${given.hole}"; there are ${holes.map(({ id }) => id).join(", ")}`,
      );
    if ("refusal" in hole) throw new InputError(`nothing can be tried at ${hole.id}: ${hole.refusal}`);
    const results: z.infer<typeof schema.tryOutput>["results"] = [];
    for await (const { tactics, verdict, goals } of tryTactics(source, hole, given.tactics, verifier, { signal })) {
      const message = verdict.status === "proved" ? undefined : reasonOf(verdict);
      const isKnown = isConclusive(verdict) || goals !== undefined;
      results.push({
        tactics,
        outcome:
          verdict.status === "proved"
            ? "closes"
            : goals !== undefined
              ? "progresses"
              : isKnown
                ? "fails"
                : "not judged",
        ...(goals === undefined ? {} : { goals: [...goals] }),
        ...(message === undefined ? {} : { message }),
      });
      progress(tactics, results.length, given.tactics.length);
    }
    const closing = results.filter(({ outcome }) => outcome === "closes").length;
    return {
      result: { hole: hole.id, goals: [...hole.goals], results },
      summary: `${closing} of ${results.length} close ${hole.id}, by ${verifier.name}`,
    };
  },
});

const proveTool = tool({
  title: "Prove a theorem",
  description: "Studies for a theorem and attempts it with the model; what it returns as proved was verified.",
  input: schema.proveInput,
  output: schema.proveOutput,
  run: async ({ statement, header, attempts, conjectures, rounds, seed }, workshop, call) => {
    const { parts, settings } = await workshop.prover();
    const theorem = theoremOf({ statement, header });
    const tried: z.infer<typeof schema.proveOutput>["attempts"] = [];
    let evidence: string | undefined;
    let end: Extract<LemmaEvent, { type: "finished" }> | undefined;
    const own = { ...settings, ...given({ attempts, conjectures, rounds }) };
    for await (const event of prove(theorem, parts, own, { seed, signal: call.signal })) {
      call.progress(event.type);
      if (event.type === "attempted" || event.type === "replayed") {
        const message = reasonOf(event.verdict);
        tried.push({ proof: event.proof, status: event.verdict.status, ...(message === undefined ? {} : { message }) });
        if (event.verdict.status === "proved") ({ evidence } = event.verdict);
      }
      if (event.type === "finished") end = event;
    }
    const { status, proof, message } = end!;
    return {
      result: {
        status,
        ...given({ proof, message, evidence: proof === undefined ? undefined : evidence }),
        attempts: tried,
      },
      summary:
        proof === undefined ? `${status}${message === undefined ? "" : `: ${message}`}` : assemble(theorem, proof),
    };
  },
});

const fillTool = tool({
  title: "Fill the sorrys of a file",
  description:
    "Proves each `sorry` of a Lean file where it stands, with the help of the file's other lemmas, and changes nothing else. Gives the " +
    "file back, a patch, and a report of every hole.",
  input: schema.fillInput,
  output: schema.fillOutput,
  run: async ({ code, attempts, study, disprove: first, seed }, workshop, call) => {
    const { parts, settings } = await workshop.prover();
    const options = { seed, signal: call.signal, study, disprove: first };
    const run = fill(code, parts, { ...settings, ...given({ attempts }) }, options);
    let [done, total] = [0, 0];
    for (;;) {
      const next = await run.next();
      if (next.done === true) {
        const { source, holes, theorems } = next.value;
        const patch = unifiedPatch("file.lean", code, source);
        const checked = theorems.map(({ id, line, verdict }) => ({ id, line, status: verdict.status }));
        const filled = holes.filter(({ status }) => status === "filled").length;
        return {
          result: { code: source, patch, holes: holes.map(shownReport), theorems: checked },
          summary: `${filled} of ${holes.length} holes filled\n${patch}`,
        };
      }
      if (next.value.type === "found") total = next.value.holes.length;
      if (next.value.type === "settled") done += 1;
      if (next.value.type === "settled" || next.value.type === "working")
        call.progress(next.value.type === "working" ? next.value.hole : next.value.report.id, done, total);
    }
  },
});

function shownReport(report: HoleReport): z.infer<typeof schema.fillOutput>["holes"][number] {
  const { status } = report;
  const base = { ...shownHole(report), status };
  switch (report.status) {
    case "filled": {
      const { text, evidence, rests, replayed } = report;
      return { ...base, text, evidence, rests: [...rests], ...given({ replayed }) };
    }
    case "open": {
      const { best, message } = report;
      const said = message ?? (best === undefined ? undefined : reasonOf(best.verdict));
      return { ...base, ...given({ closest: best?.proof, message: said }) };
    }
    case "false":
      return {
        ...base,
        negation: assemble(report.disproof.theorem, report.disproof.proof),
        evidence: report.disproof.evidence,
      };
    case "refused":
      return base;
  }
}

const disproveTool = tool({
  title: "Disprove a theorem",
  description:
    "Looks for a counterexample and proves the negation. That nothing is found does not mean that the statement holds.",
  input: schema.disproveInput,
  output: schema.disproveOutput,
  run: async ({ statement, header, attempts, seed }, workshop, call) => {
    const { parts, settings } = await workshop.prover();
    const theorem = theoremOf({ statement, header });
    const reading = await workshop.verifier.read(theorem, { signal: call.signal });
    const stage = disprove(theorem, parts, { ...settings, ...given({ attempts }) }, { seed, signal: call.signal });
    let disproof: Disproof | undefined;
    for (;;) {
      const next = await stage.next();
      if (next.done === true) {
        disproof = next.value;
        break;
      }
      call.progress(next.value.type);
    }
    if (disproof === undefined) {
      const unread =
        reading.status === "unsupported" ? `; ${workshop.verifier.name} does not read it: ${reading.construct}` : "";
      const message = `not disproved, which says nothing about whether it holds${unread}`;
      return { result: { disproved: false, message }, summary: message };
    }
    const { counterexample, evidence } = disproof;
    const negation = assemble(disproof.theorem, disproof.proof);
    const message = "false: its negation is proved";
    return {
      result: {
        disproved: true,
        message,
        negation,
        evidence,
        ...(counterexample === undefined ? {} : { counterexample: { ...counterexample } }),
      },
      summary: `${message}\n${negation}`,
    };
  },
});

const auditTool = tool({
  title: "Audit statements",
  description:
    "Looks for faults of statements: contradictory hypotheses, counterexamples, names that escape their sum, subtractions and divisions " +
    "that cut, unused variables, duplicates. A statement without findings may still be wrong.",
  input: schema.auditInput,
  output: schema.auditOutput,
  run: async ({ code, statement, header }, _workshop, { signal, progress }) => {
    if ((code === undefined) === (statement === undefined)) throw new InputError("give either `code` or `statement`");
    const theorems =
      code === undefined
        ? [theoremOf({ statement: statement!, header })]
        : theoremsIn(code).map(({ theorem }) => theorem);
    const statements: z.infer<typeof schema.auditOutput>["statements"] = [];
    for await (const { id, findings, unread } of audit(theorems, { signal })) {
      statements.push({
        id,
        findings: findings.map(({ certificate, values, ...finding }) => ({
          ...finding,
          ...(certificate === undefined ? {} : { certificate: { ...certificate } }),
          ...(values === undefined ? {} : { values: { ...values } }),
        })),
        ...(unread === undefined ? {} : { unread }),
      });
      progress(id, statements.length, theorems.length);
    }
    const faulty = statements.filter(({ findings }) => findings.some(({ level }) => level === "fault")).length;
    return { result: { statements }, summary: `${faulty} of ${statements.length} faulty` };
  },
});

/** Every tool, by name. */
export const tools: Readonly<Record<string, Tool>> = {
  check: checkTool,
  goals: goalsTool,
  try_tactics: tryTool,
  prove: proveTool,
  fill: fillTool,
  disprove: disproveTool,
  audit: auditTool,
};

/** Without the fields that are undefined, as exact optional properties want it. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
