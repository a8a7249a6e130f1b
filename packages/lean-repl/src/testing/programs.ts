import { fileURLToPath } from "node:url";

/** A stand-in's program. From source the built one is run: a worker process needs JavaScript. */
export const program = (name: string): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith(".ts") ? `../../dist/testing/${name}.js` : `./${name}.js`, import.meta.url),
  );
