import { readFileSync } from "node:fs";

/**
 * Processor seconds, user and system, of this process and of those of its children that have ended and been waited for.
 * Undefined where there is no `/proc`.
 */
export function processorSeconds(): number | undefined {
  try {
    // proc(5): the second field, the program's name in brackets, may hold blanks. Fields 14 to 17 are in hundredths of a second.
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")
      .slice(11, 15);
    return fields.map(Number).reduce((sum, ticks) => sum + ticks, 0) / 100;
  } catch {
    return undefined;
  }
}
