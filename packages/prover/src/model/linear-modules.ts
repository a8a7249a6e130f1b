/** The linear modules of one block, as Hugging Face and PEFT name them. */
export const linearModules = [
  "self_attn.q_proj",
  "self_attn.k_proj",
  "self_attn.v_proj",
  "self_attn.o_proj",
  "mlp.gate_proj",
  "mlp.up_proj",
  "mlp.down_proj",
] as const;

export type LinearModule = (typeof linearModules)[number];
