import { type Tensor, type TensorSpec, type TensorValue, add, hold, matmul, spec } from "@lemma/autodiff";
import type { LoraAdapter } from "@lemma/lora";
import type { LlamaConfig } from "../config.ts";
import { blockPath } from "../model/shapes.ts";
import { type Site, siteLayouts, sites } from "./layout.ts";

/** Low-rank terms by site and layer: `y += x·a·b`, `a: [in, R]`, `b: [R, out]`, scales inside b. */
export type SiteAdapters<T> = Readonly<Record<string, { readonly a: T; readonly b: T }>>;

const key = (site: Site, layer: number): string => `${site}.${layer}`;

/** The sites at which any of these adapters does anything: programs are compiled for just these. */
export function adaptedSites(config: LlamaConfig, adapters: readonly LoraAdapter[]): readonly Site[] {
  const layouts = siteLayouts(config);
  const names = new Set(adapters.flatMap(({ parameters }) => Object.keys(parameters)));
  return sites.filter((site) =>
    layouts[site].modules.some((module) =>
      Array.from({ length: config.layers }, (_, layer) => `${blockPath(layer)}.${module}`).some((path) =>
        names.has(path),
      ),
    ),
  );
}

/** The inputs that a program for these sites takes. */
export function siteAdapterSpecs(config: LlamaConfig, adapted: readonly Site[]): SiteAdapters<TensorSpec> {
  const layouts = siteLayouts(config);
  return Object.fromEntries(
    adapted.flatMap((site) =>
      Array.from({ length: config.layers }, (_, layer) => [
        key(site, layer),
        {
          a: spec("float32", [layouts[site].in, `rank_${site}`]),
          b: spec("float32", [`rank_${site}`, layouts[site].out]),
        },
      ]),
    ),
  );
}

/** A stack of adapters as one low-rank term per site: ranks add up, scales move into b, modules side by side. */
export function fuseAdapters(config: LlamaConfig, adapters: readonly LoraAdapter[]): SiteAdapters<TensorValue> {
  const layouts = siteLayouts(config);
  const fused: Record<string, { a: TensorValue; b: TensorValue }> = {};
  for (const site of adaptedSites(config, adapters)) {
    const { modules, in: width, out, column, factor } = layouts[site];
    const layers = Array.from({ length: config.layers }, (_, layer) =>
      adapters.flatMap((adapter) =>
        modules.flatMap((module, m) => {
          const own = adapter.parameters[`${blockPath(layer)}.${module}`];
          return own === undefined ? [] : [{ ...own, m, scale: adapter.scale * factor(m), rank: own.a.dims[0]! }];
        }),
      ),
    );
    // One program serves all layers' ranks: those with less are padded with zeros.
    const rank = Math.max(...layers.map((terms) => terms.reduce((total, term) => total + term.rank, 0)));
    for (const [layer, terms] of layers.entries()) {
      const a = new Float32Array(width * rank);
      const b = new Float32Array(rank * out);
      let first = 0;
      for (const term of terms) {
        const [left, right] = [term.a.data, term.b.data];
        for (let r = 0; r < term.rank; r += 1) {
          for (let i = 0; i < width; i += 1) a[i * rank + first + r] = Number(left[r * width + i]);
          const rows = term.b.dims[0]!;
          for (let row = 0; row < rows; row += 1)
            b[(first + r) * out + column(term.m, row)] = Number(right[row * term.rank + r]) * term.scale;
        }
        first += term.rank;
      }
      // Held: the sampling thread gets them once, however many chunks it runs.
      fused[key(site, layer)] = {
        a: hold({ dtype: "float32", dims: [width, rank], data: a }),
        b: hold({ dtype: "float32", dims: [rank, out], data: b }),
      };
    }
  }
  return fused;
}

/** y + x·a·b where the site is adapted. */
export function addAdapter(adapters: SiteAdapters<Tensor>, site: Site, layer: number, x: Tensor, y: Tensor): Tensor {
  const own = adapters[key(site, layer)];
  return own === undefined ? y : add(y, matmul(matmul(x, own.a), own.b));
}
