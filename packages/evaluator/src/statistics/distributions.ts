/** ln n!, exact to double precision by summation; n up to a few thousand is what counts of problems need. */
const logFactorials: number[] = [0];
export function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i += 1) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

/** P(X ≤ x) for X ~ Binomial(n, 1/2). */
export function binomialHalfTail(x: number, n: number): number {
  let sum = 0;
  for (let i = 0; i <= x; i += 1)
    sum += Math.exp(logFactorial(n) - logFactorial(i) - logFactorial(n - i) - n * Math.LN2);
  return Math.min(1, sum);
}

/** Φ(z), the standard normal distribution function, to about 1e-15. */
export function normalDistribution(z: number): number {
  if (z === 0) return 0.5;
  const x = Math.abs(z);
  if (x > 38) return z < 0 ? 0 : 1;
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 5) {
    // Φ(x) = ½ + φ(x) Σ x^(2i+1) / (1·3·5…(2i+1)): every term is positive, so nothing cancels.
    let term = x;
    let sum = x;
    for (let i = 1; term > sum * 1e-17; i += 1) sum += term *= (x * x) / (2 * i + 1);
    return z < 0 ? 0.5 - density * sum : 0.5 + density * sum;
  }
  // The tail as a continued fraction: φ(x) / (x + 1/(x + 2/(x + 3/…))).
  let fraction = x;
  for (let i = 60; i >= 1; i -= 1) fraction = x + i / fraction;
  const tail = density / fraction;
  return z < 0 ? tail : 1 - tail;
}

/** Φ⁻¹(p), by bisection: it is asked a few times per report. @throws {RangeError} unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: expected 0 < p < 1, received ${p}`);
  let low = -39;
  let high = 39;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
