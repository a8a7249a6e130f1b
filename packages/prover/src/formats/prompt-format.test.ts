import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Theorem } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { firstStatement, lastLeanBlock, statementBody } from "@lemma/lean-text";
import { createChatTemplate } from "../chat/chat-template.ts";
import { promptFormat, promptFormatNames } from "./prompt-format.ts";

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

const conjectures = path.join(
  process.env["LEMMA_DATA"] ?? path.join(import.meta.dirname, "../../../../../shared/data"),
  "conjectures/conjectures_verdict_visible.jsonl",
);

describe.skipIf(!existsSync(conjectures))("STP's recorded conjectures (needs the shared data)", () => {
  interface Row {
    seed_name: string;
    seed_statement: string;
    conjecturer: string;
    prompt: string;
    output: string;
    code: string;
    pass: boolean;
  }
  // The body of what is skipped runs too: the file is read by the tests.
  const recorded = (): Row[] =>
    readFileSync(conjectures, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
  const format = promptFormat("stp");

  test("the prompt is the one that was recorded, up to the first word of the answer", () => {
    const stp = recorded().filter((row) => row.conjecturer === "STP");
    expect(stp.length).toBeGreaterThan(50);
    for (const row of stp) {
      const prompt = format.conjecture({ id: row.seed_name, statement: row.seed_statement });
      expect(`${prompt}\n theorem`).toBe(row.prompt);
    }
  });

  test("every conjecture that compiled is taken out of its answer as it was compiled", () => {
    const squeeze = (text: string): string => text.replace(/\s+/g, "");
    const compiled = recorded().filter((row) => row.pass);
    const same = compiled.filter((row) => {
      const code = row.code.slice(row.code.search(/^\s*(?:theorem|lemma)\b/m)).replace(/:=\s*by\s+sorry\s*$/, "");
      return squeeze(format.extractStatement(` theorem${row.output}`) ?? "") === `${squeeze(code)}:=by`;
    });
    expect(compiled.length).toBeGreaterThan(100);
    expect(same.length / compiled.length).toBe(1);
  });
});
