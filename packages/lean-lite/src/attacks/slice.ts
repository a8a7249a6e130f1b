/**
 * The part of a soak that this process does: all of it, or slice i of n where `LEMMA_SOAK_SLICE` is `i/n` (i from 1), so that a
 * soak can be spread over processes and hours. Slices draw from seeds of their own.
 */
const [index = 1, slices = 1] = (process.env["LEMMA_SOAK_SLICE"] ?? "1/1").split("/").map(Number);

export const share = (total: number): number => Math.ceil(total / slices);
export const seedOf = (seed: number): number => seed + 1_000 * (index - 1);
