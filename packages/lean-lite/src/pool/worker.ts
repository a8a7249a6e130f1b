// A checker in a thread of its own: one request after the other, one answer each.
import { parentPort } from "node:worker_threads";
import { LeanLite } from "../verifier.ts";
import type { Found, Operation, Request, Response } from "./protocol.ts";

const port = parentPort!;
const lean = new LeanLite();

const handlers: { readonly [O in Operation]: (...given: Request<O>["given"]) => Promise<Found<O>> } = {
  verify: (request, options) => lean.verify(request, options),
  read: (theorem, options) => lean.read(theorem, options),
  refute: (theorem, options) => lean.refute(theorem, options),
  search: (statement, options) => lean.search(statement, options),
};

port.on("message", async ({ operation, given }: Request) => {
  const handle = handlers[operation] as (...given: Request["given"]) => Promise<Found<Operation>>;
  let response: Response;
  try {
    response = { found: await handle(...given) };
  } catch (error) {
    response = { reason: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(response);
});
port.postMessage("ready" satisfies Response);
