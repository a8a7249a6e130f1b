import { existsSync, readFileSync } from "node:fs";

const setting = "/sys/kernel/mm/transparent_hugepage/enabled";
const tunable = "glibc.malloc.hugetlb=1";

/** Whether what this process allocates lies in huge pages, and what to do where it does not. */
export interface HugePages {
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

/**
 * Sampling reads all of a model's weights for each token, and in pages of 4 KB finding them costs a fifth to two thirds as much again. Linux gives
 * huge ones to whoever asks (`madvise`), and glibc 2.35 or newer asks where its environment says so when the process starts.
 *
 * @param enabled the kernel's setting, such as `always [madvise] never`; undefined where there is none.
 * @param tunables `GLIBC_TUNABLES`.
 */
export function hugePagesFor(enabled: string | undefined, tunables: string | undefined): HugePages | undefined {
  const mode = /\[(\w+)\]/.exec(enabled ?? "")?.[1];
  if (mode === undefined) return undefined;
  if (mode === "always") return { ok: true, detail: "given to all" };
  if (mode === "never")
    return { ok: false, detail: "turned off in the kernel", remedy: `echo madvise | sudo tee ${setting}` };
  if ((tunables ?? "").split(":").includes(tunable)) return { ok: true, detail: `asked for by ${tunable}` };
  return {
    ok: false,
    detail: "not asked for: sampling from large models takes longer",
    remedy: `export GLIBC_TUNABLES=${tunable}`,
  };
}

/** Of this machine and process; undefined where there is no such thing. */
export const hugePages = (): HugePages | undefined =>
  hugePagesFor(existsSync(setting) ? readFileSync(setting, "utf8") : undefined, process.env["GLIBC_TUNABLES"]);
