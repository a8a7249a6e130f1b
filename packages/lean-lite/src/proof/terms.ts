import { TacticFailure } from "../goal/state.ts";
import {
  assume,
  equal,
  generalize,
  type MetaTerm,
  occurs,
  type Term,
  type Theorem,
  variable,
} from "@lemma/lean-kernel";
import type { Argument, Expression } from "../syntax/tree.ts";
import type { Block } from "../syntax/proofs/tree.ts";
import { blockOf, exactly } from "./desugar.ts";
import { fromTheorem, type Proof } from "./proof.ts";
import { ProofReading } from "./reading.ts";
import { spine } from "./spine.ts";
import { application, projection, named, lemmaWhere } from "./heads.ts";
import { anonymous, functionTerm, tactics, byBlock, openHole } from "./constructors.ts";

/** Reads proof terms: applications of hypotheses and lemmas, `⟨…⟩`, `fun`, `by`, projections. */
export class ProofReader extends ProofReading {
  /** The theorem that a term proves; with `expected`, exactly that formula. */
  theorem(syntax: Expression, expected?: Term): () => Theorem {
    if (expected === undefined) return this.claim(syntax).make;
    const proof = this.proof(syntax, expected);
    this.flush();
    return this.bridge(proof, expected);
  }

  /** What a term proves, and the theorem for when its holes are filled. */
  claim(syntax: Expression): { readonly formula: Term; readonly make: () => Theorem } {
    const proof = this.proof(syntax);
    this.flush();
    const formula = this.unifier.zonk(proof.formula);
    if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
    return { formula, make: () => proof.make() };
  }

  /** What a term proves for all values of what it leaves to unification. */
  general(syntax: Expression): Theorem {
    const proof = this.proof(syntax);
    this.flush();
    const open = holesOf(this.unifier.zonk(proof.formula));
    const free = open.map((hole) => {
      const value = variable("x", this.unifier.type(hole.type));
      this.unifier.assign(hole, value);
      return value;
    });
    const formula = this.unifier.zonk(proof.formula);
    if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
    return free.reduceRight((theorem, value) => generalize(value, theorem), proof.make());
  }

  /** Elaborates a proof of what it can find out; runs what was put off when `flush` is called. */
  override proof(syntax: Expression, expected?: Term): Proof {
    this.session.state.tick();
    // Every other kind is one case: the default.
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check
    switch (syntax.kind) {
      case "paren":
        return this.proof(syntax.inner, expected);
      case "ascription": {
        if (syntax.type === undefined) return this.proof(syntax.inner, expected);
        return this.against(syntax.inner, this.formula(syntax.type, expected));
      }
      case "show":
        return this.against(syntax.body, this.formula(syntax.type, expected));
      case "name":
        return named(this, syntax, [], expected);
      case "apply":
        return application(this, syntax, expected);
      case "binary":
        if (syntax.op === "▸") {
          // `h ▸ e`: h rewrites what e proves into the goal, in whichever direction does it.
          const rewriting = (backward: boolean): Block =>
            blockOf([
              { name: "rewrite", rules: [{ value: syntax.left, backward }], from: 0, to: 0 },
              exactly(syntax.right),
            ]);
          const either = { name: "first", blocks: [rewriting(true), rewriting(false)], from: 0, to: 0 };
          return tactics(this, [either], this.need(expected, "▸"));
        }
        if (syntax.op === "<|") {
          return this.proof(
            { kind: "apply", fn: syntax.left, args: [{ value: syntax.right }], from: syntax.from, to: syntax.to },
            expected,
          );
        }
        throw new TacticFailure(`proof expected, got an expression`);
      case "project":
        return projection(this, syntax, [], expected);
      case "anonymous":
        return anonymous(this, syntax.items, this.need(expected, "anonymous constructor"));
      case "binder":
        if (syntax.op !== "fun" && syntax.op !== "λ") throw new TacticFailure("a formula is not a proof");
        return functionTerm(this, syntax, this.need(expected, "fun"));
      case "by":
        return byBlock(this, syntax, this.need(expected, "by"));
      case "hole":
        return openHole(this, this.need(expected, "_"), syntax.name !== undefined);
      case "sorry": {
        const formula = this.need(expected, "sorry");
        const { from, to } = syntax;
        return byBlock(
          this,
          { kind: "by", block: { tactics: [{ name: "sorry", from, to }], from, to }, from, to },
          formula,
        );
      }
      case "assumption": {
        const formula = this.formula(syntax.type);
        const found = this.goal.entries.find((entry) => entry.kind === "hypothesis" && equal(entry.formula, formula));
        if (found === undefined) throw new TacticFailure("tactic 'assumption' failed");
        return fromTheorem(assume(formula));
      }
      case "have": {
        const formula = syntax.type === undefined ? undefined : this.formula(syntax.type);
        if (syntax.pattern.kind !== "name") {
          const { pattern, type, value: source } = syntax;
          const obtain = {
            name: "obtain",
            patterns: [pattern],
            value: source,
            ...(type === undefined ? {} : { type }),
          };
          return tactics(this, [{ ...obtain, from: 0, to: 0 }, exactly(syntax.body)], this.need(expected, "have"));
        }
        const value = formula === undefined ? this.proof(syntax.value) : this.against(syntax.value, formula);
        this.bound.push({ name: syntax.pattern.name, proof: value });
        try {
          return this.proof(syntax.body, expected);
        } finally {
          this.bound.pop();
        }
      }
      case "calc":
        return tactics(
          this,
          [{ name: "calc", steps: syntax.steps, from: syntax.from, to: syntax.to }],
          this.need(expected, "calc"),
        );
      default:
        throw new TacticFailure(`type mismatch: a ${syntax.kind} is not a proof`);
    }
  }

  override lemma(name: string, args: readonly Argument[], expected?: Term, explicit = false): Proof {
    return lemmaWhere(this, name, explicit, (head) => spine(this, head, args, expected, true));
  }
}

/** The holes of a term, each once. */
function holesOf(term: Term): MetaTerm[] {
  const found = new Map<number, MetaTerm>();
  occurs(term, (part) => {
    if (part.tag === "meta") found.set(part.id, part);
    return false;
  });
  return [...found.values()];
}
