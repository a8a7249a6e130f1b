import { expect, test } from "vitest";
import { readProbe } from "./probe.ts";

test.for([
  ['"4.27.0"', "4.27.0"],
  ['"4.9.0-rc1"', "4.9.0-rc1"],
  ['"4.27.0, commit 1d547d34e2983e7ea118be5f67ae04b7418510c6"', "4.27.0"],
  ["unknown identifier", undefined],
])("the version in %s", ([text, version]) => {
  expect(readProbe([text!, "word"], "word")).toEqual({ kind: "usable", leanVersion: version, answersQuestions: true });
});
