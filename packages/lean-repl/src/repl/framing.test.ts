import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameSplitter, FrameTooLong } from "./framing.ts";

const split = (bytes: Buffer, sizes: readonly number[]): string[] => {
  const splitter = new FrameSplitter(1 << 20);
  const frames: string[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = sizes.length === 0 ? bytes.length : sizes[i % sizes.length]!;
    frames.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return frames;
};

describe("FrameSplitter", () => {
  test("gives the same frames however the bytes are cut, characters included", () => {
    const line = fc.string({ unit: "binary" }).map((text) => `x${text.replaceAll("\n", "⊢")}`);
    const frame = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
        (frames, sizes) => {
          const clean = frames.map((text) => Buffer.from(text, "utf8").toString("utf8"));
          const bytes = Buffer.from(clean.map((text) => `${text}\n\n`).join(""), "utf8");
          expect(split(bytes, sizes).map((text) => text.replace(/\n$/, ""))).toEqual(clean);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  test("an answer of several megabytes in one line is one frame", () => {
    const splitter = new FrameSplitter(64 << 20);
    const long = "⊢".repeat(1_000_000);
    expect(splitter.push(Buffer.from(`{"goal":"${long}"}`))).toEqual([]);
    expect(splitter.push(Buffer.from("\n\n"))[0]).toContain(long);
    expect(splitter.pendingBytes).toBe(0);
  });

  test("refuses a frame over the limit instead of buffering for ever", () => {
    const splitter = new FrameSplitter(1000);
    expect(() => {
      for (;;) splitter.push(Buffer.alloc(100, 0x41));
    }).toThrow(FrameTooLong);
  });
});
