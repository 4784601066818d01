"""What a commit had accepted, also where baselines kept less then than they do now."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from marketshare.changes.baseline import FOLDER, Baseline, read_baseline
from marketshare.changes.history import Commit, HistoryError
from marketshare.changes.inputs import LIBRARY, Input, inputs_of
from marketshare.changes.moves import stated_by
from marketshare.changes.plotted import digest_of, drawn_from
from marketshare.changes.states import State
from marketshare.claims import to_csv as claims_csv
from marketshare.errors import StudyError
from marketshare.notebooks import pictures, read
from marketshare.register import ABOUT, COLUMNS, WHERE
from marketshare.report_order import paths
from marketshare.studies import Study

__all__ = ["baseline_then"]


def baseline_then(folder: Path, commit: Commit, now: State) -> tuple[Baseline, tuple[str, ...]]:
    """What a commit had accepted; a kind of which it kept nothing is taken as it is now, and named."""
    kept, lacking = folder / FOLDER, []
    if not (kept / "numbers.csv").is_file():
        raise HistoryError(f"{commit}: nothing was accepted there yet: it has no {FOLDER.as_posix()}/numbers.csv")
    _complete(kept / "numbers.csv", _figures_then(folder))
    if not (kept / "claims.csv").is_file():
        (kept / "claims.csv").write_text(claims_csv(now.judged), "utf-8")
        lacking.append("verdict")
    if not ((kept / "charts.csv").is_file() or (kept / "figures").is_dir()):
        for name, png in pictures(now.notebooks.values()):
            (kept / name).parent.mkdir(exist_ok=True)
            (kept / name).write_bytes(png)
        lacking.append("chart")
    found = read_baseline(folder)
    assert found is not None  # its folder is there
    if not found.statements:
        stated = tuple(stated_by(now.notebooks, now.study, now.numbers))
        seen = {name: (digest_of(png), drawn_from(name, stated)) for name, png in found.charts.items()}
        kept_in_numbers = {"value", "bounds"}  # what the register says of then must not be worded as now
        worded = tuple(one for one in stated if not (one.place == "numbers" and one.kind in kept_in_numbers))
        found = replace(found, statements=worded, drawn=found.drawn or seen, inputs=tuple(_inputs_then(folder)))
        lacking += ["rule", "table", "sentence"]
    return found, tuple(lacking)


def _inputs_then(folder: Path) -> Iterator[Input]:
    """What a baseline was accepted from that did not say so: the rows and cells beside it; not the library."""
    try:
        given = inputs_of(Study.at(folder), {path.stem: read(path) for path in paths(folder)})
    except StudyError:  # the library of today cannot read them
        return
    yield from (one for one in given if one.file != LIBRARY)


def _figures_then(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of figures, as they stand in the tables of a commit, by id."""
    found = {}
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
            found.update({row["id"]: row for row in csv.DictReader(lines) if row.get("printed")})
    return found


def _complete(path: Path, figures: Mapping[str, Mapping[str, str]]) -> None:
    """Give a register that says less of its figures than those of today what the tables of its time say of them."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return  # read_baseline says what is wrong with it
    lacking = [column for column in (*ABOUT, *WHERE) if rows and column not in rows[0]]
    unprinted = any(not (row.get("inputs") or row.get("formula")) for row in rows)
    if not (lacking or unprinted):
        return
    for row in rows:
        figure = {} if row.get("inputs") else figures.get((row.get("id") or "").partition("--")[0], {})
        row.update({column: figure.get(column) or "" for column in lacking})
        row["formula"] = row.get("formula") or figure.get("printed", "")
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
