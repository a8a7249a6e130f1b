import { open } from "node:fs/promises";
import type { FloatPlace } from "./places.ts";

const pieceBytes = 2 ** 22;

/** Whether two stored tensors are the same to the bit, read a piece at a time up to the first difference. */
export async function haveSameBytes(a: FloatPlace, b: FloatPlace): Promise<boolean> {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  await using left = await open(a.file);
  await using right = await open(b.file);
  const pieces = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)] as const;
  for (let done = 0; done < a.byteLength; done += pieceBytes) {
    const length = Math.min(pieceBytes, a.byteLength - done);
    await Promise.all([
      left.read(pieces[0], 0, length, a.offset + done),
      right.read(pieces[1], 0, length, b.offset + done),
    ]);
    if (!pieces[0].subarray(0, length).equals(pieces[1].subarray(0, length))) return false;
  }
  return true;
}
