import { writeSync } from "node:fs";

const clock = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the process. */
export const sleep = (ms: number): void => void Atomics.wait(clock, 0, 0, ms);

/** Writes all of it to stdout, however full the pipe is. */
export function say(text: string | Uint8Array): void {
  let bytes: Uint8Array = typeof text === "string" ? Buffer.from(text) : text;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(1);
      sleep(1);
    }
  }
}
