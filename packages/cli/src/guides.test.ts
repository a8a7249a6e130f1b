import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { standInRepl } from "@lemma/lean-repl/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCli } from "./run.ts";

const guide = (name: string): string =>
  readFileSync(new URL(`../../../docs/guides/${name}.md`, import.meta.url), "utf8");
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map((match) => match[1]!);

/** Runs a block as a program of this package's; @returns what it printed. */
async function run(name: string, code: string): Promise<readonly string[]> {
  const folder = new URL("../dist/guides/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${name}.ts`, folder);
  writeFileSync(file, `${code}\nexport {};\n`);
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void printed.push(words.join(" ")));
  try {
    await import(/* @vite-ignore */ file.href);
  } finally {
    log.mockRestore();
  }
  return printed;
}

test("adding a verifier: the program runs, and prints what it says", async () => {
  const [program] = blocks(guide("adding-a-verifier"), "ts");
  const wanted = [...program!.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map((match) => match[1]!);
  expect(await run("adding-a-verifier", program!)).toEqual(wanted);
});

describe("real Lean: what the guide says is typed is taken, here by a stand-in for Lean", () => {
  const text = guide("real-lean");
  let project: string;
  const before = { ...process.env };
  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), "lemma-guide-"));
    const theorem = { id: "two", statement: "theorem two : 1 + 1 = 2 := by" };
    writeFileSync(path.join(project, "proofs.jsonl"), `${JSON.stringify({ ...theorem, proof: "rfl" })}\n`);
    writeFileSync(path.join(project, "problems.jsonl"), `${JSON.stringify(theorem)}\n`);
    const words = standInRepl().map((word) => `'${word}'`);
    process.env = { ...before, LEMMA_REPL_COMMAND: words.join(" "), LEMMA_SANDBOX: "off" };
  });
  afterAll(() => {
    process.env = before;
    rmSync(project, { recursive: true });
  });

  const commands = blocks(text, "sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("pnpm lemma "))
    .map((line) => line.replace(/\s+#.*$/, ""));
  test("has commands", () => expect(commands.length).toBeGreaterThan(2));

  test.for(commands)("%s", async (command) => {
    const argv = command
      .split(/\s+/)
      .slice(2)
      .map((word) => (word === "~/proofs" ? project : word.endsWith(".jsonl") ? path.join(project, word) : word));
    let out = "";
    const status = await runCli(argv, {
      out: (said) => void (out += said),
      progress: (said) => void (out += said),
      isInteractive: false,
      hasColor: false,
      signal: new AbortController().signal,
    });
    expect([status, out]).toEqual([0, expect.stringMatching(argv[0] === "doctor" ? /sandbox/ : /proved/)]);
  });

  test("the program runs", async () => {
    const [program] = blocks(text, "js");
    const imported = `import { openLemma } from "@lemma/core";\n${program!.replace("/home/me/proofs", project)}`;
    expect(await run("real-lean", imported)).toEqual([]);
  });
});
