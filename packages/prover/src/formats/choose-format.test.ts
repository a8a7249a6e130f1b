import { expect, test } from "vitest";
import { createChatTemplate } from "../chat/chat-template.ts";
import { characterTokenizer } from "../testing/character-tokenizer.ts";
import { chooseFormat, formatDisagreement, formatFor } from "./choose-format.ts";

const { tokenizer } = characterTokenizer();
const chatml = createChatTemplate(
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
);
const qwen25 = createChatTemplate(
  "{% if messages[0].role != 'system' %}<|im_start|>system\nYou are helpful.<|im_end|>\n{% endif %}" + chatml.source,
);

test.for([
  ["/models/DeepSeek-Prover-V2-7B", "deepseek-v2"],
  ["/models/DeepSeek-Prover-V1.5-RL", "stp"],
  ["/models/Goedel-Prover-V2-8B", "goedel-v2"],
  ["/models/Goedel-Prover-SFT", "stp"],
  ["/models/STP_model_Lean_0320", "stp"],
  ["/cache/models--AI-MO--Kimina-Prover-Distill-0.6B/snapshots/332e8a5259d1", "kimina"],
  ["/models/Kimina-Prover-Distill-8B/model.gguf", "kimina"],
] as const)("%s is asked as its maker does", ([directory, format]) => {
  expect(chooseFormat({ directory, tokenizer, chatTemplate: chatml }).format).toBe(format);
});

test("any other is asked by its template, or given code to continue", () => {
  const model = { directory: "/models/mine", tokenizer, chatTemplate: chatml };
  expect(chooseFormat(model)).toMatchObject({ format: "chat", reason: expect.stringContaining("chat template") });
  expect(chooseFormat({ ...model, chatTemplate: undefined }).format).toBe("stp");
  const { tokenizer: tiny } = characterTokenizer(["<|conjecture|>"]);
  expect(chooseFormat({ ...model, tokenizer: tiny }).format).toBe("tiny");
  expect([formatFor("auto", model), formatFor("kimina", model)]).toEqual(["chat", "kimina"]);
});

test("fixed turns that are not the template's are told", () => {
  expect(formatDisagreement("goedel-v2", chatml)).toBeUndefined();
  expect(formatDisagreement("kimina", qwen25)).toBeUndefined();
  // A default system turn that the fixed turns leave out.
  expect(formatDisagreement("goedel-v2", qwen25)).toMatch(
    /goedel-v2 asks ".*", the model's own template ".*You are helpful/s,
  );
  expect(formatDisagreement("deepseek-v2-cot", chatml)).toMatch(/deepseek-v2-cot asks/);
  for (const format of ["chat", "stp", "tiny"] as const) expect(formatDisagreement(format, qwen25)).toBeUndefined();
});
