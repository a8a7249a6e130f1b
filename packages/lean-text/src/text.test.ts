import { expect, test } from "vitest";
import { codeTokens, differenceOf, headAt, readFile, readOpen, theoremsOf, tokenize, wholeStatement } from "./index.ts";

const kinds = (text: string): string =>
  tokenize(text)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text: own }) => `${kind}:${own}`)
    .join(" ");

// Lean's own reading: `Init/Meta/Defs.lean` for names, `Lean/Parser/Basic.lean` for the rest.
test.for([
  ["x₁ n' h? n! ϕ é «a b».c", "name:x₁ name:n' name:h? name:n! name:ϕ name:é name:«a b».c"],
  ["λx Πx Σx a×b", "symbol:λ name:x symbol:Π name:x symbol:Σ name:x name:a symbol:× name:b"],
  ["h.1.symm Nat.gcd x.", "name:h symbol:. number:1 symbol:. name:symm name:Nat.gcd name:x symbol:."],
  ["1_000 0xFF 0b1 1.5 1e3 2.5e-3", "number:1_000 number:0xFF number:0b1 decimal:1.5 decimal:1e3 decimal:2.5e-3"],
  ["1axiom", "number:1 name:axiom"],
  ['"a := by" \'x\' r#"a"b"# f \'\' s', 'string:"a := by" char:\'x\' string:r#"a"b"# name:f symbol:\'\' name:s'],
  [
    "a -- b\nc /- d /- e -/ f -/ g /-- h -/",
    "name:a comment:-- b name:c comment:/- d /- e -/ f -/ name:g doc:/-- h -/",
  ],
  [
    "x <--1 {y //-1 < y}",
    "name:x symbol:<- symbol:- number:1 symbol:{ name:y symbol:// symbol:- number:1 symbol:< name:y symbol:}",
  ],
  ["/--/ a -/ b", "doc:/--/ a -/ name:b"],
  ["?x ?_ #eval #s ⌊x⌋₊ ∑' a", "hole:?x hole:?_ hash:#eval symbol:# name:s symbol:⌊ name:x symbol:⌋₊ symbol:∑' name:a"],
  ["a\u00a0b ⍟", "name:a unknown:\u00a0 name:b unknown:⍟"],
] as const)("%j falls into its tokens", ([text, expected]) => {
  expect(kinds(text)).toBe(expected);
});

test("tokens put together are the text, and know where they stand", () => {
  const text = '\uFEFFtheorem 𝓍 : -- a\r\n\t  /- b\n -/ "c\n" 𝒜 ≤ 1';
  expect(
    tokenize(text)
      .map((token) => token.text)
      .join(""),
  ).toBe(text);
  const places = codeTokens(text).map(({ text: own, line, column }) => [own, line, column]);
  expect(places).toEqual([
    ["theorem", 1, 0],
    ["𝓍", 1, 8],
    [":", 1, 10],
    ['"c\n"', 3, 4],
    ["𝒜", 4, 2],
    ["≤", 4, 4],
    ["1", 4, 6],
  ]);
});

test("what does not end is said to be open", () => {
  expect(["/- a", '"a', 'r#"a"', "a"].map((text) => tokenize(text).at(-1)!.isOpen)).toEqual([true, true, true, false]);
});

