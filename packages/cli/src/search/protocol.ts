/** What the search threads are asked and answer. */
export interface SearchRequest {
  readonly call: number;
  readonly statement: string;
  readonly steps: number;
}

export interface SearchResponse {
  readonly call: number;
  /** A tactic block; null when none was found. */
  readonly proof: string | null;
}
