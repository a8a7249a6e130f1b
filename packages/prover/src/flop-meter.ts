import { type Bindings, type Graph, cost, optimise } from "@lemma/autodiff";

interface Counted {
  /** What is counted: simplified once, since counting would simplify it each time. */
  readonly graph: Graph;
  readonly flops: Map<string, number>;
}

/** Of every graph that any meter met: counting simplifies it, once. */
const counted = new WeakMap<Graph, Counted>();

/** Counts floating-point operations from the graphs that ran, when somebody asks: counting walks the graph. */
export class FlopMeter {
  #runs: { readonly graph: Graph; readonly dims: Bindings }[] = [];
  #flops = 0;

  /** Notes a run of a program with these sizes. */
  ran(program: { readonly graph: Graph }, dims: Bindings): void {
    this.#runs.push({ graph: program.graph, dims });
  }

  get flops(): number {
    for (const { graph, dims } of this.#runs.splice(0)) {
      let known = counted.get(graph);
      if (known === undefined) {
        known = { graph: optimise(graph), flops: new Map() };
        counted.set(graph, known);
      }
      const key = JSON.stringify(dims);
      let flops = known.flops.get(key);
      if (flops === undefined) {
        flops = cost(known.graph, dims).flops;
        known.flops.set(key, flops);
      }
      this.#flops += flops;
    }
    return this.#flops;
  }
}
