import type { DType, TypedArray } from "../dtype.ts";

/** What passes between the caller's thread and a session's. */
export interface SessionSettings {
  readonly name: string;
  readonly executionProviders: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly threads: number;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Feed {
  readonly type: DType;
  readonly dims: readonly number[];
  /** A number names a value that was sent before and held. */
  readonly data: TypedArray | number;
  /** Keep it under this number for later runs. */
  readonly hold?: number | undefined;
  /** Goes back with the answer. */
  readonly isLent?: boolean;
}

export type Request =
  | { readonly kind: "open"; readonly session: number; readonly bytes: Uint8Array; readonly settings: SessionSettings }
  | { readonly kind: "run"; readonly call: number; readonly session: number; readonly feeds: readonly Feed[] }
  | { readonly kind: "profile"; readonly call: number; readonly session: number }
  | { readonly kind: "close"; readonly call: number; readonly session: number }
  | { readonly kind: "release"; readonly held: readonly number[] };

export interface Output {
  readonly type: DType;
  readonly dims: readonly number[];
  readonly data: TypedArray;
}

export type Response =
  | {
      readonly call: number;
      readonly outputs: readonly Output[];
      readonly spare: readonly ArrayBuffer[];
      readonly lent: readonly TypedArray[];
      readonly runMs: number;
    }
  | {
      readonly call: number;
      readonly error: string;
      readonly stage: "open" | "run";
      readonly lent: readonly TypedArray[];
    };

/** Below this, cloning a feed is cheaper than copying and transferring it. */
export const SMALL_BYTES = 16_384;
