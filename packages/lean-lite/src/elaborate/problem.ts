/** The text means nothing: a type does not fit, a name is not known. `at` is a token index. */
export class ElaborationProblem extends Error {
  override readonly name = "ElaborationProblem";
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** The text means nothing as it was read here; where Lean decides in another order it may. */
export class UndecidedProblem extends ElaborationProblem {}

/** The text may be good Lean, but speaks of something outside the fragment. */
export class UnsupportedProblem extends Error {
  override readonly name = "UnsupportedProblem";
  readonly construct: string;
  constructor(construct: string, cause?: Error) {
    super(`${construct} is not supported`, cause === undefined ? {} : { cause });
    this.construct = construct;
  }
}
