import path from "node:path";
import { profileOf } from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { LocalProver, loadChatTemplate } from "@lemma/prover";
import { startServer } from "@lemma/server";
import { type Command, printJson } from "../command.ts";
import { jsonFlag } from "../flags.ts";
import { defined } from "../opening.ts";

export const serveCommand: Command = {
  usage: "--token T [flags]",
  flags: {
    model: { value: "DIR", summary: "a Hugging Face folder; the embedded tiny prover when absent" },
    name: { value: "NAME", summary: "what clients call it (the folder's name)" },
    token: { value: "T", summary: "asked of every request, as a bearer token (LEMMA_SERVE_TOKEN)" },
    port: { value: "N", summary: "where to listen (8000); 0 is any free one", least: 0 },
    host: { value: "H", summary: "the address to listen at (127.0.0.1: this machine alone)" },
    adapters: { value: "DIR", summary: "the folder that adapters may be loaded from; none without it" },
    "max-adapters": { value: "N", summary: "adapters held at once (64)" },
    "execution-provider": { value: "cpu|cuda|webgpu", summary: "where tensors are computed (cpu)" },
    ...jsonFlag,
  },
  examples: [
    "lemma serve --token secret --adapters adapters",
    "lemma prove problems.jsonl --prover-url http://127.0.0.1:8000 --prover-token secret --prover-adapters adapters",
  ],
  async run(given, terminal) {
    const token = given.text("token") ?? process.env["LEMMA_SERVE_TOKEN"];
    if (token === undefined || token === "") throw new InputError("--token: needed, or LEMMA_SERVE_TOKEN");
    const { model } = profileOf(given.text("model"));
    const name = given.text("name") ?? path.basename(path.resolve(model));
    await using prover = await LocalProver.open(model, {
      format: "tiny",
      executionProviders: [given.choice("execution-provider", ["cpu", "cuda", "webgpu"]) ?? "cpu"],
    });
    await using server = await startServer({
      prover,
      name,
      token,
      template: await loadChatTemplate(model),
      ...defined({
        port: given.integer("port"),
        host: given.text("host"),
        adapters: given.text("adapters"),
        maxAdapters: given.integer("max-adapters"),
      }),
    });
    if (given.has("json")) printJson(terminal, { url: server.url, name });
    else terminal.out(`${server.url}\n`);
    await new Promise<void>((resolve) => {
      if (terminal.signal.aborted) resolve();
      else terminal.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    return 0;
  },
};
