import type { Goal } from "../goal/goal.ts";
import { equal, sameType } from "@lemma/lean-kernel";
import { type PrintOptions, printTerm, printType } from "./printer.ts";

/** Entries whose name a later one takes get a dagger, as Lean marks what cannot be written: `h✝`, before that `h✝¹`. */
export function visibleNames(goal: Goal): string[] {
  const later = new Map<string, number>();
  const names = goal.entries.map((entry) => entry.name);
  for (let i = names.length - 1; i >= 0; i--) {
    const name = names[i]!;
    const hidden = name.endsWith("✝");
    const base = hidden ? name.slice(0, -1) : name;
    const seen = later.get(base) ?? 0;
    const count = hidden && seen === 0 ? 1 : seen;
    names[i] = count === 0 ? base : `${base}✝${superscript(count - 1)}`;
    later.set(base, count + 1);
  }
  return names;
}

const superscript = (n: number): string =>
  n === 0 ? "" : Array.from(String(n), (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");

/** The visible names of the goal's variables, by their ids. */
export function namesOf(goal: Goal): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  visibleNames(goal).forEach((name, i) => {
    const entry = goal.entries[i]!;
    if (entry.kind === "var") names.set(entry.term.id, name);
  });
  return names;
}

/** The goal as Lean prints it: one line per type or hypothesis, neighbours of equal type on one line, then `⊢ target`. */
export function printGoal(goal: Goal, options: PrintOptions = {}): string {
  const visible = visibleNames(goal);
  const names = namesOf(goal);
  const lines: string[] = [];
  if (goal.tag !== undefined) lines.push(`case ${goal.tag}`);
  for (let i = 0; i < goal.entries.length; i++) {
    const entry = goal.entries[i]!;
    const group = [visible[i]!];
    while (i + 1 < goal.entries.length && isAlike(entry, goal.entries[i + 1]!)) group.push(visible[++i]!);
    const type = entry.kind === "var" ? printType(entry.term.type) : printTerm(entry.formula, options, names);
    const value =
      entry.kind === "var" && entry.value !== undefined ? ` := ${printTerm(entry.value, options, names)}` : "";
    lines.push(`${group.join(" ")} : ${type}${value}`);
  }
  lines.push(`⊢ ${printTerm(goal.target, options, names)}`);
  return lines.join("\n");
}

function isAlike(a: Goal["entries"][number], b: Goal["entries"][number]): boolean {
  if (a.kind === "var")
    return b.kind === "var" && a.value === undefined && b.value === undefined && sameType(a.term.type, b.term.type);
  return b.kind === "hypothesis" && equal(a.formula, b.formula);
}
