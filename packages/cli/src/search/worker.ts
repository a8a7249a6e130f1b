import { parentPort } from "node:worker_threads";
import { searchProof } from "@lemma/lean-lite";
import type { SearchRequest, SearchResponse } from "./protocol.ts";

const port = parentPort!;
port.on("message", ({ call, statement, steps }: SearchRequest) => {
  const response: SearchResponse = { call, proof: searchProof(statement, { steps })?.proof ?? null };
  port.postMessage(response);
});
