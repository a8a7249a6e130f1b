import {
  type Completion,
  type ConjectureOptions,
  type Proposal,
  type Prover,
  Random,
  type Theorem,
} from "@lemma/interfaces";

/** `Conjecturer.conjecture` for a prover that can be asked by its own format. */
export async function drawConjectures(
  prover: Pick<Prover, "format" | "generate">,
  target: Theorem,
  count: number,
  { redraws = 0, accepts = () => true, ...options }: ConjectureOptions,
): Promise<readonly Proposal[]> {
  const { format } = prover;
  const sampling = { ...options.sampling, stop: options.sampling.stop ?? format.stop.conjecture };
  const draw = async (wanted: number, seed: number): Promise<readonly Proposal[]> => {
    const drawn = await prover.generate([format.conjecture(target)], wanted, { ...options, sampling, seed });
    return (drawn[0] ?? []).map((completion: Completion) => ({
      // What was cut off is no statement, however it looks.
      statement: completion.finishReason === "stop" ? format.extractStatement(completion.text) : undefined,
      completion,
    }));
  };
  const drawn = await draw(count, options.seed);
  if (redraws === 0) return drawn;
  const random = new Random(options.seed);
  const accepted: Proposal[] = [];
  const refused: Proposal[] = [];
  for (let round = 0, fresh = drawn; ; round += 1) {
    for (const proposal of fresh) {
      const { statement } = proposal;
      (statement !== undefined && accepts(statement) ? accepted : refused).push(proposal);
    }
    if (round === redraws || accepted.length >= count) return [...accepted, ...refused].slice(0, count);
    fresh = await draw(count - accepted.length, random.fork("redraw", round).uint32());
  }
}
