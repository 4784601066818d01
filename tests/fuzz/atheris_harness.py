"""Fuzzing guided by coverage: ``python tests/fuzz/atheris_harness.py wording -atheris_runs=100000``."""

import sys

UNITS = ("percent", "percentage_point", "ratio", "CNY", "user", "count", "rank", "year")


def main() -> None:
    """Run one target under atheris, which takes the remaining arguments."""
    import atheris

    with atheris.instrument_imports(include=["marketshare.wording", "marketshare.ledger"]):
        import fuzz_targets as targets

    def wording(raw: bytes) -> None:
        given = atheris.FuzzedDataProvider(raw)
        unit = UNITS[given.ConsumeIntInRange(0, len(UNITS) - 1)]
        targets.wording(given.ConsumeUnicode(100), unit)

    def period(raw: bytes) -> None:
        targets.period(atheris.FuzzedDataProvider(raw).ConsumeUnicode(60))

    def csv(raw: bytes) -> None:
        targets.csv_file(raw)

    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, {"wording": wording, "period": period, "csv": csv}[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
