"""Fuzzing guided by coverage: ``python tests/fuzz/atheris_harness.py wording -atheris_runs=100000 FOLDER``.

FOLDER holds inputs to begin with; `seeds` writes them.
"""

import sys
from pathlib import Path


def seeds(name: str, folder: Path) -> None:
    """Write what one target begins with, a file each: what it is known to read."""
    import fuzz_inputs as inputs

    begin = {
        "wording": [bytes([inputs.UNITS.index(unit)]) + text.encode() for text, unit in inputs.PHRASES],
        "period": [text.encode() for text in inputs.PERIODS],
        "csv": [b'id,name,value\na,"A, B",1\nb,B,2\n', b"\xef\xbb\xbfid,name,value\r\na,A,1\r\n"],
    }
    for number, raw in enumerate(begin[name]):
        (folder / str(number)).write_bytes(raw)


def main() -> None:
    """Run one target under atheris, which takes the remaining arguments."""
    import atheris

    # Nothing may import them before this: what is loaded already cannot be instrumented.
    with atheris.instrument_imports(include=["marketshare.wording", "marketshare.ledger"]):
        import fuzz_targets as targets
        from fuzz_inputs import UNITS

    def wording(raw: bytes) -> None:
        targets.wording(raw[1:].decode(errors="replace"), UNITS[(raw or b"\0")[0] % len(UNITS)])

    def period(raw: bytes) -> None:
        targets.period(raw.decode(errors="replace"))

    def csv(raw: bytes) -> None:
        targets.csv_file(raw)

    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, {"wording": wording, "period": period, "csv": csv}[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
