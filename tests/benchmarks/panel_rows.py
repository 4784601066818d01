"""The seeded panel that benchmarks and the soak test read: sales by market, period and firm, lognormal, in Parquet."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["FIRMS", "MARKETS", "PERIODS", "write_panel"]

PERIODS, MARKETS, FIRMS = 24, 200, 400
_ROWS_A_PIECE = 1_000_000


def write_panel(file: Path, rows: int, *, markets: int = MARKETS, firms: int = FIRMS, seed: int = 10) -> Path:
    """Write a panel of that many rows, unless it is there; firms have many rows each, in no order."""
    if file.exists():
        return file
    rng = np.random.default_rng(seed)
    names = {
        "market": pa.array([f"market-{number:04d}" for number in range(markets)]),
        "period": pa.array([f"{2023 + month // 12}-{month % 12 + 1:02d}" for month in range(PERIODS)]),
        "firm": pa.array([f"firm-{number:03d}" for number in range(firms)]),
    }
    draft = file.with_suffix(".draft")
    schema = pa.schema([*((name, pa.string()) for name in names), ("sales", pa.float64())])
    with pq.ParquetWriter(draft, schema) as writer:
        for start in range(0, rows, _ROWS_A_PIECE):
            # every combination in turn, from a random place in the cycle, so that none is missing
            cells = rng.permutation(np.arange(start, min(start + _ROWS_A_PIECE, rows)) % (PERIODS * markets * firms))
            places = {"market": cells // firms % markets, "period": cells // (firms * markets), "firm": cells % firms}
            columns = [pa.DictionaryArray.from_arrays(places[name], names[name]).cast(pa.string()) for name in names]
            sales = rng.lognormal(mean=8.0, sigma=1.5, size=len(cells))
            writer.write_table(pa.Table.from_arrays([*columns, pa.array(sales)], schema=schema))
    return draft.rename(file)
