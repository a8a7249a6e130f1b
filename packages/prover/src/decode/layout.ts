import type { LlamaConfig } from "../config.ts";
import { architectureOf } from "../model/architectures.ts";
import type { LinearModule } from "../model/linear-modules.ts";

// Decoding multiplies by few, wide matrices: what reads the same input is one product. A `Site` is such a product, and how
// modules share its columns is described once, here, for weights, biases and adapters alike.

export const sites = ["qkv", "output", "gateUp", "down"] as const;
export type Site = (typeof sites)[number];

/** Where each output column of a site comes from: row `row` of `module`'s weight. */
export interface SiteLayout {
  readonly modules: readonly LinearModule[];
  /** Input width. */
  readonly in: number;
  /** Output width: the modules' together. */
  readonly out: number;
  /** Column of the site that row `row` of module number `module` becomes. */
  readonly column: (module: number, row: number) => number;
  /** What module number `module` is multiplied by when it is fused. */
  readonly factor: (module: number) => number;
}

/**
 * qkv keeps, for each key-value head, its G query heads, its key and its value together, D columns each, so that one
 * transpose serves all three. The queries carry the 1/√D of attention, except where a norm follows, which would undo it: the norm
 * carries it then.
 */
export function siteLayouts(config: LlamaConfig): Readonly<Record<Site, SiteLayout>> {
  const { hiddenSize: C, intermediateSize: F, heads: H, keyValueHeads: K, headDim: D } = config;
  const G = H / K;
  const qkvColumn = (module: number, row: number): number => {
    const [head, i] = [Math.floor(row / D), row % D];
    const group = module === 0 ? Math.floor(head / G) : head;
    const place = module === 0 ? head % G : G + module - 1;
    return (group * (G + 2) + place) * D + i;
  };
  return {
    qkv: {
      modules: ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
      in: C,
      out: K * (G + 2) * D,
      column: qkvColumn,
      factor: (module) => (module === 0 && !architectureOf(config).headNorms ? 1 / Math.sqrt(D) : 1),
    },
    output: { modules: ["self_attn.o_proj"], in: H * D, out: C, column: (_, row) => row, factor: () => 1 },
    gateUp: {
      modules: ["mlp.gate_proj", "mlp.up_proj"],
      in: C,
      out: 2 * F,
      column: (module, row) => module * F + row,
      factor: () => 1,
    },
    down: { modules: ["mlp.down_proj"], in: F, out: C, column: (_, row) => row, factor: () => 1 },
  };
}
