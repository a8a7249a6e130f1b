import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../toolchain.ts";
import { program } from "./programs.ts";
import type { StandInSettings } from "./stand-in-settings.ts";

/**
 * An ordinary installation: elan in the home where its installer puts it (the real one, where there is one), with stand-ins for a
 * toolchain's programs.
 */
export interface ElanHome {
  /** To be `HOME`. */
  readonly home: string;
  /** To stand first on the path. */
  readonly bin: string;
  readonly toolchain: string;
  /** A Lake project with a REPL build, whose Mathlib is a link to a link. */
  readonly project: string;
  /** A REPL's build outside of the project. */
  readonly repl: string;
}

const toolchain = "leanprover/lean4:v4.27.0";

/** What the stand-ins themselves need to read comes in as libraries do. */
const ownFolders = [fileURLToPath(new URL("../../../..", import.meta.url)), dirname(dirname(process.execPath))];

/**
 * Makes it in an empty folder. The stand-ins need what Lean's programs need: the REPL asks `lean` for the prefix unless it is
 * told, and starts only where every folder of a LEAN_PATH can be seen; the server serves where Lake cannot be found.
 */
export function makeElanHome(folder: string, settings: StandInSettings = {}): ElanHome {
  const elan = findProgram("elan");
  const at = realpathSync(folder);
  const [home, project] = [join(at, "home"), join(at, "proofs")];
  const bin = join(home, ".elan", "bin");
  mkdirSync(bin, { recursive: true });
  if (elan === undefined) script(join(bin, "elan"), ...standInElan);
  else symlinkSync(realpathSync(elan), join(bin, "elan"));
  for (const name of ["lean", "lake"]) symlinkSync("elan", join(bin, name));
  writeFileSync(join(home, ".elan", "settings.toml"), `version = "12"\ndefault_toolchain = "${toolchain}"\n`);
  makeToolchain(join(home, ".elan", "toolchains", "leanprover--lean4---v4.27.0"), settings);
  const repl = join(at, "elsewhere", "my-repl");
  for (const path of [join(project, ".lake", "packages", "repl", ".lake", "build", "bin", "repl"), repl])
    script(
      path,
      'prefix=${LEAN_SYSROOT:-$(lean --print-prefix)} && [ -x "$prefix/bin/lean" ] || exit 1',
      'IFS=:; for p in ${LEAN_PATH:?}; do [ -d "$p" ] || { echo "unknown module prefix: $p" >&2; exit 1; }; done; unset IFS',
      run("stand-in-repl", settings),
    );
  writeFileSync(join(project, "lean-toolchain"), `${toolchain}\n`);
  writeFileSync(join(project, "lakefile.toml"), 'name = "proofs"\n');
  // Shared between projects.
  mkdirSync(join(at, "store", "mathlib-1", ".lake", "build", "lib"), { recursive: true });
  mkdirSync(join(at, "current"));
  symlinkSync("../store/mathlib-1", join(at, "current", "mathlib"));
  symlinkSync(join(at, "current", "mathlib"), join(project, ".lake", "packages", "mathlib"));
  return { home, bin, toolchain, project, repl };
}

/** What elan does under another program's name: runs the folder's toolchain, or would download it, which leaves a mark as elan's does. */
const standInElan = [
  'name=$(basename "$0"); [ "$name" = elan ] && { echo "elan 4.1.2"; exit; }',
  'at=$PWD; while [ ! -f "$at/lean-toolchain" ] && [ "$at" != / ]; do at=$(dirname "$at"); done',
  `chosen=$(cat "$at/lean-toolchain" 2>/dev/null || echo ${toolchain})`,
  "program=$HOME/.elan/toolchains/$(echo \"$chosen\" | sed 's#/#--#; s#:#---#')/bin/$name",
  '[ -x "$program" ] && exec "$program" "$@"',
  'mkdir -p "$HOME/.elan/tmp"; echo "elan: downloading $chosen" >&2; exit 1',
];

function makeToolchain(root: string, settings: StandInSettings): void {
  // As Lake before 4.15 says them: by their way from the project.
  const libraries = ["././.lake/packages/mathlib/.lake/build/lib", ...ownFolders];
  mkdirSync(join(root, "lib", "lean"), { recursive: true });
  script(
    join(root, "bin", "lean"),
    `[ "$1" = --print-prefix ] && { echo '${root}'; exit; }`,
    "[ \"$1\" = --version ] && { echo 'Lean (version 4.27.0, x86_64-unknown-linux-gnu, Release)'; exit; }",
    '[ "$1" = --server ] && [ -n "$LEAN_PATH" ] && [ ! -e "$LAKE" ] || exit 1',
    run("stand-in-lsp", settings),
  );
  script(
    join(root, "bin", "lake"),
    '[ "$1" = --version ] && { echo "Lake version 5.0.0 (Lean version 4.27.0)"; exit; }',
    `export LEAN_SYSROOT='${root}' LEAN_PATH='${libraries.join(":")}' LAKE="$0"`,
    '[ "$1" = env ] && { shift; exec "$@"; }',
    '[ "$1" = exe ] && exec .lake/packages/repl/.lake/build/bin/"$2"',
    "exit 1",
  );
}

function script(path: string, ...lines: readonly string[]): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
}

const run = (name: string, settings: StandInSettings): string =>
  `exec ${[process.execPath, program(name), JSON.stringify(settings)].map((word) => `'${word}'`).join(" ")}`;
