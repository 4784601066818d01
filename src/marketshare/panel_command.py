"""The command ``marketshare panel``: its arguments, read without loading any table engine."""

import argparse
from pathlib import Path

from marketshare.errors import StudyError, did_you_mean
from marketshare.terminal import Parser, progress

__all__ = ["METRICS", "TYPES", "add_to"]

METRICS = (
    "concentration_ratio, hhi, hhi_normalised, effective_firms, entropy, relative_entropy, hall_tideman, gini, "
    "dominance, stenbacka_threshold, lead, leader"
)
"""Those of `marketshare.panel`, told here so that help needs no table engine."""
TYPES = ("text", "number", "integer", "date")
"""Those of `marketshare.panel.csv_files`, likewise."""


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command to those of the command line."""
    words = "concentration of each market in a table of sales, of any size; needs no study"
    panel = commands.add_parser(
        "panel",
        help=words,
        description=words[0].upper() + words[1:] + ".",
        epilog="Example: marketshare panel sales.parquet --by market,period --firm firm --value sales --out hhi.csv",
    )
    panel.set_defaults(run=_run)
    panel.add_argument(
        "file", metavar="FILE", type=Path, help="Parquet or CSV, or a folder of such parts; one row or several a firm"
    )
    panel.add_argument(
        "--by", required=True, type=_names, metavar="COLUMNS", help="columns that make a group: market,period"
    )
    panel.add_argument("--firm", required=True, metavar="COLUMN", help="column of firms")
    panel.add_argument("--value", required=True, metavar="COLUMN", help="column of sales, or any amount, 0 or more")
    panel.add_argument(
        "--types",
        type=_types,
        default={},
        metavar="COLUMN=TYPE,...",
        help="what columns of CSV hold: text (as written), number, integer or date (2018-06-30); "
        "default: text, and number for the column of --value",
    )
    panel.add_argument("--metrics", type=_metrics, metavar="NAMES", help=f"some of {METRICS}; default: all")
    panel.add_argument("--k", type=_firms, default=4, metavar="N", help="firms in concentration_ratio; default: 4")
    panel.add_argument("--out", type=Path, metavar="FILE", help="a .csv or .parquet file; default: CSV on stdout")
    panel.add_argument(
        "--memory", default="1800MB", metavar="SIZE", help="what to take before writing to disk; default: %(default)s"
    )
    panel.add_argument(
        "--no-validate",
        action="store_false",
        dest="validate",
        help="leave groups with missing, negative or infinite values, or a total of 0, empty with the reason, "
        "instead of refusing the file",
    )


def _run(options: argparse.Namespace) -> int:
    from marketshare.metrics import ShareError  # noqa: PLC0415
    from marketshare.panel.export import export  # noqa: PLC0415  (table engines, which no other command needs)

    wanted = {"metrics": options.metrics or METRICS.split(", "), "k": options.k, "validate": options.validate}
    columns = {"by": options.by, "firm": options.firm, "value": options.value, "types": options.types}
    try:
        export(options.file, **columns, **wanted, memory=options.memory, out=options.out, progress=progress)
    except ShareError as error:
        raise StudyError(str(error)) from error
    return 0


def _names(text: str) -> list[str]:
    return text.split(",")


def _types(text: str) -> dict[str, str]:
    types = {}
    for each in _names(text):
        column, sign, kind = each.rpartition("=")
        if not (sign and column) or kind not in TYPES:
            raise argparse.ArgumentTypeError(f"{each!r}; expected COLUMN=TYPE, with a type of {', '.join(TYPES)}")
        types[column] = kind
    return types


def _metrics(text: str) -> list[str]:
    known = METRICS.split(", ")
    for name in _names(text):
        if name not in known:
            raise argparse.ArgumentTypeError(f"{name!r} is unknown{did_you_mean(name, known)}")
    return _names(text)


def _firms(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of firms; expected 1 or more")
    return int(text)
