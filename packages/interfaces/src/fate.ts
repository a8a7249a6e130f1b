/** What became of one conjecture. */
export interface ConjectureFate {
  /** Absent where the completion held none. */
  readonly statement?: string;
  /** `verified`, `not proved`, or what dropped it: a filter by name, `no statement`, `cannot be judged`. */
  readonly fate: string;
  /** In the filter's words. */
  readonly reason?: string;
}
