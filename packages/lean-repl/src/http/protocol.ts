import type { CommandResponse, ErrorResponse } from "../repl/protocol.ts";

/** Kimina Lean Server 2, `POST /api/check`. */
export interface CheckRequest {
  readonly snippets: readonly { readonly id: string; readonly code: string }[];
  /** Seconds. */
  readonly timeout?: number;
  readonly debug?: boolean;
  readonly reuse?: boolean;
  readonly infotree?: "original" | "synthetic" | null;
}

export interface CheckResponse {
  readonly results: readonly {
    readonly id: string;
    /** Seconds. */
    readonly time?: number;
    readonly error?: string | null;
    readonly response?: (CommandResponse | ErrorResponse) | null;
    readonly diagnostics?: Readonly<Record<string, unknown>> | null;
  }[];
}

/** The older interface, `POST /verify`. */
export interface VerifyRequestBody {
  readonly codes: readonly { readonly custom_id: string; readonly proof: string }[];
  readonly timeout?: number;
  readonly infotree_type?: string | null;
  readonly disable_cache?: boolean;
}

export interface VerifyResponseBody {
  readonly results: readonly {
    readonly custom_id: string;
    readonly error?: string | null;
    readonly response?: (CommandResponse & { readonly time?: number }) | ErrorResponse | null;
  }[];
}
