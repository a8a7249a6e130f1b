// GRPO on a toy reward: a policy over four letters learns to spell "lean", told only how many letters are right.
import { type Tensor, broadcastTo, compile, spec, tensor, toNumbers, valueAndGrad } from "@lemma/autodiff";
import { batchDefaults, lossDefaults, microBatches, policyLoss, tokenLogprobs } from "@lemma/grpo";
import { Random } from "@lemma/interfaces";

const alphabet = "aelnm".split("");
const wanted = "lean".split("");
const [T, V, samples, rate] = [wanted.length, alphabet.length, 16, 2];

const loss = (logits: Tensor, tokens: Tensor, old: Tensor, mask: Tensor, advantages: Tensor, denominator: Tensor) =>
  policyLoss(
    tokenLogprobs(broadcastTo(logits, [samples, T, V]), tokens, 1),
    { mask, advantages, denominator, oldLogprobs: old },
    lossDefaults,
  ).loss;
const row = (dtype: "int64" | "float32") => spec(dtype, [samples, T]);
await using step = compile(valueAndGrad(loss), [
  spec("float32", [1, T, V]),
  row("int64"),
  row("float32"),
  row("float32"),
  spec("float32", [samples]),
  spec("float32", []),
]);

const random = new Random(1);
let logits: readonly number[] = Array.from({ length: T * V }, () => 0);
for (let update = 0; update <= 40; update += 1) {
  const group = Array.from({ length: samples }, () => sampleFrom(logits));
  const rewards = group.map(({ tokens }) => tokens.filter((token, t) => alphabet[token] === wanted[t]).length / T);
  const average = rewards.reduce((sum, reward) => sum + reward, 0) / samples;
  const word = group[0]!.tokens.map((token) => alphabet[token]).join("");
  if (update % 10 === 0) console.log(`update ${update}: mean reward ${average.toFixed(2)}, such as "${word}"`);

  const [batch] = microBatches([{ completions: group, rewards }], {
    ...batchDefaults,
    microBatch: samples,
    maxTokens: T,
  });
  const { tokens, oldLogprobs, mask, advantages, denominator } = batch!;
  const policy = tensor("float32", [1, T, V], logits);
  const [, gradient] = await step(policy, tokens, oldLogprobs, mask, advantages, denominator);
  const slopes = toNumbers(gradient);
  logits = logits.map((logit, i) => logit - rate * slopes[i]!);
}

/** One word, a letter at each place, with the log-probability of each. */
function sampleFrom(values: readonly number[]) {
  const letters = wanted.map((_, t) => {
    const exponentials = values.slice(t * V, (t + 1) * V).map(Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    let left = random.uniform() * total;
    const token = exponentials.findIndex((value) => (left -= value) < 0);
    const drawn = token === -1 ? V - 1 : token;
    return { token: drawn, logprob: Math.log(exponentials[drawn]! / total) };
  });
  return {
    tokens: letters.map(({ token }) => token),
    logprobs: letters.map(({ logprob }) => logprob),
    finishReason: "stop" as const,
  };
}
