import { isWhole, rowsOf } from "../../../../tools/data.ts";
import { Random, type Theorem, assemble } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dedent, firstStatement, isLeanFile, lastLeanBlock, splitFile, statementBody } from "@lemma/lean-text";
import { createChatTemplate } from "../chat/chat-template.ts";
import { type PromptFormatName, promptFormat, promptFormatNames } from "./prompt-format.ts";

const turns = createChatTemplate(
  "{% for m in messages %}<{{ m.role }}>{{ m.content }}</{{ m.role }}>{% endfor %}{% if add_generation_prompt %}<assistant>" +
    "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}{% endif %}",
);
const formatOf: typeof promptFormat = (name) => promptFormat(name, name === "chat" ? { template: turns } : {});

const theorem: Theorem = {
  id: "mathd_algebra_10",
  statement: "theorem mathd_algebra_10 : abs ((120 : ℝ) / 100 * 30 - 130 / 100 * 20) = 10 := by",
  informal: "What is the positive difference between $120\\%$ of 30 and $130\\%$ of 20? Show that it is 10.",
};

describe("prompts", () => {
  test("DeepSeek-Prover-V2 with a chain of thought is asked as its README asks", () => {
    expect(promptFormat("deepseek-v2-cot").prove(theorem)).toMatchInlineSnapshot(`
      "<｜User｜>Complete the following Lean 4 code:

      \`\`\`lean4
      import Mathlib
      import Aesop

      set_option maxHeartbeats 0

      open BigOperators Real Nat Topology Rat

      /-- What is the positive difference between $120\\%$ of 30 and $130\\%$ of 20? Show that it is 10.-/
      theorem mathd_algebra_10 : abs ((120 : ℝ) / 100 * 30 - 130 / 100 * 20) = 10 := by
        sorry
      \`\`\`

      Before producing the Lean 4 code to formally prove the given theorem, provide a detailed proof plan outlining the main proof steps and strategies.
      The plan should highlight key ideas, intermediate lemmas, and proof structures that will guide the construction of the final formal proof.<｜Assistant｜>"
    `);
  });

  test("DeepSeek-Prover-V2 without one is left an open fence", () => {
    expect(promptFormat("deepseek-v2").prove({ ...theorem, header: "import Mathlib" })).toMatchInlineSnapshot(`
      "Complete the following Lean 4 code:

      \`\`\`lean4
      import Mathlib

      /-- What is the positive difference between $120\\%$ of 30 and $130\\%$ of 20? Show that it is 10.-/
      theorem mathd_algebra_10 : abs ((120 : ℝ) / 100 * 30 - 130 / 100 * 20) = 10 := by"
    `);
  });

  test("Goedel-Prover-V2 closes the fence on the line of sorry", () => {
    expect(promptFormat("goedel-v2").prove(theorem)).toContain(" := by\n  sorry```\n\nBefore producing");
  });

  test("Kimina-Prover gets a system turn and the problem in words", () => {
    expect(promptFormat("kimina").prove(theorem)).toMatchInlineSnapshot(`
      "<|im_start|>system
      You are an expert in mathematics and Lean 4.<|im_end|>
      <|im_start|>user
      Think about and solve the following problem step by step in Lean 4.
      # Problem: What is the positive difference between $120\\%$ of 30 and $130\\%$ of 20? Show that it is 10.
      # Formal statement:
      \`\`\`lean4
      import Mathlib
      import Aesop

      set_option maxHeartbeats 0

      open BigOperators Real Nat Topology Rat

      /-- What is the positive difference between $120\\%$ of 30 and $130\\%$ of 20? Show that it is 10.-/
      theorem mathd_algebra_10 : abs ((120 : ℝ) / 100 * 30 - 130 / 100 * 20) = 10 := by
      \`\`\`
      <|im_end|>
      <|im_start|>assistant
      "
    `);
  });

  test("any chat model is asked by its own template", () => {
    const short = { id: "t", statement: "theorem t : 1 = 1 := by", header: "import Mathlib" };
    const chat = { template: turns, system: "Prove.", enableThinking: false, assistantPrefix: "```lean4\n" };
    const format = promptFormat("chat", chat);
    expect(format.prove(short)).toMatchInlineSnapshot(`
      "<system>Prove.</system><user>Complete the following Lean 4 code:

      \`\`\`lean4
      import Mathlib

      theorem t : 1 = 1 := by
        sorry
      \`\`\`

      Before producing the Lean 4 code to formally prove the given theorem, provide a detailed proof plan outlining the main proof steps and strategies.
      The plan should highlight key ideas, intermediate lemmas, and proof structures that will guide the construction of the final formal proof.</user><assistant><think></think>\`\`\`lean4
      "
    `);
    expect(format.conjecture(short)).toMatchInlineSnapshot(`
      "<system>Prove.</system><user>Here is a Lean 4 theorem:

      \`\`\`lean4
      import Mathlib

      theorem t : 1 = 1 := by
        sorry
      \`\`\`

      State one other theorem whose proof would help with this one: a lemma of it, a special case or a relative. Answer with its statement alone, in a lean4 block, ending in \`:= by sorry\`.</user><assistant><think></think>\`\`\`lean4
      "
    `);
    const statement = "lemma two : 2 = 2 := by sorry\n```";
    expect(format.extractStatement(statement)).toBe("lemma two : 2 = 2 := by");
    expect(formatOf("chat").extractStatement(`Take\n\`\`\`lean4\n${statement}`)).toBe("lemma two : 2 = 2 := by");
    // What the prompt began is part of the answer.
    expect(format.extractProof("theorem t : 1 = 1 := by rfl\n```")).toBe("theorem t : 1 = 1 := by rfl");
    expect(promptFormat("chat", { template: turns }).prove(short)).toMatch(/^<user>.*<assistant>$/s);
    expect(() => promptFormat("chat")).toThrow(/needs a model with a chat template/);
    expect(() => promptFormat("kimina", { template: turns, system: "Prove." })).toThrow(
      /the format `kimina` fixes its turns: only `chat` takes system/,
    );
  });

  test("the embedded model sees only binders and goal", () => {
    const format = promptFormat("tiny");
    const statement = "theorem add_comm' (a b : ℕ)\n    (h : a = b) : a + b = b + a := by";
    expect(format.prove({ id: "t", statement })).toBe("(a b : ℕ) (h : a = b) : a + b = b + a\n");
    expect(format.conjecture({ id: "t", statement })).toBe("<|conjecture|>(a b : ℕ) (h : a = b) : a + b = b + a\n");
    expect(format.extractStatement("(a b : ℕ) : a + 0 = a")).toBe("theorem conjecture (a b : ℕ) : a + 0 = a := by");
    expect(format.extractStatement(": 1 + 1 = 2")).toBe("theorem conjecture : 1 + 1 = 2 := by");
    for (const noise of ["", "a b", "(a : ℕ : a = a", "(a b : ℕ)\n: a = b"])
      expect(format.extractStatement(noise)).toBeUndefined();
    expect(format.extractProof("\n  simp\n  omega\n")).toBe("  simp\n  omega");
  });

  test("lemmas stand proved before the statement", () => {
    const lemma = { theorem: { id: "l", statement: "theorem l : 1 = 1 := by" }, proof: "rfl" };
    const prompt = promptFormat("deepseek-v2").prove({ ...theorem, header: "import Mathlib" }, [lemma]);
    expect(prompt).toContain("import Mathlib\n\ntheorem l : 1 = 1 := by\n  rfl\n\n/-- What is");
    expect(promptFormat("tiny").prove({ id: "t", statement: "theorem t : 2 = 2 := by" }, [lemma])).toBe(
      ": 1 = 1\nrfl<|end|>: 2 = 2\n",
    );
  });

  test("a rejected proof stands before the statement, with what Lean said", () => {
    const rejected = { proof: "omega", message: "omega could not\n⊢ -/ 1 = 2" };
    const prompt = promptFormat("deepseek-v2").repair({ ...theorem, header: "import Mathlib" }, rejected);
    expect(prompt).toContain("import Mathlib\n\n/-\nLean rejected this proof:\n\ntheorem mathd_algebra_10");
    // A comment that the message closed would let its text into the file.
    expect(prompt).toContain(":= by\n  omega\n\nomega could not\n⊢ - / 1 = 2\n-/\n/-- What is");
    const small = { id: "t", statement: "theorem t : 1 = 2 := by" };
    expect(promptFormat("tiny").repair(small, rejected)).toBe(": 1 = 2\nomega\n-- omega could not<|end|>: 1 = 2\n");
  });

  test.for(promptFormatNames)("%s: a proof and a conjecture come back out of what the model may answer", (name) => {
    const format = formatOf(name);
    expect(format.prove(theorem)).toContain("abs ((120 : ℝ) / 100 * 30 - 130 / 100 * 20) = 10");
    expect(format.extractProof("  norm_num\n")).toBe("  norm_num");
    expect(format.extractStatement("no statement here")).toBeUndefined();
  });
});

