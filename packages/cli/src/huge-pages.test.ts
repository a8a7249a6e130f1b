import { expect, test } from "vitest";
import { hugePagesFor } from "./huge-pages.ts";

test.for([
  ["always [madvise] never", undefined, false],
  ["always [madvise] never", "glibc.malloc.hugetlb=1", true],
  ["always [madvise] never", "glibc.malloc.check=3:glibc.malloc.hugetlb=1", true],
  ["always [madvise] never", "glibc.malloc.hugetlb=16", false],
  ["[always] madvise never", undefined, true],
  ["always madvise [never]", "glibc.malloc.hugetlb=1", false],
] as const)("%s and %s: %s", ([enabled, tunables, ok]) => {
  expect(hugePagesFor(enabled, tunables)?.ok).toBe(ok);
});

test("What is missing is named with what to do about it; where the kernel has no setting nothing is said", () => {
  expect(hugePagesFor("always [madvise] never", "")).toEqual({
    ok: false,
    detail: "not asked for: sampling from large models takes longer",
    remedy: "export GLIBC_TUNABLES=glibc.malloc.hugetlb=1",
  });
  expect(hugePagesFor("always madvise [never]", undefined)?.remedy).toMatch(/^echo madvise/);
  expect(hugePagesFor(undefined, "glibc.malloc.hugetlb=1")).toBeUndefined();
});
