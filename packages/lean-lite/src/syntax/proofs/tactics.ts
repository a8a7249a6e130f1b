import type { Cursor } from "../cursor.ts";
import { parseBlock, parseTerm } from "../grammar.ts";
import { UnknownToken } from "../lexer.ts";
import { parseMatch } from "./match.ts";
import { isTacticElsewhere } from "./other-tactics.ts";
import { parseCalcSteps } from "./proof-terms.ts";
import {
  alternativesOf,
  assertion,
  counted,
  definition,
  destructure,
  hasArgument,
  hypothesis,
  inner,
  intervals,
  names,
  nothing,
  optional,
  optionalTerm,
  parseConfiguration,
  parseLocation,
  parseNames,
  parseTermOrClause,
  type Parts,
  patterns,
  rewriter,
  simplifier,
  sufficient,
  type Syntax,
  tagged,
  term,
  termAt,
  termList,
  withAlternatives,
  withPatterns,
} from "./tactic-shapes.ts";
import type { Block, Tactic } from "./tree.ts";
import { closers } from "../words.ts";

/** The tactics after `by`, `·` or `=>`: one under the other, or apart by `;`. */
export function readBlock(cursor: Cursor): Block {
  return cursor.nested(() =>
    cursor.block(() => {
      const from = cursor.index;
      const { column } = cursor;
      const tactics: Tactic[] = [];
      if (isEnd(cursor)) cursor.fail("expected '{' or tactic");
      for (;;) {
        tactics.push(parseSequenceItem(cursor));
        if (cursor.accept(";")) {
          if (isEnd(cursor) || closers.has(cursor.token.text)) break;
          continue;
        }
        if (isEnd(cursor) || !cursor.startsLine || cursor.token.column !== column) break;
        // A bracket, comma or bar in the tactics' column ends what stands around the block.
        if (cursor.token.kind === "symbol" && closers.has(cursor.token.text)) break;
      }
      return { tactics, from, to: cursor.index };
    }),
  );
}

const isEnd = (cursor: Cursor): boolean => cursor.token.kind === "end";

/** `a <;> b <;> c`, to the left. */
function parseSequenceItem(cursor: Cursor): Tactic {
  const from = cursor.index;
  let tactic = parseTactic(cursor);
  for (;;) {
    const op = cursor.token.text;
    if (cursor.token.kind !== "symbol" || (op !== "<;>" && op !== "<|>")) return tactic;
    cursor.next();
    const next = parseTactic(cursor);
    tactic = { name: op, tactics: [tactic, next], from, to: cursor.index };
  }
}

function parseTactic(cursor: Cursor): Tactic {
  const from = cursor.index;
  const finish = (name: string, parts: Parts): Tactic => ({ name, ...parts, from, to: cursor.index });
  if (cursor.is("·") || cursor.is(".")) {
    cursor.next();
    return finish("·", { blocks: [parseBlock(cursor)] });
  }
  if (cursor.accept("(")) {
    const outer = cursor.column;
    const block = parseBlock(cursor);
    cursor.column = outer;
    cursor.expect(")");
    return finish("paren", { blocks: [block] });
  }
  if (cursor.accept("{")) {
    const block = parseBlock(cursor);
    cursor.expect("}");
    return finish("·", { blocks: [block] });
  }
  if (cursor.token.kind !== "name") cursor.fail("expected tactic");
  const { text, line, column } = cursor.next();
  const name = text.replace(/[!?]+$/, "");
  const flags = text.slice(name.length);
  const syntax = Object.hasOwn(tacticSyntax, name) && marks(name).includes(flags) ? tacticSyntax[name] : undefined;
  if (syntax === undefined) {
    // With a tactic that Lean does not have, the whole proof does not parse there, whether or not it would run.
    if (!isTacticElsewhere(name)) throw new UnknownToken(`the tactic ${text}`, { line, column });
    return finish(text, skipUnknown(cursor));
  }
  return finish(name, { ...(flags === "" ? {} : { flags: [flags] }), ...syntax(cursor) });
}

/** The marks that may stand behind a tactic's name: `simp!`, `aesop?`. */
const marks = (name: string): readonly string[] => ["", ...(marked.find(([names]) => names.includes(name))?.[1] ?? [])];
const marked: readonly (readonly [names: readonly string[], marks: readonly string[]])[] = [
  ["simp dsimp simp_all simpa".split(" "), ["!", "?", "!?", "?!"]],
  ["linarith nlinarith ring ring1 ring_nf contrapose by_contra use congr".split(" "), ["!"]],
  [["aesop"], ["?"]],
];

