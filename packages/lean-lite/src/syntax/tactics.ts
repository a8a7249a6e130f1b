import type { Cursor } from "./cursor.ts";
import { parseBlock, parseTerm } from "./grammar.ts";
import { parseMatch } from "./match.ts";
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
  termList,
  withAlternatives,
  withPatterns,
} from "./tactic-shapes.ts";
import type { Block, Tactic } from "./tree.ts";
import { closers } from "./words.ts";

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
  const { text } = cursor.next();
  const name = text.replace(/[!?]+$/, "");
  const flags = text.slice(name.length);
  const syntax = tacticSyntax[name];
  if (syntax === undefined) return finish(text, skipUnknown(cursor));
  return finish(name, { ...(flags === "" ? {} : { flags: [flags] }), ...syntax(cursor) });
}

/** A tactic nobody knows: its extent by layout and brackets. It is an error only if it runs. */
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
  ["exact exact_mod_cast refine refine' apply apply_mod_cast specialize exacts linear_combination show_term", term],
  ["linear_combination linear_combination'", optionalTerm],
  ["show change", (cursor) => ({ type: parseTerm(cursor), ...optional("at", parseLocation(cursor)) })],
  ["use exists existsi", termList],
  ["have haveI have'", assertion],
  ["suffices", sufficient],
  ["apply_fun", term],
  ["let set", definition],
  ["obtain", destructure],
  ["rw rwa rewrite erw simp_rw", rewriter],
  [
    "simp simp_all norm_num norm_num1 field_simp ring_nf ring ring1 norm_cast push_cast push_neg simpa dsimp simp_arith linarith nlinarith positivity omega decide zify qify rify abel abel_nf polyrith norm_fin nlinarith! field simp? group noncomm_ring bound gcongr! reduce_mod_char numbers",
    simplifier,
  ],
  ["contrapose contrapose!", (cursor) => ({ names: parseNames(cursor) })],
  ["intro intros rintro", patterns],
  ["rcases cases' induction' fin_cases", withPatterns],
  ["cases induction", withAlternatives],
  ["interval_cases", intervals],
  ["by_cases by_contra by_contra!", hypothesis],
  [
    "constructor left right assumption contradiction exfalso rfl trivial done skip symm sorry admit split split_ifs infer_instance subst_vars nofun rfl' classical stop eq_refl refl fconstructor econstructor solve_by_elim and_intros",
    (cursor) => {
      const flags = parseConfiguration(cursor);
      const at = parseLocation(cursor);
      const found = cursor.accept("with") ? parseNames(cursor) : undefined;
      return { ...(flags.length > 0 ? { flags } : {}), ...optional("at", at), ...optional("names", found) };
    },
  ],
  [
    "congr gcongr congr!",
    (cursor) => {
      const flags = parseConfiguration(cursor);
      const template = hasArgument(cursor) ? term(cursor) : {};
      const named = cursor.accept("with") ? patterns(cursor) : {};
      return { ...template, ...named, flags };
    },
  ],
  [
    "aesop tauto itauto",
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
