import { type Bindings, type Graph, cost } from "@lemma/autodiff";

/** Counts floating-point operations from the graphs that ran, when somebody asks: counting walks the graph. */
export class FlopMeter {
  #runs: { readonly graph: Graph; readonly dims: Bindings }[] = [];
  readonly #known = new WeakMap<Graph, Map<string, number>>();
  #flops = 0;

  /** Notes a run of a program with these sizes. */
  ran(program: { readonly graph: Graph }, dims: Bindings): void {
    this.#runs.push({ graph: program.graph, dims });
  }

  get flops(): number {
    for (const { graph, dims } of this.#runs.splice(0)) {
      let known = this.#known.get(graph);
      if (known === undefined) this.#known.set(graph, (known = new Map()));
      const key = JSON.stringify(dims);
      let flops = known.get(key);
      if (flops === undefined) known.set(key, (flops = cost(graph, dims).flops));
      this.#flops += flops;
    }
    return this.#flops;
  }
}
