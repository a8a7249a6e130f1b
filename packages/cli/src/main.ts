#!/usr/bin/env node
import { runCli } from "./run.ts";

const controller = new AbortController();
// The first Ctrl-C asks the work to stop where it can resume; a second one ends the process.
process.once("SIGINT", () => {
  controller.abort(new Error("interrupted"));
  process.once("SIGINT", () => process.exit(130));
});
// A reader that closes the pipe (`| head`) has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  progress: (text) => void process.stderr.write(text),
  isInteractive: process.stdout.isTTY && process.stderr.isTTY && process.env["NO_COLOR"] === undefined,
  signal: controller.signal,
});
