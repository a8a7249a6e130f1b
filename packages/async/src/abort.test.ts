import { AbortedError } from "@lemma/interfaces";
import { expect, test, vi } from "vitest";
import { onAbort, untilAbort } from "./index.ts";

test("a signal is heard once, and not by who stopped listening", () => {
  const stop = new AbortController();
  const [hears, left] = [vi.fn<() => void>(), vi.fn<() => void>()];
  onAbort(stop.signal, hears);
  onAbort(stop.signal, left)();
  onAbort(undefined, hears)();
  stop.abort();
  expect([hears.mock.calls.length, left.mock.calls.length]).toEqual([1, 0]);
});

test("work is waited for until the signal fires", async () => {
  const stop = new AbortController();
  expect(await untilAbort(Promise.resolve(3), "add", stop.signal)).toBe(3);
  const endless = untilAbort(new Promise(() => {}), "add", stop.signal);
  stop.abort("enough");
  await expect(endless).rejects.toThrow(AbortedError);
  await expect(endless).rejects.toMatchObject({ message: "add: aborted by its signal", cause: "enough" });
});
