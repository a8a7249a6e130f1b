import { type Adapting, type LemmaEvent, Random } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { LemmaProver, tinySettings } from "@lemma/loop";
import { expect, test } from "vitest";
import { RemoteProver } from "./index.ts";
import { type Fault, faultServer } from "./testing/fault-server.ts";

const faults: readonly (Fault | "none")[] = [
  ...(["500", "503", "429", "404", "reset", "cut", "broken json", "no choices", "two choices"] as const),
  ...(["null logprob", "aborted", "redirect", "none", "none", "none"] as const),
];
const noTrainer: Adapting = {
  adapt: () => Promise.reject(new Error("nothing is trained here")),
  fits: () => true,
};

test("of a server that fails at random every theorem ends in its result or in a named failure, and none is lost", async () => {
  const random = new Random(11);
  const drawn = Array.from({ length: 400 }, () => random.choice(faults));
  drawn[5] = "slow";
  await using server = await faultServer({ faults: drawn, slowMs: 8_000 });
  await using prover = await RemoteProver.open({
    url: server.url,
    format: "tiny",
    retries: 1,
    backoffMs: 1,
    timeoutMs: 3_000,
  });
  const parts = { prover, trainer: noTrainer, verifier: new LeanLite() };
  const settings = { ...tinySettings, adapt: false, attempts: 2, replay: { nearest: 0, checks: 0 } };
  const lemma = new LemmaProver(parts, settings);
  const ends: Extract<LemmaEvent, { type: "finished" }>[] = [];
  for (let i = 0; i < 60; i += 1) {
    const theorem = { id: `t${i}`, statement: `theorem t${i} : ${i} + 1 = ${i + 1} := by` };
    for await (const event of lemma.prove(theorem, { seed: 1 })) if (event.type === "finished") ends.push(event);
  }
  expect(ends.map(({ id }) => id)).toEqual(Array.from({ length: 60 }, (_, i) => `t${i}`));
  const statuses = new Set(ends.map(({ status }) => status));
  expect(statuses).toEqual(new Set(["failed", "infrastructure"]));
  const reasons = ends.flatMap(({ status, message = "none" }) => (status === "infrastructure" ? [message] : []));
  const named = /^POST http:\/\/127\.0\.0\.1:\d+\/v1\/completions: ./;
  expect(reasons.filter((reason) => !named.test(reason))).toEqual([]);
});
