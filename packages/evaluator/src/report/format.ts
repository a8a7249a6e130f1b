/** 0.3321 → `33.2%`; NaN → `–`. */
export function percent(value: number, digits = 1): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(digits)}%` : "–";
}

/** Ascending numbers, runs of them in short: [1, 2, 3, 5] → `1–3, 5`. */
export function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}

/** Signed percentage points: 0.081 → `+8.1`. */
export function points(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(100 * value).toFixed(1);
  return `${value >= 0 || size === "0.0" ? "+" : "−"}${size}`;
}

/** `p = 0.031`, `p < 0.001`. */
export function pValue(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value < 0.001 ? "p < 0.001" : `p = ${value.toFixed(value < 0.1 ? 3 : 2)}`;
}

// A line must not break between a number and its unit.
const space = "\u00A0";

const prefixes = [
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** 1.3e10 → `13.0 G`; below a thousand as it is. */
export function metric(value: number): string {
  if (!Number.isFinite(value)) return "–";
  for (const [size, prefix] of prefixes)
    if (Math.abs(value) >= size) return `${(value / size).toFixed(1)}${space}${prefix}`;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** 1,530 → `1.5 s`; below a second in ms. */
export function duration(milliseconds: number): string {
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)}${space}s` : `${milliseconds.toFixed(0)}${space}ms`;
}

/** `22.0% – 44.1%`, on one line. */
export function range(low: string, high: string, between = "–"): string {
  return `${low}${space}${between}${space}${high}`;
}

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} … (${text.length - length} more characters)`;
}
