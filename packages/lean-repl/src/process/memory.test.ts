import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChild } from "../../../../tools/children.ts";
import { openRepl } from "../open-repl.ts";
import { privateBytes } from "./tree.ts";

const megabyte = 2 ** 20;
const hasPython = spawnSync("python3", ["-c", "import mmap"]).status === 0;

/** A REPL of one process that maps and reads its library when it imports, as Lean does with Mathlib's files. */
const mappingRepl = `
import json, mmap, re, sys, time
library, hoard, worlds = None, [], 0
text = ""
for line in sys.stdin:
    if line.strip():
        text += line
        continue
    request = json.loads(text)
    text = ""
    cmd = request.get("cmd", "")
    if "import" in cmd and library is None:
        file = open(sys.argv[1], "rb")
        library = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ, flags=mmap.MAP_PRIVATE)
        sum(library[at] for at in range(0, len(library), mmap.PAGESIZE))
    if "theorem" in cmd:
        time.sleep(0.4)
    if "hoard" in cmd:
        hoard.append(b"x" * (700 << 20))
        time.sleep(30)
    answers = []
    def say(data):
        answers.append({"severity": "info", "pos": {"line": 1, "column": 0}, "endPos": None, "data": data})
    for each in cmd.split("\\n"):
        if each.startswith("#print axioms"): say("'t' does not depend on any axioms")
        elif each.startswith("#print"): say(each[8:-1])
        elif each.startswith("#check @"): say("t : 1 = 1")
        elif each.startswith("#eval"): say('"4.27.0"')
    print(json.dumps({"messages": answers, "env": worlds} if answers else {"env": worlds}) + "\\n", flush=True)
    worlds += 1
`;

describe("a worker that maps a library of 900 MB", () => {
  let folder: string;
  let library: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lemma-mapped-"));
    library = join(folder, "library");
    const file = openSync(library, "w");
    ftruncateSync(file, 900 * megabyte);
    closeSync(file);
    writeFileSync(join(folder, "repl.py"), mappingRepl);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(!hasPython)("accounts for its own pages only (needs python3)", async () => {
    const child = startChild("python3", [join(folder, "repl.py"), library], { stdio: ["pipe", "pipe", "ignore"] });
    try {
      child.stdin.write('{"cmd": "import Mathlib"}\n\n');
      await new Promise((resolve) => child.stdout.once("data", resolve));
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      expect(Number(/VmRSS:\s*(\d+)/.exec(status)![1]) / 1024).toBeGreaterThan(900);
      expect(privateBytes(child.pid!) / megabyte).toBeLessThan(100);
    } finally {
      child.kill("SIGKILL");
    }
  });

  test.skipIf(!hasPython)(
    "imports once under a limit of 600 MB, which still holds for its own (needs python3)",
    async () => {
      await using lean = await openRepl({
        replCommand: ["python3", join(folder, "repl.py"), library],
        project: folder,
        concurrency: 1,
        memoryMb: 600,
        memoryMethod: "polling",
        audit: "off",
        sandbox: "off",
        cacheEntries: 0,
      });
      const theorem = { id: "t", statement: "theorem t : 1 = 1 := by", header: "import Mathlib" };
      const check = async (tactics: string): Promise<unknown> =>
        await lean.verify({ theorem, proof: { kind: "tactics", tactics } });
      for (let i = 0; i < 6; i += 1) expect(await check("rfl")).toMatchObject({ status: "proved" });
      expect(lean.metrics).toMatchObject({ headerImports: 1, processesRecycled: 0 });
      expect(await check("rfl -- hoard")).toMatchObject({
        status: "memory",
        // One worker's own limit and that of all together are the same here: whichever look comes first tells of it.
        limit: expect.stringContaining(`memory ${600 * megabyte} bytes (polling)`),
      });
    },
  );
});
