import { once } from "node:events";
import { type LemmaProver, type VerifierChoice, openVerifier } from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { probeLean } from "@lemma/lean-repl";
import { listen, serveStdio, type Workshop } from "@lemma/mcp";
import type { Command } from "../command.ts";
import { type Arguments, commonFlags } from "../flags.ts";
import { openFromFlags, verifierChoice } from "../opening.ts";

const { json: _json, seed: _seed, ...openingFlags } = commonFlags;

export const mcpCommand: Command = {
  usage: "[--http --port N --token T] [flags]",
  flags: {
    http: { summary: "streamable HTTP instead of the standard streams" },
    port: { value: "N", summary: "where to listen with --http (8765); 0 takes any", least: 0 },
    host: { value: "H", summary: "the address to listen on (127.0.0.1)" },
    token: { value: "T", summary: "the bearer token that every request needs; LEMMA_MCP_TOKEN does as well" },
    ...openingFlags,
    verifier: { value: "V", summary: "lite, repl, lsp or http; real Lean where a project with it is found, else lite" },
  },
  ignored: { json: commonFlags.json },
  examples: [
    "lemma mcp",
    "lemma mcp --verifier repl --project ~/proofs",
    "LEMMA_MCP_TOKEN=… lemma mcp --http --port 8765",
  ],
  async run(given, terminal) {
    const token = given.text("token") ?? process.env["LEMMA_MCP_TOKEN"];
    if (given.has("http") && (token === undefined || token === ""))
      throw new InputError(
        "--http: give a --token T, or LEMMA_MCP_TOKEN: whoever reaches the port could use the machine",
      );
    await using workshop = new OpenedOnce(given, await openVerifier(await verifierFor(given)));
    terminal.progress(`lemma mcp: verifier ${workshop.verifier.name}\n`);
    if (!given.has("http")) {
      await serveStdio(workshop, terminal.signal);
      return 0;
    }
    const port = given.integer("port") ?? 8765;
    await using server = await listen(workshop, { token: token!, port, host: given.text("host") ?? "127.0.0.1" });
    terminal.progress(`lemma mcp: listening at ${server.url}\n`);
    if (!terminal.signal.aborted) await once(terminal.signal, "abort");
    return 0;
  },
};

/** What the flags say; else real Lean in a project with Mathlib that is found here or just below, else the embedded checker. */
async function verifierFor(given: Arguments): Promise<VerifierChoice> {
  if (given.text("verifier") !== undefined) return verifierChoice(given);
  const { available, projects } = await probeLean();
  const project = projects.find(({ hasMathlib }) => hasMathlib);
  return available.repl && project !== undefined ? { kind: "repl", project: project.path } : { kind: "lite" };
}

/** The model, opened when a tool first needs it, and closed with the server. */
class OpenedOnce implements Workshop, AsyncDisposable {
  readonly verifier: Workshop["verifier"];
  readonly #given: Arguments;
  #lemma: Promise<LemmaProver> | undefined;

  constructor(given: Arguments, verifier: Workshop["verifier"]) {
    this.#given = given;
    this.verifier = verifier;
  }

  async prover(): Promise<LemmaProver> {
    this.#lemma ??= openFromFlags(this.#given, {}, this.verifier);
    // What failed to open may open later, when its folder is there.
    this.#lemma.catch(() => (this.#lemma = undefined));
    return this.#lemma;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const lemma = await this.#lemma?.catch(() => undefined);
    // What was opened over the verifier closes it, too.
    await (lemma ?? this.verifier)[Symbol.asyncDispose]();
  }
}
