import { readMachine, type Machine } from "./machine.ts";

const gigabyte = 2 ** 30;

/** What a worker that has imported Mathlib takes of its own, checks included: as many as fit start. */
const workerBytes = 4 * gigabyte;
/**
 * What single checks with Mathlib have been seen to need at their height, and other checkers allow: a limit below it calls good
 * proofs `memory`. Without Mathlib a process with Lean itself imported takes well under one gigabyte.
 */
const mathlibFloorBytes = 8 * gigabyte;
const plainFloorBytes = gigabyte;
const mostBytes = 16 * gigabyte;
/** Of the whole; what is left is for us and for the system. */
const usableShare = 0.9;

/** A number, and the sentence that says how it came about. */
export interface Choice {
  readonly value: number;
  readonly reason: string;
}

/** One worker a core but one, and no more than memory allows. */
export function chooseConcurrency(machine: Machine = readMachine()): Choice {
  const byCores = machine.cores - 1;
  const byMemory = Math.floor(machine.freeBytes / workerBytes);
  const value = Math.max(1, Math.min(byCores, byMemory));
  const free = `${inGibibytes(machine.freeBytes)} GiB free in the ${machine.memoryOf}`;
  const reason =
    byMemory < byCores
      ? `${free}, at ${inGibibytes(workerBytes)} GiB a worker`
      : `${machine.cores} ${machine.cores === 1 ? "core" : "cores"}, one of them for the rest`;
  return { value, reason };
}

/** Processes ready beyond those at work: a pool of one serves one caller at a time, and needs none. */
export const defaultSpares = (workers: number): number => (workers > 1 ? 1 : 0);

/** What one worker with all that it starts may use, and what all of them may use together. */
export interface MemoryChoice extends Choice {
  readonly togetherBytes: number;
}

/**
 * A worker's fair share of the memory, but enough for what its project imports. A limit is no reservation: few checks come near
 * theirs, and where all workers together use too much, the largest goes.
 *
 * @param givenBytes what the caller says, where they do.
 */
export function chooseMemory(
  project: { readonly workers: number; readonly hasMathlib: boolean; readonly givenBytes?: number | undefined },
  machine: Machine = readMachine(),
): MemoryChoice {
  const { workers, hasMathlib, givenBytes } = project;
  const usable = Math.floor(machine.totalBytes * usableShare);
  const together = (bytes: number): number => Math.min(bytes * workers, Math.max(usable, bytes));
  const total = `${inGibibytes(machine.totalBytes)} GiB of the ${machine.memoryOf}`;
  if (givenBytes !== undefined) return { value: givenBytes, togetherBytes: together(givenBytes), reason: "as given" };
  const share = Math.floor(usable / workers);
  const floor = hasMathlib ? mathlibFloorBytes : plainFloorBytes;
  const whole = hasMathlib ? "what a check with Mathlib may need" : "what any check may need";
  const perWorker = `a share for each of ${workers} ${workers === 1 ? "worker" : "workers"} in ${total}`;
  const [value, reason] =
    usable < floor
      ? [usable, `nearly all ${total}, which is less than ${whole} (${inGibibytes(floor)} GiB)`]
      : share < floor
        ? [floor, `${whole}; ${perWorker} would be ${inGibibytes(share)} GiB`]
        : share > mostBytes
          ? [mostBytes, `the most that is taken by default; ${perWorker} would be ${inGibibytes(share)} GiB`]
          : [share, perWorker];
  return { value, togetherBytes: together(value), reason };
}

/** In units of 2³⁰ bytes, as memory is sold. */
export const inGibibytes = (bytes: number): string => (bytes / gigabyte).toFixed(1).replace(/\.0$/, "");
