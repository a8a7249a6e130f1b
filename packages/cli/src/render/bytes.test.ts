import { expect, test } from "vitest";
import { sized } from "./bytes.ts";

test.for<[number, string]>([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [10_276_044, "9.8 MiB"],
  [2 ** 20 - 1, "1024.0 KiB"],
  [13.8e9, "12.9 GiB"],
])("%i bytes are %s", ([bytes, said]) => {
  expect(sized(bytes)).toBe(said);
});