/** A theorem and a proof of some shape: at the margin or indented, of several lines, with comments, names and symbols. */
function drawExample(random: Random): { readonly theorem: Theorem; readonly proof: string } {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random.uniform() * choices.length)]!;
  const indent = pick(["", "  ", "    "]);
  const tactics = [
    "norm_num",
    "simp [h₀]",
    "nlinarith [sq_nonneg (a - b)]",
    "-- `by` the lemma above",
    "exact ⟨rfl, by omega⟩",
  ];
  const lines = Array.from({ length: 1 + Math.floor(random.uniform() * 4) }, () => indent + pick(tactics));
  const block = pick(["", `\n${indent}have h : a = b := by\n${indent}  ring\n`]);
  const theorem: Theorem = {
    id: "t",
    statement: pick([
      "theorem t (a b : ℕ) : a + b = b + a := by",
      "lemma t (a b : ℤ)\n    (h₀ : a = b) :\n    a - b = 0 := by",
      " theorem t : 1 = 1 := by ",
    ]),
    ...pick([{}, { header: "import Mathlib\nopen Real" }]),
    ...pick([{}, { informal: "Show {code} that it commutes." }]),
  };
  return { theorem, proof: `${pick(["", "\n"])}${lines.join("\n")}${block}\n${indent}rfl${pick(["", "\n", "\n\n"])}` };
}

