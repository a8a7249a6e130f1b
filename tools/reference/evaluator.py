"""Reference values for @lemma/evaluator's statistics. Python 3.12, numpy 2.4, scipy 1.17.

    python tools/reference/evaluator.py > packages/evaluator/fixtures/statistics.json
"""

import json

import numpy as np
from scipy.stats import binomtest, norm


def pass_at_k(n, c, k):
    """Chen et al. 2021, appendix A, as published."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


random = np.random.default_rng(7)
cases = [(5, 0, 5), (5, 5, 1), (12, 1, 5), (200, 3, 100), (8192, 7, 1024)]
for _ in range(30):
    n = int(random.integers(1, 200))
    cases.append((n, int(random.integers(0, n + 1)), int(random.integers(1, n + 1))))

wilson = []
for successes, trials in [(0, 10), (10, 10), (33, 100), (25, 100), (1, 244), (136, 244), (0, 1)]:
    for level in (0.9, 0.95, 0.99):
        ci = binomtest(successes, trials).proportion_ci(level, "wilson")
        wilson.append([successes, trials, level, float(ci.low), float(ci.high)])

mcnemar = [[b, c, float(binomtest(min(b, c), b + c, 0.5).pvalue)] for b, c in [(1, 0), (8, 2), (21, 9), (30, 30), (60, 31)]]

print(
    json.dumps(
        {
            "source": "numpy %s" % np.__version__,
            "passAtK": [[n, c, k, pass_at_k(n, c, k)] for n, c, k in cases],
            "wilson": wilson,
            "mcnemar": mcnemar,
            "normalQuantile": [[p, float(norm.ppf(p))] for p in (1e-9, 0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9995)],
            "normalDistribution": [[z, float(norm.cdf(z))] for z in (-9.5, -6, -4.9, -1.96, -0.1, 0.3, 2.5, 5.5)],
        },
        indent=1,
    )
)
