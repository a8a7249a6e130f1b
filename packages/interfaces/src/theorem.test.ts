import { expect, test } from "vitest";
import { InputError, assemble } from "./index.ts";

test("assemble indents a block that starts at the margin and leaves an indented one alone", () => {
  const theorem = { id: "t", statement: "theorem t : 1 + 1 = 2 := by" };
  expect(assemble(theorem, "norm_num")).toBe("theorem t : 1 + 1 = 2 := by\n  norm_num\n");
  expect(assemble(theorem, "\n  have h := 1\n  simp\n")).toBe("theorem t : 1 + 1 = 2 := by\n  have h := 1\n  simp\n");
  expect(assemble(theorem, "constructor\n· simp\n  done\n\n· rfl")).toBe(
    "theorem t : 1 + 1 = 2 := by\n  constructor\n  · simp\n    done\n\n  · rfl\n",
  );
});

test("an input error names file, line and field, and leaves out what it does not know", () => {
  expect(new InputError("expected a string", { file: "a.jsonl", line: 3, field: "statement" }).message).toBe(
    'a.jsonl:3: field "statement": expected a string',
  );
  expect(new InputError("no such file", { file: "a.jsonl" }).message).toBe("a.jsonl: no such file");
  expect(new InputError("unknown flag").message).toBe("unknown flag");
});