/** The formats whose answers hold whole files. */
const fileFormats: readonly PromptFormatName[] = ["deepseek-v2-cot", "goedel-v2", "kimina", "chat"];
const continuations: readonly PromptFormatName[] = ["deepseek-v2", "stp"];

/** What a verifier reads for a tactic block. */
const verifiedText = ({ theorem: asked, proof }: { readonly theorem: Theorem; readonly proof: string }): string =>
  assemble({ ...asked, statement: asked.statement.trim() }, proof).trimEnd();

const drawn = Array.from({ length: 200 }, (_, i) => drawExample(new Random(i)));

describe("what a model would have written for a proof", () => {
  test("every format is here", () => {
    expect([...fileFormats, ...continuations, "tiny"].toSorted()).toEqual([...promptFormatNames].toSorted());
  });

  test.for(promptFormatNames)("%s: the proof comes back out of it, cut or not", (name) => {
    const format = formatOf(name);
    for (const example of drawn) {
      const answer = format.answer(example);
      const found = format.extractProof(answer);
      const tactics = isLeanFile(found) ? splitFile(found)!.proof! : found;
      expect(dedent(tactics)).toBe(dedent(example.proof));
      expect(format.extractProof(answer, true)).toBe(found);
    }
  });

  test.for(fileFormats)("%s: the file is what is verified, and is an answer of its own", (name) => {
    const format = formatOf(name);
    for (const example of drawn) {
      const file = format.extractProof(format.answer(example));
      expect(file.startsWith(example.theorem.header ?? "import Mathlib")).toBe(true);
      expect(file.endsWith(verifiedText(example))).toBe(true);
      expect(format.extractProof(format.answer({ ...example, proof: file }))).toBe(file);
    }
  });

  test.for(continuations)("%s: prompt and answer are what is verified, of a file of the theorem alone too", (name) => {
    const format = formatOf(name);
    for (const example of drawn) {
      const text = format.prove(example.theorem) + format.answer(example);
      expect(text.endsWith(`${verifiedText(example)}\n\`\`\``)).toBe(true);
      const file = `${example.theorem.header ?? ""}\n\n${verifiedText(example)}`;
      const found = format.extractProof(format.answer({ ...example, proof: file }));
      expect(dedent(found)).toBe(dedent(example.proof));
    }
  });

  test("tiny: prompt and answer are the statement's body and the proof at the margin", () => {
    const format = promptFormat("tiny");
    for (const example of drawn) {
      const { theorem: asked, proof } = example;
      expect(format.prove(asked) + format.answer(example)).toBe(`${statementBody(asked.statement)}\n${dedent(proof)}`);
    }
  });

  test.for(fileFormats)("%s: reasoning before the answer is no part of the proof", (name) => {
    const format = formatOf(name);
    const answer = format.answer({ theorem, proof: "norm_num" });
    const draft = "<think>\nTry\n```lean4\ntheorem draft : 1 = 2 := by\n  sorry\n```\nNo.\n</think>\n\n";
    expect(format.extractProof(draft + answer)).toBe(format.extractProof(answer));
    expect(format.extractProof(draft)).toContain("theorem draft");
    // Cut while the last block was being written: an earlier whole one is the better answer.
    expect(format.extractProof(`${answer}\nor better\n\`\`\`lean4\ntheorem t : 1 = 1 := by\n  lin`, true)).toBe(
      format.extractProof(answer),
    );
  });

  test("a file that declares more than the theorem stays a file", () => {
    const code = "import Mathlib\n\nlemma one : 1 = 1 := rfl\n\ntheorem t : 2 = 2 := by\n  simp";
    const asked = { id: "t", statement: "theorem t : 2 = 2 := by" };
    for (const name of promptFormatNames) {
      const format = formatOf(name);
      const found = format.extractProof(format.answer({ theorem: asked, proof: code }));
      expect(found).toBe(code);
    }
  });

  test("a chat model's answer closes the reasoning that its template opens, and ends as its turns do", () => {
    const opens = createChatTemplate(
      "{% for m in messages %}[{{ m.role }}]{{ m.content }}[end]\n{% endfor %}{% if add_generation_prompt %}[assistant]<think>\n{% endif %}",
    );
    const asked = { theorem, proof: "rfl" };
    const format = promptFormat("chat", { template: opens });
    expect(format.answer(asked)).toMatch(/^\n<\/think>\n\n```lean4\n/);
    expect(format.turnEnd).toBe("[end]");
    expect(formatOf("chat").answer(asked)).toMatch(/^<think><\/think>```lean4\n/);
    expect(promptFormat("chat", { template: turns, enableThinking: false }).answer(asked)).toMatch(/^```lean4\n/);
    const begun = promptFormat("chat", { template: turns, enableThinking: false, assistantPrefix: "```lean4\n" });
    expect(begun.answer(asked)).toMatch(/^import Mathlib\n/);
    expect(promptFormat("kimina").turnEnd).toBe("<|im_end|>");
  });
});

describe("Lean in an answer", () => {
  test("the last block that declares something wins, and a cut-off one counts", () => {
    const answer =
      "Plan:\n```lean4\ntheorem a : True := by\n  sorry\n```\nNow\n```lean4\ntheorem a : True := by\n  trivial\n```\n";
    expect(lastLeanBlock(answer)).toBe("theorem a : True := by\n  trivial");
    expect(lastLeanBlock(`${answer}\`\`\`\nnot lean\n\`\`\``)).toBe("theorem a : True := by\n  trivial");
    expect(lastLeanBlock("```lean4\ntheorem a : True := by\n  triv")).toBe("theorem a : True := by\n  triv");
    expect(lastLeanBlock("nothing")).toBeUndefined();
    expect(promptFormat("deepseek-v2").extractProof("\n  norm_num\n```\n\nThis proof")).toBe("\n  norm_num");
    expect(promptFormat("deepseek-v2-cot").extractProof(answer)).toBe("theorem a : True := by\n  trivial");
  });

  test("a statement ends at the := outside all brackets that by follows", () => {
    expect(firstStatement("theorem a (x : ℕ := 3) : x = 3 := by\n  simp")).toBe("theorem a (x : ℕ := 3) : x = 3 := by");
    expect(firstStatement(" lemma b : let x := 5; x = 5 := by rfl")).toBe("lemma b : let x := 5; x = 5 := by");
    expect(firstStatement("theorem c : 1 = 1 := rfl")).toBe("theorem c : 1 = 1 := by");
    expect(firstStatement("theorem d : 1 = 1")).toBe("theorem d : 1 = 1 := by");
    expect(firstStatement("theorem e (x : ℕ : x = x := by")).toBeUndefined();
    expect(firstStatement("theorem f := by")).toBeUndefined();
    expect(statementBody("theorem  g\n  (x : ℕ)\n  : x = x :=\n by")).toBe("(x : ℕ) : x = x");
  });
});

const conjectures = "conjectures/conjectures_verdict_visible.jsonl";

describe("STP's recorded conjectures", () => {
  const recorded = rowsOf(conjectures).map((row) =>
    z
      .object({
        seed_name: z.string(),
        seed_statement: z.string(),
        conjecturer: z.string(),
        prompt: z.string(),
        output: z.string(),
        code: z.string(),
        pass: z.boolean(),
      })
      .parse(row),
  );
  // Of the slice there is a tenth.
  const [fewest, fewestCompiled] = isWhole(conjectures) ? [50, 100] : [5, 10];
  const format = promptFormat("stp");

  test("the prompt is the one that was recorded, up to the first word of the answer", () => {
    const stp = recorded.filter((row) => row.conjecturer === "STP");
    expect(stp.length).toBeGreaterThan(fewest);
    for (const row of stp) {
      const prompt = format.conjecture({ id: row.seed_name, statement: row.seed_statement });
      expect(`${prompt}\n theorem`).toBe(row.prompt);
    }
  });

  test("every conjecture that compiled is taken out of its answer as it was compiled", () => {
    const squeeze = (text: string): string => text.replace(/\s+/g, "");
    const compiled = recorded.filter((row) => row.pass);
    const same = compiled.filter((row) => {
      const code = row.code.slice(row.code.search(/^\s*(?:theorem|lemma)\b/m)).replace(/:=\s*by\s+sorry\s*$/, "");
      return squeeze(format.extractStatement(` theorem${row.output}`) ?? "") === `${squeeze(code)}:=by`;
    });
    expect(compiled.length).toBeGreaterThan(fewestCompiled);
    expect(same.length / compiled.length).toBe(1);
  });
});
