// Studies for one theorem and proves it, on the embedded model and checker.
import { openLemma } from "@lemma/core";

const theorem = {
  id: "two_mul_le",
  statement: "theorem two_mul_le (a b : ℝ) (h₀ : a ^ 2 + b ^ 2 = 6) : a * b ≤ 3 := by",
};

await using lemma = await openLemma();
for await (const event of lemma.prove(theorem, { seed: 1 })) {
  if (event.type === "conjectured" && event.accepted) console.log("lemma    ", event.statement);
  if (event.type === "verified" && event.kept) console.log("learned  ", event.proof.replaceAll("\n", "; "));
  if (event.type === "adapted") console.log("loss     ", event.trace.losses.map((loss) => loss.toFixed(3)).join(" → "));
  if (event.type === "attempted") console.log("attempt  ", event.verdict.status, "·", event.proof);
  if (event.type === "finished") console.log(event.proved ? `proved by ${event.proof}` : `not proved: ${event.status}`);
}
