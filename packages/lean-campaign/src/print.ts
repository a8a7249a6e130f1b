import { type Binder, type Surface, type WrittenType } from "./surface.ts";
import { showType } from "./type.ts";

// Binding powers of Lean's core notations (Init/Prelude.lean, Init/Core.lean) and Mathlib's: those of operands are theirs or one more.
const levels = {
  "+": [65, 65, 66],
  "-": [65, 65, 66],
  "*": [70, 70, 71],
  "/": [70, 70, 71],
  "%": [70, 70, 71],
  "^": [75, 76, 75],
  "∧": [35, 36, 35],
  "∨": [30, 31, 30],
  "→": [25, 26, 25],
  "↔": [20, 21, 21],
} as const;
const max = 1024;

export const showName = (name: string, quoted = false): string => (quoted ? `«${name}»` : name);
export const showWritten = (type: WrittenType): string =>
  "named" in type ? type.named : (type.spelled ?? showType(type.type));

export function showBinder({ name, type, quoted }: Binder): string {
  return type === undefined ? showName(name, quoted) : `${showName(name, quoted)} : ${showWritten(type)}`;
}

/** Lean text with no parentheses but those that Lean needs to read this very term. */
export const print = (term: Surface): string => show(term, 0, true);

/**
 * @param level what stands around binds this strongly.
 * @param last whether nothing follows up to the end or a closing bracket: then a body without end needs no parentheses.
 */
function show(term: Surface, level: number, last: boolean): string {
  const infix = (sign: string, [own, left, right]: readonly [number, number, number], a: Surface, b: Surface): string =>
    wrap(own, (end) => `${show(a, left, false)} ${sign} ${show(b, right, end)}`);
  const wrap = (own: number, text: (last: boolean) => string): string => (own < level ? `(${text(true)})` : text(last));
  const open = (text: string): string => (last ? text : `(${text})`);
  switch (term.kind) {
    case "number":
      return String(term.value);
    case "name":
      return showName(term.name, term.quoted);
    case "operator":
      return infix(term.operator, levels[term.operator], term.left, term.right);
    case "negative":
      return wrap(75, (end) => {
        const of = show(term.of, 75, end);
        // Two dashes begin a comment.
        return of.startsWith("-") ? `- ${of}` : `-${of}`;
      });
    case "ascription":
      return `(${print(term.of)} : ${showWritten(term.type)})`;
    case "arrow":
      return wrap(max, () => `↑${show(term.of, max, false)}`);
    case "absolute":
      return print(term.of).includes("|") ? `|(${print(term.of)})|` : `|${print(term.of)}|`;
    case "floor":
      return `⌊${print(term.of)}⌋`;
    case "ceiling":
      return `⌈${print(term.of)}⌉`;
    case "call": {
      const [first, ...rest] = term.arguments;
      const after = rest.map((argument) => ` ${show(argument, max, false)}`).join("");
      const method = term.name.split(".")[1]!;
      if (term.style === "pipe") return `(${print(first!)} |>.${method}${after})`;
      if (term.style === "plain") return wrap(max - 1, () => `${term.name} ${show(first!, max, false)}${after}`);
      return wrap(rest.length === 0 ? max : max - 1, () => `${showReceiver(first!)}.${method}${after}`);
    }
    case "apply":
      return wrap(max - 1, () => `${term.name} ${show(term.argument, max, false)}`);
    case "bijected": {
      const written = { number: [".1", ".2"], field: [".toFun", ".invFun"], function: ["", ".symm"] }[term.style];
      const part = written[term.direction === "forward" ? 0 : 1]!;
      return wrap(max - 1, () => `${showReceiver(term.of)}${part} ${show(term.argument, max, false)}`);
    }
    case "function": {
      const { type } = term.binder;
      const binder = type === undefined ? showBinder(term.binder) : `(${showBinder(term.binder)})`;
      return wrap(max - 1, () => `(fun ${binder} => ${print(term.body)}) ${show(term.argument, max, false)}`);
    }
    case "dots":
      return wrap(max - 1, () => `(${print(dotted(term.body, term.hole))}) ${show(term.argument, max, false)}`);
    case "if":
      return open(`if ${print(term.condition)} then ${print(term.yes)} else ${show(term.no, 0, true)}`);
    case "big": {
      // The body is at level 67: of what follows, a sum stops it and a product does not.
      const text = (end: boolean): string =>
        `${term.sign} ${showName(term.binder.name, term.binder.quoted)} ∈ ${show(term.over, 51, false)}, ${show(term.body, 67, end)}`;
      return level > 67 && !last ? `(${text(true)})` : text(last);
    }
    case "range":
      return wrap(max - 1, () => `Finset.range ${show(term.bound, max, false)}`);
    case "interval":
      return wrap(max - 1, () => `${term.of}.Icc ${show(term.low, max, false)} ${show(term.high, max, false)}`);
    case "filter":
      return wrap(
        max - 1,
        () =>
          `Finset.filter (fun ${showBinder(term.binder)} => ${print(term.condition)}) ${show(term.over, max, false)}`,
      );
    case "builder":
      return `{${showBinder(term.binder)} | ${print(term.condition)}}`;
    case "card":
      if (term.style === "pipe") return `(${print(term.of)} |>.card)`;
      if (term.style === "plain") return wrap(max - 1, () => `Finset.card ${show(term.of, max, false)}`);
      return `(${print(term.of)}).card`;
    case "relation":
      return infix(term.relation, [50, 51, 51], term.left, term.right);
    case "divides":
      return infix("∣", [50, 51, 51], term.left, term.right);
    case "congruent":
      return wrap(
        50,
        () => `${show(term.left, 51, false)} ≡ ${show(term.right, 51, false)} [${term.over} ${print(term.modulus)}]`,
      );
    case "member":
      return infix("∈", [50, 51, 51], term.element, term.of);
    case "connective":
      return infix(term.connective, levels[term.connective], term.left, term.right);
    case "not":
      return wrap(max, (end) => `¬${show(term.of, 40, end)}`);
    case "truth":
      return term.value ? "True" : "False";
    case "quantifier": {
      const { binders, grouped } = term;
      const together = binders.map(({ name, quoted }) => showName(name, quoted)).join(" ");
      const type = binders[0]!.type;
      const text =
        grouped === true && type !== undefined
          ? `(${together} : ${showWritten(type)})`
          : binders.length === 1
            ? showBinder(binders[0]!)
            : binders
                .map((binder) => (binder.type === undefined ? showBinder(binder) : `(${showBinder(binder)})`))
                .join(" ");
      return open(`${term.quantifier} ${text}, ${print(term.body)}`);
    }
    case "bounded":
      return open(
        `${term.quantifier} ${showBinder(term.binder)} ${term.bound} ${show(term.than, 51, false)}, ${print(term.body)}`,
      );
    case "dependent":
      return level > 25 ? `(${print(term)})` : open(`(${showBinder(term.binder)}) → ${print(term.body)}`);
  }
}

/** What may stand before `.f`: a name or something in brackets. A number would make `2.f`, which is no projection. */
const showReceiver = (term: Surface): string => (term.kind === "name" ? show(term, max, false) : `(${print(term)})`);

/** The body with `·` for the hole: only where the dot belongs to these parentheses, so the hole must not lie within others. */
const dotted = (body: Surface, hole: string): Surface =>
  body.kind === "name"
    ? body.name === hole
      ? { kind: "name", name: "·" }
      : body
    : body.kind === "operator"
      ? { ...body, left: dotted(body.left, hole), right: dotted(body.right, hole) }
      : body;
