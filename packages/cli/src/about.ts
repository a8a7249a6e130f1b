import { aboutMachine } from "@lemma/evaluator/report";
import { formatDuration } from "./render/progress.ts";

/** When and how a run was made, for whoever reads its report later. @param started of `performance.now()`. */
export function aboutRun(started: number): Readonly<Record<string, string>> {
  const { day, ...how } = aboutMachine();
  return {
    day,
    "this call took": formatDuration(performance.now() - started),
    command: ["lemma", ...process.argv.slice(2)].join(" "),
    ...how,
  };
}
