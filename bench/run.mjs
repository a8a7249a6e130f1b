// `pnpm bench NAME [--json] [...]`: runs bench/NAME.mjs with the rest of the arguments.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const [name, ...rest] = process.argv.slice(2).filter((argument) => argument !== "--");
const script = name === undefined ? undefined : new URL(`./${name}.mjs`, import.meta.url);
if (script === undefined || name === "run" || !existsSync(script)) {
  const names = readdirSync(new URL(".", import.meta.url))
    .filter((file) => file.endsWith(".mjs") && file !== "run.mjs")
    .map((file) => file.slice(0, -4));
  console.error(`usage: pnpm bench NAME [--json], where NAME is one of: ${names.join(", ")}`);
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [script.pathname, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
