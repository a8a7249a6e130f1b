import { describe, expect, test } from "vitest";
import { splitCommands, splitFile, splitHeader } from "./file.ts";
import { fullName, named, statementHead } from "./statement.ts";

describe("statements", () => {
  test("the name is found behind modifiers, comments and helpers", () => {
    expect(statementHead("theorem foo (x : ℕ) : x = x := by")?.name).toBe("foo");
    expect(statementHead("/-- theorem no -/\n@[simp] private lemma a.b' : True := by")?.name).toBe("a.b'");
    expect(statementHead("def n := 1\ntheorem t : n = 1 := by")?.name).toBe("t");
    expect(statementHead("example : True := by")).toMatchObject({ keyword: "example", name: undefined });
    expect(statementHead("1 + 1 = 2")).toBeUndefined();
    expect(named("example : True := by", "x")).toBe("theorem x : True := by");
  });

  test("namespaces that a header leaves open belong to the name", () => {
    expect(fullName("t", "namespace A\nsection\nnamespace B.C\nend B.C\nend\n")).toBe("A.t");
    expect(fullName("t", "namespace A\nnamespace B\nend A.B\n")).toBe("t");
    expect(fullName("t", "import Mathlib\nnamespace A.B")).toBe("A.B.t");
    expect(fullName("_root_.t", "namespace A")).toBe("t");
  });
});

describe("files", () => {
  test("the header ends where the first declaration begins, `open … in` included", () => {
    const code =
      "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 0\nopen Real\n\nopen Nat in\ntheorem t : True := by";
    const { header, body, customary } = splitFile(code);
    expect(header).toBe("import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 0\nopen Real");
    expect(body).toBe("\n\nopen Nat in\ntheorem t : True := by");
    expect(customary).toBe(true);
    expect(splitFile("open Evil\ntheorem t : True := by").customary).toBe(false);
    expect(splitFile("set_option autoImplicit true\ntheorem t : True := by").customary).toBe(false);
    expect(splitHeader(header)).toEqual({
      imports: "import Mathlib\nimport Aesop",
      rest: "set_option maxHeartbeats 0\nopen Real",
    });
  });

  test("a declaration behind a command in its line is no header", () => {
    expect(splitFile("open Real theorem t : True := by")).toMatchObject({ header: "open Real" });
    expect(splitHeader("module\npublic import Mathlib -- all\nopen Real").imports).toBe(
      "module\npublic import Mathlib",
    );
  });

  test("commands are cut where nothing can run across the cut", () => {
    const body =
      "theorem a : 1 = 1 := rfl\n\n/-- doc -/\ntheorem b : 1 = 1 := rfl\n@[simp]\ntheorem c : 1 = 1 := rfl\nopen Nat in\ntheorem d : 1 = 1 := rfl\ntheorem e : 1 = 1 := rfl\n";
    const pieces = splitCommands(body);
    expect(pieces.join("")).toBe(body);
    expect(pieces.map((piece) => piece.split("\n")[0])).toEqual([
      "theorem a : 1 = 1 := rfl",
      "theorem e : 1 = 1 := rfl",
    ]);
    expect(splitCommands("mutual\ntheorem a : 1 = 1 := rfl\n\ntheorem b : 1 = 1 := rfl\nend\n")).toHaveLength(1);
  });
});
