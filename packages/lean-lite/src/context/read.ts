import {
  closing,
  type CodeToken,
  type Command,
  declarationOf,
  findForbidden,
  type LeanFile,
  readOpen,
  theoremKeywords,
  unquote,
} from "@lemma/lean-text";
import { parseBracketedBinder } from "../syntax/binders.ts";
import { leanCursor } from "../syntax/lean.ts";
import { parserTokens } from "../syntax/lexer.ts";
import type { Binder } from "../syntax/tree.ts";
import { simpAttribute } from "../proof/doubt.ts";
import { refusedAttribute } from "./attributes.ts";
import { type Context, type ContextVariable, fullNameOf, refuse, wordsOf } from "./context.ts";
import { isKnownLibrary } from "./libraries.ts";
import { isBare, isOpenable, isOwn } from "./namespaces.ts";
import { isForbiddenOption, isHarmless } from "./options.ts";

/** They prove by other means than the kernel's, which is that theorem's own affair; or ask. */
const ownAffair =
  "#eval #eval! native_decide bv_decide bv_check polyrith sorryAx lcProof ofReduceBool reduceBool".split(" ");

/** What stands before the command that follows this one. */
export function after(context: Context, file: LeanFile, command: Command): Context {
  if (context.refusal !== undefined) return context;
  const next = read(context, file, command);
  if (next.refusal !== undefined) return next;
  // A program that runs while it is read may change what all words mean.
  const text = file.source.slice(command.start, command.end);
  const program = findForbidden(text, { plainLanguage: true, allow: ownAffair });
  return program === undefined ? next : refuse(context, program);
}

function read(context: Context, file: LeanFile, command: Command): Context {
  const { tokens } = file;
  // What is prefixed by `in` holds for one command alone.
  if (command.prefixes.length > 0) {
    const within = withPrefixes(context, file, command);
    if (within.refusal !== undefined) return within;
    if (!isDeclaration(command)) return refuse(context, `${command.prefixes[0]!.keyword} … in ${command.keyword}`);
    return declared(context, within, file, command);
  }
  if (isDeclaration(command)) return declared(context, context, file, command);
  if (command.attributes.length > 0) return refuse(context, `@[…] ${command.keyword}`);
  const isScope = command.keyword === "section" || command.keyword === "namespace";
  const odd = command.modifiers.find((word) => !(isScope && ["noncomputable", "public"].includes(word)));
  if (odd !== undefined) return refuse(context, wordsOf(tokens, command));
  return rules[command.keyword]?.(context, file, command) ?? refuse(context, wordsOf(tokens, command));
}

/** The context of a command that `open … in`, `set_option … in` and their like stand before. */
export function withPrefixes(context: Context, file: LeanFile, { prefixes }: Command): Context {
  let within = context;
  for (const prefix of prefixes) within = after(within, file, prefix);
  return within;
}

/** `theorem A.B.t` stands in the namespace `A.B`, whose names come before all others. */
export function withinOwnName(context: Context, name: string | undefined): Context {
  const parts = name === undefined || name.startsWith("_root_.") ? [] : unquote(name).split(".").slice(0, -1);
  if (parts.length === 0) return context;
  if (!isOwn(parts[0]!)) return refuse(context, `a name in the namespace ${parts.join(".")}`);
  return { ...context, namespaces: [...context.namespaces, ...parts] };
}

const isDeclaration = ({ keyword }: Command): boolean =>
  theoremKeywords.has(keyword) || keyword === "def" || keyword === "abbrev";

function declared(context: Context, within: Context, file: LeanFile, command: Command): Context {
  // In the middle of a line it ends the file as well.
  const exits = file.tokens
    .slice(command.from, command.to)
    .some(({ kind, text }) => kind === "hash" && text === "#exit");
  if (exits) return refuse(context, "#exit");
  const declaration = declarationOf(file, command);
  if (declaration === undefined) return refuse(context, wordsOf(file.tokens, command));
  const attribute = refusedAttribute(declaration.attributes);
  if (attribute !== undefined) return refuse(context, attribute.construct, attribute.status);
  const simp = simpAttribute(declaration.attributes) ?? context.extendsSimp;
  const isTheorem = theoremKeywords.has(declaration.keyword);
  if (declaration.name === undefined) return isTheorem ? context : refuse(context, wordsOf(file.tokens, command));
  const name = unquote(declaration.name);
  const earlier = { fullName: fullNameOf(name, context.namespaces), file, declaration, context: within };
  return isTheorem
    ? { ...context, extendsSimp: simp, theorems: [...context.theorems, earlier] }
    : { ...context, extendsSimp: simp, definitions: [...context.definitions, earlier] };
}

type Rule = (context: Context, file: LeanFile, command: Command) => Context;

