"""Small Parquet files for @lemma/datasets, as Hugging Face writes them. pyarrow 25.0.1.

    python tools/reference/parquet.py packages/datasets/fixtures/hub
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(sys.argv[1]) / "data"
folder.mkdir(parents=True, exist_ok=True)
rows = {
    "name": ["one", "two", "three"],
    "formal_statement": ["theorem one (x : ℕ) : x = x := by sorry", "∀ n : ℤ, n - n = 0", "theorem three : 1 + 1 = 2 := by"],
    "informal_prefix": ["/-- One is itself. -/", None, ""],
    "proofs": [["rfl", "simp"], ["intro n; ring"], ["norm_num"]],
    "tokens": pa.array([1, 2, 2**60], pa.int64()),
}
table = pa.table(rows)
pq.write_table(table.slice(0, 2), folder / "train-00000-of-00002.parquet", compression="snappy", row_group_size=1)
pq.write_table(table.slice(2, 1), folder / "test-00000-of-00001.parquet", compression="zstd")
