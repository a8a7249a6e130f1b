import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, throwIfAborted } from "@lemma/interfaces";
import type { ColdStartOptions } from "./options.ts";
import { type Plan, taskAt } from "./plan.ts";
import type { Candidate } from "./screen.ts";
import type { ColdStartSettings } from "./settings.ts";
import type { Spool } from "./spool.ts";

/** Appends the tasks from `done` on. What is on disk is always a beginning of the whole file, perhaps with a torn last line. */
export async function writeTasks(
  file: string,
  plan: Plan,
  spool: Spool<Candidate>,
  settings: ColdStartSettings,
  done: number,
  { signal, onProgress }: ColdStartOptions,
): Promise<void> {
  const output = await open(file, "a");
  try {
    let pending = "";
    for (let position = done; position < plan.order.length; position += 1) {
      throwIfAborted("cold start", signal);
      const task = await taskAt(plan, position, spool, settings);
      pending += `${JSON.stringify(task)}\n`;
      if (pending.length < 1 << 16 && position + 1 < plan.order.length) continue;
      await output.appendFile(pending);
      pending = "";
      onProgress?.("writing", position + 1);
    }
    await output.datasync();
  } finally {
    await output.close();
  }
}

/**
 * How many whole lines an interrupted run wrote; a line torn by a kill is cut off. Notes whose run this is.
 *
 * @throws {InputError} when the interrupted run was another one.
 */
export async function completedLines(work: string, fingerprint: string): Promise<number> {
  const noteFile = join(work, "fingerprint");
  const note = await readFile(noteFile, "utf8").catch(() => undefined);
  if (note !== undefined && note !== fingerprint)
    throw new InputError(
      "the corpus or the settings are not those of the interrupted run; start over without resuming",
      {
        file: work,
      },
    );
  const file = join(work, "tasks.jsonl");
  if (note === undefined) {
    await rm(file, { force: true });
    // Written under another name first: a torn note would refuse every later attempt.
    await writeFile(`${noteFile}.new`, fingerprint);
    await rename(`${noteFile}.new`, noteFile);
    return 0;
  }
  if ((await stat(file).catch(() => undefined)) === undefined) return 0;
  await using handle = await openDisposable(file);
  const bytes = Buffer.alloc(1 << 16);
  let lines = 0;
  let end = 0;
  for (let at = 0; ;) {
    const { bytesRead } = await handle.file.read(bytes, 0, bytes.length, at);
    if (bytesRead === 0) break;
    for (let i = bytes.indexOf(10); i !== -1 && i < bytesRead; i = bytes.indexOf(10, i + 1)) {
      lines += 1;
      end = at + i + 1;
    }
    at += bytesRead;
  }
  await handle.file.truncate(end);
  return lines;
}

async function openDisposable(path: string) {
  const file = await open(path, "r+");
  return { file, [Symbol.asyncDispose]: () => file.close() };
}
