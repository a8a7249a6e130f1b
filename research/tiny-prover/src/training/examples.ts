import type { TokenExample } from "@lemma/train";
import { type Tokenizer, promptFormat } from "@lemma/prover";
import type { Task } from "../corpus/task.ts";

const format = promptFormat("tiny");

/** The text a task asks with, and the answer it wants, as sampling will see them. */
export function taskTexts(task: Task): { readonly prompt: string; readonly answer: string } {
  if (task.task === "prove") {
    const theorem = { id: "", statement: task.statement };
    return { prompt: format.prove(theorem), answer: format.answer({ theorem, proof: task.proof }) };
  }
  const body = format.prove({ id: "", statement: task.statement }).trimEnd();
  return { prompt: format.conjecture({ id: "", statement: task.target }), answer: body };
}

/** A task as tokens: prompt, answer, end of sequence. */
export function taskExample(task: Task, tokenizer: Tokenizer): TokenExample {
  const { prompt, answer } = taskTexts(task);
  const promptTokens = tokenizer.encodePrompt(prompt);
  return {
    tokens: [...promptTokens, ...tokenizer.encodeNext(answer), tokenizer.eosTokenId!],
    promptLength: promptTokens.length,
  };
}
