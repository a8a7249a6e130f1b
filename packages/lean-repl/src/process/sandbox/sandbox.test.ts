import { lacks } from "../../../../../tools/lacks.ts";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRepl } from "../../open-repl.ts";
import { standInRepl } from "../../testing/index.ts";
import { viewOf } from "./mounts.ts";
import { sandboxMode } from "./mode.ts";
import { probeSandbox, problemWith, sandboxed, sandboxTools } from "./probe.ts";

const paths = { readOnly: ["/usr"], writable: [], workingDirectory: "/" };
const problems = Object.fromEntries(
  await Promise.all(sandboxTools.map(async (tool) => [tool, await problemWith(tool, paths)] as const)),
);
const probe = await probeSandbox(paths);

test("says why there is no sandbox, or what was proven", () => {
  expect(probe.reason).toMatch(probe.active ? /no network/ : /bubblewrap: .+; unshare: .+/);
});

describe.each(sandboxTools)("in the sandbox of %s", (tool) => {
  if (lacks("what a program sees and may do", tool, problems[tool])) return;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lemma sandbox-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (script: string, writable: readonly string[] = []): string => {
    const [program, ...args] = sandboxed[tool](
      ["/bin/sh", "-c", script],
      { readOnly: [folder], writable, workingDirectory: folder },
      { PATH: process.env["PATH"], SECRET: "1" },
    );
    return execFileSync(program!, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  };
  test("no network, no foreign process, no secret", () => {
    expect(run('echo "secret=$SECRET home=$HOME"')).toBe("secret= home=/tmp");
    expect(run("while read -r name _; do case $name in *:) echo $name;; esac; done < /proc/net/dev")).toBe("lo:");
    expect(Number(run("set -- /proc/[0-9]*; echo $#"))).toBeLessThan(8);
    // Nor in the environment of whoever started it.
    expect(run('for p in /proc/[0-9]*/environ; do grep -l SECRET "$p"; done || :')).toBe("");
    expect(run("cat /etc/passwd /root/.profile 2>/dev/null || echo hidden")).toBe("hidden");
  });

  test("what the caller names of the environment comes in", () => {
    const [program, ...args] = sandboxed[tool](
      ["/bin/sh", "-c", 'echo "$LEAN_NUM_THREADS $HOME secret=$SECRET"'],
      { readOnly: [folder], writable: [], workingDirectory: folder, variables: ["LEAN_NUM_THREADS", "HOME"] },
      { PATH: process.env["PATH"], SECRET: "1", LEAN_NUM_THREADS: "2", HOME: "/mine" },
    );
    expect(execFileSync(program!, args, { encoding: "utf8" }).trim()).toBe("2 /mine secret=");
  });

  test("a REPL has the variables that its caller names", async () => {
    const path = process.env["PATH"];
    if (tool !== "bubblewrap") process.env["PATH"] = withoutBubblewrap(folder);
    try {
      const needsTwo = '[ "$LEAN_NUM_THREADS" = 2 ] && exec "$@"';
      const replCommand = ["/bin/sh", "-c", needsTwo, "repl", ...standInRepl()];
      const options = { replCommand, project: folder, concurrency: 1, audit: "off" } as const;
      await using lean = await openRepl({ ...options, environment: { LEAN_NUM_THREADS: "2" } });
      expect(lean.capabilities.sandbox).toMatch(new RegExp(`^${tool}:`));
    } finally {
      process.env["PATH"] = path;
    }
  });

  test("links are followed to where they end", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "lemma-links-"));
    try {
      mkdirSync(join(elsewhere, "store", "one"), { recursive: true });
      writeFileSync(join(elsewhere, "store", "one", "x"), "found");
      mkdirSync(join(elsewhere, "current"));
      symlinkSync("../store/one", join(elsewhere, "current", "package"));
      symlinkSync(join(elsewhere, "current", "package"), join(folder, "package"));
      const [program, ...args] = sandboxed[tool](
        ["/bin/cat", "package/x"],
        { readOnly: [folder, join(folder, "package")], writable: [], workingDirectory: folder },
        { PATH: process.env["PATH"] },
      );
      expect(execFileSync(program!, args, { encoding: "utf8" })).toBe("found");
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test("nothing can be written but what may be", () => {
    expect(run("(: > x) 2>/dev/null || echo refused")).toBe("refused");
    for (const path of ["/", "/usr", "/proc/sys/kernel"])
      expect(run(`(: > ${path}/lemma-x) 2>/dev/null || echo refused`)).toBe("refused");
    expect(run("mount -o remount,rw /usr 2>/dev/null || echo refused")).toBe("refused");
    expect(run("unshare -Ur mount -o remount,rw,bind /usr 2>/dev/null || echo refused")).toBe("refused");
    const inner = join(folder, "inner");
    mkdirSync(inner);
    expect(run("echo yes > inner/x && cat inner/x; (: > x) 2>/dev/null || echo refused", [inner])).toBe("yes\nrefused");
    expect(run("echo yes > /tmp/x && cat /tmp/x")).toBe("yes");
    expect(run("echo yes > /dev/null && head -c 3 /dev/zero | wc -c")).toBe("3");
  });

  test("what a program wrote, and how it ended, comes out", () => {
    const ended = (script: string): object => {
      try {
        return { stdout: run(script) };
      } catch (error) {
        const { status, stderr } = error as { status: number; stderr: string };
        return { status, stderr };
      }
    };
    expect(ended("echo out; echo err >&2; exit 3")).toMatchObject({ status: 3, stderr: "err\n" });
    expect(ended("echo last >&2; kill -ABRT $$")).toMatchObject({ status: 134, stderr: "last\n" });
    expect(ended("sleep 300 & echo done")).toEqual({ stdout: "done" });
  });

  test("a REPL inside gives verdicts, audits included", async () => {
    const path = process.env["PATH"];
    const reached = tool === "bubblewrap" ? path : withoutBubblewrap(folder);
    process.env["PATH"] = reached;
    try {
      await using lean = await openRepl({
        replCommand: standInRepl({ kernel: "loader" }),
        project: folder,
        concurrency: 1,
        timeoutMs: 30_000,
        memoryMb: 300,
      });
      expect(lean.capabilities.sandbox).toMatch(new RegExp(`^${tool}: no network`));
      const theorem = { id: "t", statement: "theorem t : 1 = 1 := by" };
      const check = async (tactics: string, wallMs = 30_000): Promise<object> =>
        await lean.verify({ theorem, proof: { kind: "tactics", tactics } }, { limits: { wallMs } });
      expect(await check("rfl")).toMatchObject({ status: "proved", evidence: "axioms" });
      expect(await check("rfl --! eat-memory")).toMatchObject({ status: "memory" });
      expect(await check("rfl --! fork-and-hang", 1_000)).toMatchObject({ status: "timeout" });
      expect(await check("rfl --! abort")).toMatchObject({
        status: "crash",
        reason: expect.stringContaining("Stack overflow") as string,
      });
    } finally {
      process.env["PATH"] = path;
    }
  });
});

/** A path on which there are the programs of /usr/bin and node, and no `bwrap`. */
function withoutBubblewrap(folder: string): string {
  const programs = join(folder, "programs");
  if (existsSync(programs)) return programs;
  mkdirSync(programs);
  for (const name of ["unshare", "sh"]) symlinkSync(`/usr/bin/${name}`, join(programs, name));
  return programs;
}

test.skipIf(!probe.active)(
  `what does not start inside runs outside only where the caller said so (needs a sandbox: ${probe.reason})`,
  async () => {
    // Its folder is writable by nobody inside, and it insists.
    const folder = mkdtempSync(join(tmpdir(), "lemma-insist-"));
    const script = join(folder, "repl.sh");
    writeFileSync(script, `#!/bin/sh\n: > ${join(folder, "mark")} || exit 1\nexec "$@"\n`, { mode: 0o755 });
    try {
      const options = {
        replCommand: [script, ...standInRepl()],
        project: tmpdir(),
        concurrency: 1,
        audit: "off" as const,
      };
      await expect(openRepl(options)).rejects.toThrow(/did not start[^]*read-only; [^]*`--sandbox off`/);
      await using lean = await openRepl({ ...options, sandbox: "auto" });
      expect(lean.capabilities.sandbox).toBe("the program does not start inside it");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe("where no sandbox works", () => {
  const path = process.env["PATH"];
  const options = { replCommand: standInRepl(), project: tmpdir(), concurrency: 1, audit: "off" as const };
  beforeAll(() => {
    process.env["PATH"] = "/nowhere";
  });
  afterAll(() => {
    process.env["PATH"] = path;
  });

  test("proofs are not checked, and the error says how they could be", async () => {
    const refused = openRepl(options);
    await expect(refused).rejects.toMatchObject({ code: "infrastructure" });
    await expect(refused).rejects.toThrow(/bubblewrap: not installed; unshare: not installed/);
    await expect(refused).rejects.toThrow(/bubblewrap is not installed: `\w[^`]* bubblewrap`/);
    await expect(refused).rejects.toThrow(/`--sandbox off`, LEMMA_SANDBOX=off, or the option sandbox: "off"/);
  });

  test.each(["off", "auto"] as const)("they are where the caller named that: %s", async (sandbox) => {
    await using lean = await openRepl({ ...options, sandbox });
    expect(lean.capabilities.sandbox).toMatch(sandbox === "off" ? /^switched off/ : /not installed/);
  });
});

test("the mode is the caller's, else the environment's, and a misspelt one is refused", () => {
  const before = process.env["LEMMA_SANDBOX"];
  try {
    delete process.env["LEMMA_SANDBOX"];
    expect([sandboxMode(undefined), sandboxMode("off")]).toEqual(["required", "off"]);
    process.env["LEMMA_SANDBOX"] = "off";
    expect([sandboxMode(undefined), sandboxMode("required")]).toEqual(["off", "required"]);
    process.env["LEMMA_SANDBOX"] = "of";
    expect(() => sandboxMode(undefined)).toThrow('must be required, auto, off, received "of"');
  } finally {
    if (before === undefined) delete process.env["LEMMA_SANDBOX"];
    else process.env["LEMMA_SANDBOX"] = before;
  }
});

test("a path is shown once, as its outermost folder, and writable wins", () => {
  const folder = mkdtempSync(join(tmpdir(), "lemma-mounts-"));
  try {
    for (const name of ["a", "a/b", "a/b/c"]) mkdirSync(join(folder, name));
    const { mounts } = viewOf({
      readOnly: ["a", "a/b/", "a/b/c"].map((name) => join(folder, name)),
      writable: [join(folder, "a/b"), join(folder, "absent")],
      workingDirectory: folder,
    });
    expect(mounts.filter(({ path }) => path.startsWith(folder))).toEqual([
      { path: join(folder, "a"), isWritable: false },
      { path: join(folder, "a/b"), isWritable: true },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
