#!/usr/bin/env node
import { runCli } from "./run.ts";

const controller = new AbortController();

// The first signal asks the work to stop where it can resume. The next one ends the process as the signal by itself would: `exit`
// would take the native library down in the middle of a run, which aborts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    controller.abort(new Error(signal === "SIGINT" ? "interrupted" : `ended by ${signal}`));
    process.exitCode = 128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal];
    if (signal === "SIGINT")
      process.stderr.write("lemma: stopping where the work can go on later; Ctrl-C again ends at once\n");
    process.once(signal, () => {
      process.emit("exit", 128);
      process.kill(process.pid, signal);
    });
  });

// A reader that closes the pipe (`| head`) has seen enough: the work stops, and nothing more is said.
let isPiped = true;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  isPiped = false;
  controller.abort(new Error("the output was closed"));
});

const status = await runCli(process.argv.slice(2), {
  out: (text) => void (isPiped && process.stdout.write(text)),
  progress: (text) => void (isPiped && process.stderr.write(text)),
  isInteractive: process.stderr.isTTY,
  hasColor: process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
  signal: controller.signal,
});
process.exitCode ??= isPiped ? status : 0;
