import { spawnSync } from "node:child_process";

/**
 * The most memory that a program took, in bytes, and what there was before it: what no file backs, in a process of its own.
 *
 * @param program an expression of `prover`, the model of `directory` in place, that is awaited.
 */
export function memoryOf(directory: string, program: string): { readonly peak: number; readonly before: number } {
  const script = `
    import { readFileSync } from "node:fs";
    import { LocalProver } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
    const anonymous = () => 1024 * Number(/RssAnon:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
    const prover = await LocalProver.open(${JSON.stringify(directory)}, { weights: "in-place", threads: 1 });
    let [peak, before] = [0, anonymous()];
    const look = () => { peak = Math.max(peak, anonymous()); };
    const timer = setInterval(look, 5);
    await ${program};
    look();
    clearInterval(timer);
    console.log(JSON.stringify({ peak, before }));
    await prover[Symbol.asyncDispose]();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as { peak: number; before: number };
}
