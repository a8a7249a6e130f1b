export type { AdapterOptions } from "./adapter-shelf.ts";
export type { ServerOptions } from "./client.ts";
export type { ServerKind } from "./dialects.ts";
export { ServerError } from "./errors.ts";
export type { ServerFault } from "./errors.ts";
export { RemoteProver } from "./remote-prover.ts";
export type { RemoteProverOptions } from "./remote-prover.ts";
