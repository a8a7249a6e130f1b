/** How a stand-in process behaves apart from what requests ask of it. All optional. */
export interface StandInSettings {
  /** What it says of its Lean version. Default 4.27.0. */
  readonly version?: string;
  /** Modules that can be imported, `Lean.*` for all below. Default Init, Mathlib, Aesop, Lean, Std and all below. */
  readonly modules?: readonly string[];
  /** A folder of recorded sessions to answer from. */
  readonly recordings?: string;
  /** A recorded session's file, to be answered request by request, byte for byte, as long as the requests are the same. */
  readonly script?: string;
  /** Fully printed types by statement, as `: type`, where the simulation's own printing would not do. */
  readonly types?: Readonly<Record<string, string>>;
  /** Milliseconds that a new environment takes. */
  readonly importMs?: number;
  /** Milliseconds that each theorem in a request takes. */
  readonly commandMs?: number;
  /** Milliseconds before it reads its first request. */
  readonly startMs?: number;
  readonly failToStart?: boolean;
  /** Of its processes that share a `stateDirectory`, each of this number does not start. */
  readonly failedStart?: number;
  /**
   * Who refuses constants that came in unchecked, from a saved environment: the `loader`, as until v4.29, a `program` that the
   * client sends, as must be from v4.30 on, or `none`, the default: this is no Lean, and checks nothing of its own.
   */
  readonly kernel?: "loader" | "program" | "none";
  /** What it says on stderr, and ends with 1, when it is to load an environment with this word in it. */
  readonly loadDeath?: { readonly word: string; readonly stderr: string; readonly once?: boolean };
  /** It ends, the first time that a request holds this. */
  readonly dieOnceAt?: string;
  /** A folder where `once:` faults leave a mark. */
  readonly stateDirectory?: string;
}