/** A tactic that is not known here: its extent by layout and brackets. It is refused only if it runs. */
function skipUnknown(cursor: Cursor): Parts {
  let depth = 0;
  const opens = new Set(["(", "[", "⟨", "{"]);
  const closes = new Set([")", "]", "⟩", "}"]);
  for (;;) {
    const { kind, text, column } = cursor.token;
    if (kind === "end") break;
    if (cursor.startsLine && column <= cursor.column) break;
    if (depth === 0 && kind === "symbol" && (text === "<;>" || text === ";" || text === "|" || closes.has(text))) break;
    if (kind === "symbol" && opens.has(text)) depth++;
    if (kind === "symbol" && closes.has(text)) depth--;
    cursor.next();
  }
  return { flags: ["unknown"] };
}

const table: [string, Syntax][] = [
  ["exact exact_mod_cast refine refine' apply_mod_cast specialize exacts", term],
  ["apply apply_fun", termAt],
  ["linear_combination linear_combination'", optionalTerm],
  ["show", (cursor) => ({ type: parseTerm(cursor) })],
  ["change", (cursor) => ({ type: parseTerm(cursor), ...optional("at", parseLocation(cursor)) })],
  ["use exists existsi", termList],
  ["have haveI have'", assertion],
  ["suffices", sufficient],
  ["let set", definition],
  ["obtain", destructure],
  ["rw rwa rewrite erw simp_rw", rewriter],
  ["simp dsimp norm_num field_simp push_cast simp_arith", simplifier("only", "rules", "at")],
  ["zify qify rify", simplifier("rules", "at")],
  ["norm_num1 ring_nf norm_cast push_neg abel_nf", simplifier("at")],
  ["simp_all linarith nlinarith", simplifier("only", "rules")],
  ["simpa", simplifier("only", "rules", "using")],
  ["ring ring1 positivity omega decide abel group noncomm_ring", simplifier()],
  ["contrapose", (cursor) => ({ names: parseNames(cursor) })],
  ["intro intros rintro", patterns],
  ["rcases cases' induction' fin_cases", withPatterns],
  ["cases induction", withAlternatives],
  ["interval_cases", intervals],
  ["by_cases by_contra", hypothesis],
  ["symm", (cursor) => optional("at", parseLocation(cursor))],
  [
    "constructor left right assumption contradiction exfalso rfl trivial done skip sorry admit infer_instance subst_vars nofun rfl' fconstructor econstructor and_intros",
    nothing,
  ],
  [
    "congr gcongr",
    (cursor) => {
      const flags = parseConfiguration(cursor);
      const template = hasArgument(cursor) ? term(cursor) : {};
      const named = cursor.accept("with") ? patterns(cursor) : {};
      return { ...template, ...named, flags };
    },
  ],
  [
    "aesop tauto",
    (cursor) => {
      // `aesop (add safe h)`: hints change how it searches, not what it proves.
      parseConfiguration(cursor);
      while (cursor.is("(") && hasArgument(cursor)) parseTermOrClause(cursor);
      return {};
    },
  ],
  ["ext funext", patterns],
  ["unfold delta", (cursor) => ({ names: parseNames(cursor), ...optional("at", parseLocation(cursor)) })],
  ["subst clear clear_value revert rename_i", names],
  ["try repeat repeat' all_goals any_goals focus fail_if_success swap", inner],
  ["iterate", counted],
  ["first", alternativesOf],
  ["match", (cursor) => parseMatch(cursor, parseBlock)],
  ["case case' next", tagged],
  ["calc", (cursor) => ({ steps: parseCalcSteps(cursor) })],
  [
    "nth_rw nth_rewrite",
    (cursor) => {
      const count = cursor.token.kind === "number" ? Number(cursor.next().text) : 1;
      return { count, ...rewriter(cursor) };
    },
  ],
  [
    "swap pick_goal rotate_left rotate_right",
    (cursor) =>
      cursor.token.kind === "number" && cursor.isInside ? { count: Number(cursor.next().text) } : nothing(cursor),
  ],
];

const tacticSyntax: Readonly<Record<string, Syntax>> = Object.fromEntries(
  table.flatMap(([words, syntax]) => words.split(" ").map((word) => [word, syntax])),
);
