import { execFile } from "node:child_process";
import { delimiter, isAbsolute, resolve } from "node:path";

/** What `lake env` says that a project's programs run under, or why it says nothing. */
export type LakeEnvironment =
  | { readonly kind: "said"; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: "failed"; readonly reason: string };

/** Loading a project compiles its lakefile, once. */
const lakeTimeoutMs = 60_000;

/**
 * Asks Lake once, outside of any sandbox: Lake between us and the program would have its memory and its death taken for the
 * program's, and may write to the project and build.
 */
export async function lakeEnvironment(
  lake: string,
  project: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LakeEnvironment> {
  return await new Promise((done) => {
    const options = {
      cwd: project,
      env: { ...environment } as NodeJS.ProcessEnv,
      timeout: lakeTimeoutMs,
      maxBuffer: 16 << 20,
    };
    execFile(lake, ["env", "printenv"], options, (error, stdout, stderr) => {
      if (error === null) done({ kind: "said", environment: parseEnvironment(stdout, project) });
      else if (error.killed === true) done({ kind: "failed", reason: `no answer within ${lakeTimeoutMs} ms` });
      else done({ kind: "failed", reason: stderr.trim().split("\n").slice(-3).join("; ") || error.message });
    });
  });
}

const names = /^(PATH|LEAN\w*|LAKE\w*|ELAN\w*|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)=(.*)$/gm;
const isPathList = (name: string): boolean => name.endsWith("PATH");

/** Lake before 4.15 names folders by their way from the project, which is nobody else's working directory. */
export function parseEnvironment(text: string, project: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(names)].map(([, name, value]) => [
      name!,
      isPathList(name!)
        ? value!
            .split(delimiter)
            .map((each) => fromProject(each, project))
            .join(delimiter)
        : value!,
    ]),
  );
}

const fromProject = (path: string, project: string): string =>
  path === "" || isAbsolute(path) ? path : resolve(project, path);