test.for([
  ["theorem t : 1 = 1 := by", "1 = 1"],
  ["theorem t (n : ℕ := 0) (h : n = 0 := by decide) : n = 0 :=", "( n : ℕ := 0 ) ( h : n = 0 := by decide ) : n = 0"],
  ["lemma t : let x := 1; have := x; x = 1 := by", "let x := 1 ; have := x ; x = 1"],
  ['theorem t : "a := by" = "b" := by', '"a := by" = "b"'],
  ["example : ⌊(1 : ℝ)⌋₊ = 1 := by", "⌊ ( 1 : ℝ ) ⌋₊ = 1"],
  ["theorem t : |x| = f (n := 2) := by", "| x | = f ( n := 2 )"],
  ["theorem t /- := by -/ : 1 = 1 -- := by\n := by", "1 = 1"],
] as const)("%j is whole", ([text, signature]) => {
  const read = wholeStatement(text);
  expect("problem" in read ? read.problem : read.signature.map((token) => token.text).join(" ")).toMatch(
    new RegExp(`${signature.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
  );
});

test.for([
  ["theorem t : 1 = 2 -- := by", "the statement must end in ':= by'"],
  ["theorem t : 1 = 2 /- := by", "the statement must end in ':= by'"],
  ["theorem t : 1 = 2 ∨", "the statement must end in ':= by'"],
  ["theorem t : 1 = 2 := by trivial", "the statement must end in ':= by'"],
  ["theorem t : 1 = 2 := by -- and", "a comment after ':= by'"],
  ["theorem t : (1 = 2 := by", "')' is missing"],
  ["theorem t : 1) = 2 := by", "')' closes no bracket"],
  ["theorem t : let f | 0 => 1; f = f := by", "'|' in a binding"],
  ["theorem t : by exact p := by", "'by' in a statement"],
  ["theorem : 1 = 1 := by", "expected 'theorem NAME : … := by'"],
  ["def t : 1 = 1 := by", "expected 'theorem NAME : … := by'"],
  ["", "expected 'theorem NAME : … := by'"],
] as const)("%j is not whole: %s", ([text, problem]) => {
  expect(wholeStatement(text)).toEqual({ problem });
});

test.for([
  ["theorem t : 1+1 = 2 := by", "lemma t :\n 1 + 1 = 2 := rfl", undefined],
  ["theorem t : 1 = 2 := by", "theorem t : 1 = 3 := by", "where the statement has '2', the file has '3'"],
  ["theorem t : 1 = 2 := by", "theorem t : 1 = 2 ∨ True := by", "where the statement has ':=', the file has '∨'"],
  ["theorem t : 1 = 2 := by", "theorem u : 1 = 2 := by", "asked for 't', found 'u'"],
  [
    "theorem t (n : ℕ := 0) : n = 0 := by",
    "theorem t (n : ℕ := 0) : True := trivial",
    "where the statement has 'n', the file has 'True'",
  ],
  ["example : 1 = 1 := by", "theorem t : 1 = 1 := rfl", "asked for an example, found 'theorem'"],
  ["theorem t : n ! = 1 := by", "theorem t : n! = 1 := by", "where the statement has 'n', the file has 'n!'"],
  ["theorem t : 1 = 1 := by", "theorem t : 1 = 1", "where the statement ends is not clear"],
] as const)("%j beside %j", ([asked, found, difference]) => {
  const head = (text: string) => headAt(codeTokens(text), 0)!;
  expect(differenceOf(head(asked), head(found))).toBe(difference);
});

const file = `import Mathlib.Tactic
open Real
  Nat -- both
open scoped BigOperators in
set_option maxRecDepth 1000 in
/-- Two. -/
@[simp, norm_cast] private theorem a (x : ℝ) : x = x := by
  simp [foo
  ]
  open Nat in simp
#print axioms a
noncomputable section
namespace A.B
  variable {α : Type*} (x y : α)
  lemma b : let z := 1; z = 1 := ⟨1,
2⟩
/-! about the next -/
def f : ℕ → ℕ
  | 0 => 1
  | n + 1 => f n
instance : Foo := ⟨⟩
end A.B
example : 1 = 1
`;

test("a file falls into its commands", () => {
  const { commands, tokens } = readFile(file);
  const shown = commands.map(({ keyword, prefixes, modifiers, attributes, from, to, doc }) =>
    [
      ...prefixes.map((prefix) => `${prefix.keyword} in`),
      ...attributes.map((attribute) => `@${attribute.map(({ text }) => text).join(" ")}`),
      ...modifiers,
      keyword,
      `${tokens[from]!.line}-${tokens[to - 1]!.line}`,
      ...(doc === undefined ? [] : [`"${doc}"`]),
    ].join(" "),
  );
  expect(shown).toEqual([
    "import 1-1",
    "open 2-3",
    'open in set_option in @simp @norm_cast private theorem 7-10 "Two."',
    "#print 11-11",
    "noncomputable section 12-12",
    "namespace 13-13",
    "variable 14-14",
    "lemma 15-16",
    "def 18-20",
    "instance 21-21",
    "end 22-22",
    "example 23-23",
  ]);
});

test("its theorems know their names, their places and where their statements end", () => {
  const read = readFile(file);
  expect(
    theoremsOf(read).map(({ name, at, signatureEnd, start }) => [
      name,
      read.tokens[at]!.line,
      signatureEnd.kind,
      file.slice(start, start + 12),
    ]),
  ).toEqual([
    ["a", 7, "assign", "open scoped "],
    ["b", 15, "assign", "lemma b : le"],
    [undefined, 23, "none", "example : 1 "],
  ]);
});

test.for([
  ["open A B.C", { isScoped: false, spaces: ["A", "B.C"], isRenaming: false }],
  ["open scoped A", { isScoped: true, spaces: ["A"], isRenaming: false }],
  ["open A (b c)", { isScoped: false, spaces: ["A"], only: ["b", "c"], isRenaming: false }],
  ["open A hiding b c", { isScoped: false, spaces: ["A"], hiding: ["b", "c"], isRenaming: false }],
  ["open A renaming b → c", { isScoped: false, spaces: ["A"], isRenaming: true }],
  ["open", undefined],
  ["open A B (c)", undefined],
] as const)("%j opens", ([text, opened]) => {
  const read = readFile(`${text}\n`);
  expect(readOpen(read, read.commands[0]!)).toEqual(opened);
});