const rules: Readonly<Record<string, Rule>> = {
  import: (context, { tokens }, { to }) => {
    const module = tokens[to - 1]!.text;
    if (!isKnownLibrary(module)) return refuse(context, `import ${module}`);
    return { ...context, imports: [...context.imports, module] };
  },
  open: opened,
  set_option: (context, { tokens }, command) => {
    const [option, value] = tokens.slice(command.at + 1, command.to).map(({ text }) => text);
    if (option === undefined || value === undefined) return refuse(context, wordsOf(tokens, command));
    if (isForbiddenOption(option)) return refuse(context, `set_option ${option}`, "forbidden");
    if (option === "autoImplicit") return { ...context, bindsLetters: context.bindsLetters && value === "true" };
    return isHarmless(option) ? context : refuse(context, `set_option ${option}`);
  },
  universe: (context) => context,
  suppress_compilation: (context) => context,
  variable: (context, file, command) => {
    const bound = variablesOf(file.tokens, command);
    if (bound === undefined) return refuse(context, "variable in this form");
    // A name bound anew without a type changes how the first is given; with one it hides it.
    const again = bound.find(({ name, isTyped }) => !isTyped && context.variables.some((known) => known.name === name));
    if (again !== undefined) return refuse(context, `variable (${again.name})`);
    return { ...context, variables: [...context.variables, ...bound] };
  },
  include: (context, { tokens }, { at, to }) => {
    const names = tokens.slice(at + 1, to).map(({ text }) => unquote(text));
    const unknown = names.find((name) => !context.variables.some((known) => known.name === name));
    if (unknown !== undefined) return refuse(context, `include ${unknown}`);
    return { ...context, included: new Set([...context.included, ...names]) };
  },
  section: (context, { tokens }, { at, to }) => entered(context, "section", tokens[at + 1], to > at + 1),
  namespace: (context, { tokens }, { at, to }) => {
    const name = to > at + 1 ? unquote(tokens[at + 1]!.text) : "";
    if (name === "" || !isOwn(name)) return refuse(context, `namespace ${name}`);
    const scope = { kind: "namespace", name, outer: context } as const;
    return { ...context, scopes: [...context.scopes, scope], namespaces: [...context.namespaces, name] };
  },
  end: (context, { tokens }, { at, to }) => {
    const name = to > at + 1 ? unquote(tokens[at + 1]!.text) : "";
    const scope = context.scopes.at(-1);
    if (scope === undefined || scope.name !== name) return refuse(context, `end ${name}`);
    const { outer } = scope;
    const { definitions, theorems, extendsSimp } = context;
    // Whoever declares letters in sections means one that stands outside of them by mistake.
    const bindsLetters = outer.bindsLetters && context.variables.length === outer.variables.length;
    return { ...outer, definitions, theorems, extendsSimp, bindsLetters };
  },
};
// They ask, and change nothing.
for (const question of ["#check", "#print", "#eval", "#eval!", "#reduce", "#synth", "#help", "#where", "#version"])
  Object.assign(rules, { [question]: (context: Context) => context });

function entered(context: Context, kind: "section", name: CodeToken | undefined, isNamed: boolean): Context {
  const scope = { kind, name: isNamed ? unquote(name!.text) : "", outer: context };
  return { ...context, scopes: [...context.scopes, scope] };
}

function opened(context: Context, file: LeanFile, command: Command): Context {
  const found = readOpen(file, command);
  if (found === undefined) return refuse(context, wordsOf(file.tokens, command));
  if (found.isRenaming) return refuse(context, "open … renaming");
  let result = context;
  for (const space of found.spaces.map(unquote)) {
    const own = ownNamespace(context, space);
    if (own === undefined && !isOpenable(space)) return refuse(context, `open ${space}`);
    const ambiguous = own !== undefined && isOpenable(space);
    if (ambiguous) return refuse(context, `open ${space}`);
    const refused = new Map(result.refused);
    // Names that it brings one by one, and those that it keeps away, are left to Lean.
    for (const name of [...(found.only ?? []), ...(found.hiding ?? [])]) refused.set(unquote(name), "open");
    const isWhole = !found.isScoped && found.only === undefined;
    result = {
      ...result,
      refused,
      opens: isWhole && own === undefined ? [...result.opens, space] : result.opens,
      ownOpens: isWhole && own !== undefined ? [...result.ownOpens, own] : result.ownOpens,
      scoped: found.only === undefined ? [...result.scoped, space] : result.scoped,
      bindsLetters: result.bindsLetters && (own !== undefined || isBare(space)),
    };
  }
  return result;
}

/** The namespace of the file that a name means here, from the root. */
function ownNamespace({ namespaces, definitions, theorems }: Context, space: string): string | undefined {
  for (let depth = namespaces.length; depth >= 0; depth -= 1) {
    const full = fullNameOf(space, namespaces.slice(0, depth));
    if ([...definitions, ...theorems].some(({ fullName }) => fullName.startsWith(`${full}.`))) return full;
  }
  return undefined;
}

function variablesOf(tokens: readonly CodeToken[], { at, to }: Command): ContextVariable[] | undefined {
  const found: ContextVariable[] = [];
  for (let from = at + 1; from < to;) {
    const close = closing(tokens, from);
    const inner = tokens.slice(from + 1, close);
    const isInstance = tokens[from]!.text === "[";
    const words = new Set(inner.filter(({ kind }) => kind === "name").map(({ text }) => unquote(text).split(".")[0]!));
    const end = inner.findIndex(({ kind, text }) => kind !== "name" || text === "_");
    const names = inner.slice(0, end === -1 ? undefined : end);
    const isTyped = inner[end]?.text === ":";
    // `(x y : T)`, `{x}`, `[Group G]`: nothing else.
    if (close >= to || (!isInstance && (names.length === 0 || (end !== -1 && !isTyped)))) return undefined;
    const [first, last] = [from, close + 1];
    const binder = (): Binder => parseBracketedBinder(leanCursor(parserTokens(tokens, first, last)));
    for (const name of isInstance ? ["inst✝"] : names.map(({ text }) => unquote(text)))
      found.push({ name, isInstance, isTyped, words, read: () => ({ ...binder(), names: [name] }) });
    from = close + 1;
  }
  return found.length === 0 ? undefined : found;
}
