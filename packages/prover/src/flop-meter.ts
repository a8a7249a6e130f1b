import { type Bindings, type Graph, cost, optimise } from "@lemma/autodiff";

interface Counted {
  /** What is counted: simplified once, since counting would simplify it each time. */
  readonly graph: Graph;
  readonly flops: Map<string, number>;
}

/** Counts floating-point operations from the graphs that ran, when somebody asks: counting walks the graph. */
export class FlopMeter {
  #runs: { readonly graph: Graph; readonly dims: Bindings }[] = [];
  readonly #counted = new WeakMap<Graph, Counted>();
  #flops = 0;

  /** Notes a run of a program with these sizes. */
  ran(program: { readonly graph: Graph }, dims: Bindings): void {
    this.#runs.push({ graph: program.graph, dims });
  }

  get flops(): number {
    for (const { graph, dims } of this.#runs.splice(0)) {
      let counted = this.#counted.get(graph);
      if (counted === undefined) {
        counted = { graph: optimise(graph), flops: new Map() };
        this.#counted.set(graph, counted);
      }
      const key = JSON.stringify(dims);
      let flops = counted.flops.get(key);
      if (flops === undefined) {
        flops = cost(counted.graph, dims).flops;
        counted.flops.set(key, flops);
      }
      this.#flops += flops;
    }
    return this.#flops;
  }
}
