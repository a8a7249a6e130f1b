import { InputError, type Theorem } from "@lemma/interfaces";
import { statementHash } from "@lemma/lean-text";
import { loadTheorems } from "../read.ts";
import { miniF2FCopies, miniF2FKnownWrong, miniF2FSplit, miniF2FTrivial } from "./lineage.ts";

/** A miniF2F split with what must be said beside any score on it. */
export interface MiniF2F {
  /** The published copy that all of its statements agree with; undefined for a changed or an unknown one. */
  readonly copy: string | undefined;
  /** In the file's order, each with its split by name. */
  readonly theorems: readonly Theorem[];
  /** Whether the file says `test` where everyone else says `valid`. */
  readonly splitsSwapped: boolean;
  /** Ids whose statement is wrong as it stands here, not only in some other copy. */
  readonly knownWrong: readonly string[];
  /** Ids that one stock tactic proves. */
  readonly trivial: readonly string[];
}

export interface MiniF2FOptions {
  /** By the problems' names, whatever the file says. `train` is `valid`: no Lean 4 copy has a third split. */
  readonly split: "test" | "valid" | "train";
  /** Keep this copy's statements of a file that holds several, such as v2's. */
  readonly copy?: string;
}

/**
 * Reads a split of miniF2F from any of its published files.
 *
 * @throws {InputError} for a copy that is not known, and for a file without a problem of that split, or with one twice.
 */
export async function loadMiniF2F(path: string, { split, copy }: MiniF2FOptions): Promise<MiniF2F> {
  const wanted = split === "train" ? "valid" : split;
  // One copy spells one name with another capital.
  const known = miniF2FCopies.flatMap(({ name, hashes = [] }) => {
    const byName = new Map([...hashes].map(([problem, hash]) => [problem.toLowerCase(), hash]));
    return byName.size === 0 ? [] : [{ name, hashes: byName }];
  });
  const asked = known.find(({ name }) => name === copy);
  if (copy !== undefined && asked === undefined)
    throw new InputError(`no hashes of a copy "${copy}"; there are ${known.map(({ name }) => name).join(", ")}`);
  const rows = (await loadTheorems(path))
    .filter(({ id }) => miniF2FSplit(id) === wanted)
    .map((theorem) => ({ theorem, name: theorem.id.toLowerCase(), hash: statementHash(theorem.statement) }))
    .filter(({ name, hash }) => asked === undefined || asked.hashes.get(name) === hash)
    // What two copies in one file state alike stands there twice.
    .filter(({ name, hash }, i, all) => all.findIndex((row) => row.name === name && row.hash === hash) === i);
  if (rows.length === 0) throw new InputError(`no problem of miniF2F-${wanted}`, { file: path });
  const twice = rows.find(({ name }, i) => rows.findIndex((row) => row.name === name) !== i);
  if (twice !== undefined)
    throw new InputError(`${twice.theorem.id} stands here twice; say which copy is meant`, { file: path });
  const v15 = known.find(({ name }) => name === "v1.5")!.hashes;
  return {
    copy: known.find(({ hashes }) => rows.every(({ name, hash }) => hashes.get(name) === hash))?.name,
    theorems: rows.map(({ theorem }) => ({ ...theorem, split: wanted })),
    splitsSwapped: rows.some(({ theorem }) => theorem.split !== undefined && !names[wanted].includes(theorem.split)),
    // The list is of v1.5's statements: another copy may have mended them.
    knownWrong: rows
      .filter(({ theorem, name, hash }) => miniF2FKnownWrong.includes(theorem.id) && v15.get(name) === hash)
      .map(({ theorem }) => theorem.id),
    trivial: rows.filter(({ theorem }) => theorem.id in miniF2FTrivial).map(({ theorem }) => theorem.id),
  };
}

/** What files call the splits. */
const names: Readonly<Record<"test" | "valid", readonly string[]>> = {
  test: ["test"],
  valid: ["valid", "validation", "train", "dev"],
};
