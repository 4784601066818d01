"""Which files are the parts of one table, and what their folders say of their rows."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marketshare.metrics import ShareError

__all__ = ["Parts", "parts_of"]

_FORMATS = {"Parquet": (".parquet", ".pq"), "CSV": (".csv", ".csv.gz", ".tsv", ".tsv.gz")}
_EXPECTED = " or ".join(f"{kind} ({', '.join(endings)})" for kind, endings in _FORMATS.items())
_TABLES = {
    "_delta_log": ("Delta", "deltalake.DeltaTable(folder).to_pyarrow_table(), or Spark's format('delta')"),
    "metadata": ("Iceberg", "pyiceberg's table.scan().to_arrow(), or Spark's format('iceberg')"),
    ".hoodie": ("Hudi", "Spark's format('hudi')"),
}
"""Table formats, by the folder with the log that says which files count, and what reads them."""


@dataclass(frozen=True)
class Parts:
    """Files of one table.

    Attributes:
        format: ``Parquet`` or ``CSV``.
        files: The files, sorted.
        columns: Columns that the names of folders give, the same for all files: ``period`` of
            ``period=2018-06/part-0.parquet``.
    """

    format: str
    files: tuple[Path, ...]
    columns: tuple[str, ...]


def parts_of(place: Path) -> Parts:
    """A file, or those of a folder that are parts of one table.

    What begins with a dot or an underscore is left out, as Spark does: it is no data, but what programs keep beside it.

    Raises:
        FileNotFoundError: there is no such file or folder.
        ShareError: a file that is neither Parquet nor CSV, or no regular file; both kinds in one folder, or none; a
            folder of a table format whose log says which files count; folders that are named after different columns,
            or after none (``=1``) or two (``a=b=1``).
    """
    if not place.exists():
        raise FileNotFoundError(f"{place}: no such file or folder")
    if place.is_dir():
        _refuse_table_format(place)
    files = tuple(sorted(_files(place))) if place.is_dir() else (place,)
    if not files:
        raise ShareError(f"{place}: expected {_EXPECTED}, found no such file")
    for file in files:
        _refuse_no_part(file, place)
    formats = {_format(file) for file in files}
    if len(formats) > 1:
        raise ShareError(f"{place}: expected {_EXPECTED}, found files of both kinds")
    return Parts(str(formats.pop()), files, _columns_of(files))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.name
        if name.startswith(".") or (name.startswith("_") and "=" not in name):
            continue
        if path.is_dir():
            _refuse_table_format(path)
            if path.is_symlink():
                raise ShareError(f"{path}: is a link to a folder, which is not followed; name that folder")
            yield from _files(path)
        else:
            yield path


def _refuse_table_format(folder: Path) -> None:
    above = [folder, *folder.resolve().parents]
    for name, (kind, reader) in _TABLES.items():
        for each in above:
            if (each / name).is_dir() and (kind != "Iceberg" or any((each / name).glob("*.metadata.json"))):
                raise ShareError(
                    f"{each}: is a {kind} table, in which files stay after their rows are removed; read it with "
                    f"{reader}, and give panel that table"
                )


def _refuse_no_part(file: Path, place: Path) -> None:
    if any("\udc80" <= char <= "\udcff" for char in str(file)):
        raise ShareError(f"{str(file)!r}: its name is not UTF-8; rename it")
    if not stat.S_ISREG(file.stat().st_mode):
        raise ShareError(f"{file}: is no regular file; save what it gives as a file first, which is read twice")
    if not _format(file):
        beside = "" if file == place else "; move it elsewhere, or let its name begin with an underscore"
        raise ShareError(f"{file}: expected {_EXPECTED}, found {file.suffix!r}{beside}")


def _columns_of(files: tuple[Path, ...]) -> tuple[str, ...]:
    for folder in (part for file in files for part in file.parent.parts if "=" in part):
        if folder.startswith("=") or folder.count("=") > 1:
            raise ShareError(
                f"{files[0].parent}: the folder {folder!r} names no column; expected NAME=VALUE, or no '='"
            )
    first, *others = [tuple(part.partition("=")[0] for part in file.parent.parts if "=" in part) for file in files]
    for file, columns in zip(files[1:], others, strict=True):
        if columns != first:
            own, wanted = (", ".join(each) or "no column" for each in (columns, first))
            raise ShareError(f"{file}: its folders name {own}; expected {wanted}, as those of {files[0]} do")
    return first


def _format(file: Path) -> str | None:
    name = file.name.casefold()
    return next((kind for kind, endings in _FORMATS.items() if name.endswith(endings)), None)
