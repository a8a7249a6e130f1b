import { expect, test } from "vitest";
import { snippetOf, type Snippet } from "./snippet.ts";

const snippet = (header: string, body: string, heartbeats?: number): Snippet | { readonly unsendable: string } =>
  snippetOf({
    header,
    body,
    limits: { wallMs: 1_000, ...(heartbeats === undefined ? {} : { heartbeats }) },
    group: "g",
  });

test("imports stand alone at the start, what they bring is asked for next, and the rest follows", () => {
  expect(snippet("-- why\nimport  Mathlib -- all of it\n\nimport Aesop\nopen Nat", "theorem t : 1 = 1 := rfl", 5))
    .toMatchInlineSnapshot(`
      {
        "bodyLines": 7,
        "headerLines": 6,
        "importLines": 2,
        "probeLines": 2,
        "text": "import Mathlib
      import Aesop
      #check Nat
      #check Real
      open Nat
      set_option maxHeartbeats 5
      theorem t : 1 = 1 := rfl

      ",
      }
    `);
});

test("without an import there is one all the same: environment 0 is the header's", () => {
  expect(snippet("", "theorem t : 1 = 1 := rfl")).toMatchObject({
    text: "import Init\n#check Nat\ntheorem t : 1 = 1 := rfl\n\n",
    importLines: 1,
  });
  expect(snippet("open Nat", "theorem t : 1 = 1 := rfl")).toMatchObject({
    text: "import Init\n#check Nat\nopen Nat\ntheorem t : 1 = 1 := rfl\n\n",
  });
});

test.each([
  ["module\npublic import Init", "`module`"],
  ["public import Mathlib", "`public import Mathlib`"],
  ["import Init Std", "`import Init Std`"],
  // The server would import Mathlib in its place.
  ["import MathlibExtras", "`import MathlibExtras`"],
])("a header that the server would read otherwise is not sent: %j", (header, named) => {
  expect(snippet(header, "theorem t : 1 = 1 := rfl")).toEqual({
    unsendable: `servers of this kind take plain imports alone, not ${named}`,
  });
});

test.each(["\u2028", "\u0085", "\f", "\v", "\u001e", "\r"])(
  "a line end of the server's that is none of Lean's is not sent: %j",
  (character) => {
    const body = `theorem t : 1 = 2 := by\n  skip --${character}axiom bad : 1 = 2`;
    expect(snippet("", body)).toHaveProperty("unsendable", expect.stringMatching(/read U\+[0-9A-F]{4} as the end/));
    expect(snippet("", "theorem t : 1 = 1 := rfl\r\n-- ✓")).toHaveProperty("text");
  },
);
