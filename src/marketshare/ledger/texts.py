"""Texts: files of data/ and seeds/ as text, or the problem that a file has as a whole."""

import re
from dataclasses import dataclass
from pathlib import Path

from marketshare.ledger.problems import Problem
from marketshare.untrusted_files import LARGEST_TEXT, NotReadError, bytes_of

__all__ = ["decoded", "is_inside", "leads_away", "read_raw", "read_text"]


def read_text(
    path: Path, file: str, *, listed_in: str = "data/datapackage.json", save_as: str = "CSV UTF-8"
) -> str | Problem:
    """A UTF-8 file, or the problem that it has. A byte order mark and Windows line ends are accepted.

    Args:
        path: The file.
        file: How problems name it.
        listed_in: The file that says it should be there.
        save_as: What a program that writes such files calls the right encoding.
    """
    raw = read_raw(path, file, listed_in=listed_in)
    return raw if isinstance(raw, Problem) else decoded(raw, file, save_as=save_as)


def is_inside(path: Path, root: Path) -> bool:
    """True if a path, its links followed, stays within a study.

    A link to nowhere, or to itself, is left to `read_raw` to name.
    """
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return True


def leads_away(path: Path, file: str) -> Problem:
    """The problem of a file that is a link to somewhere else."""
    target = str(path.readlink()) if path.is_symlink() else str(path.resolve())
    return Problem(file, 0, "", f"a link to {target!r}, outside the study; replace the link by what it leads to")


def read_raw(path: Path, file: str, *, listed_in: str) -> bytes | Problem:
    """The bytes of a file of at most `LARGEST_TEXT` bytes, or the reason why there are none."""
    try:
        return bytes_of(path, LARGEST_TEXT)
    except NotReadError as error:
        return Problem(file, 0, "", str(error))
    except FileNotFoundError:
        if path.is_symlink():
            message = f"a link to {str(path.readlink())!r}, which does not exist; replace the link by the file"
            return Problem(file, 0, "", message)
        return Problem(file, 0, "", f"the file does not exist; restore it, or take it out of {listed_in}")
    except PermissionError:
        return Problem(file, 0, "", "cannot be read: no permission; give yourself the right to read it (chmod u+r)")
    except OSError as error:
        return Problem(file, 0, "", f"cannot be read: {error.strerror or error}; replace it by the file itself")


def decoded(raw: bytes, file: str, *, save_as: str) -> str | Problem:
    """UTF-8 bytes as text with line feeds, or the problem that they have."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        likely = _likely_encoding(raw, save_as)
        row = 1 if "UTF-16" in likely else raw[: error.start].count(b"\n") + 1
        return Problem(file, row, "", f"not UTF-8{likely}; save it as {save_as}")
    if "\0" in text[:4] or text.count("\0") > len(text) // 4:
        return Problem(file, 1, "", f"not UTF-8 but UTF-16 without a byte order mark; save it as {save_as}")
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.isascii() and _was_decoded_wrongly(line):
            message = (
                "UTF-8 that was opened as Windows-1252 or Latin-1 and saved again; restore it, and open it as UTF-8"
            )
            return Problem(file, row, "", message)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        message = "a carriage return without a line feed ends the line, as on old Macs"
        return Problem(file, row, "", f"{message}; save it with LF or CRLF line ends")
    return text


def _likely_encoding(raw: bytes, save_as: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return " but UTF-16" + (" (Excel's Unicode text)" if "CSV" in save_as else "")
    if raw.count(b"\0") > len(raw) // 8:
        return " but UTF-16 without a byte order mark"
    likely = max(_CHINESE, key=lambda encoding: _common_characters(raw, encoding))
    if not _common_characters(raw, likely):
        return ""
    program = f" (Excel's plain CSV where Windows speaks {likely.script} Chinese)" if "CSV" in save_as else ""
    return f" but probably {likely.name}{program}"


@dataclass(frozen=True)
class _Encoding:
    """An encoding of Chinese text, and where the table that it contains has its common characters."""

    name: str
    script: str
    codec: str
    table: str
    first: int
    last: int


_CHINESE = (
    _Encoding("GB18030", "simplified", "gb18030", "gb2312", 0xB0, 0xD7),
    _Encoding("Big5", "traditional", "cp950", "big5", 0xA4, 0xC6),
)


def _common_characters(raw: bytes, encoding: _Encoding) -> float:
    """The part of the Chinese characters that are common ones, if the bytes are read in an encoding.

    Bytes of one encoding can nearly always be read in the other, but then they make rare characters.
    """
    try:
        found = re.findall("[\u4e00-\u9fff]", raw.decode(encoding.codec))
    except UnicodeDecodeError:
        return 0
    leads = [character.encode(encoding.table, "ignore")[:1] for character in found]
    common = sum(encoding.first <= lead[0] <= encoding.last for lead in leads if lead)
    return common / len(found) if found else 0


_GAPS = "\x81\x8d\x8f\x90\x9d"
"""What Windows-1252 leaves free, and programs read as control characters."""
_UPPER_HALF = [bytes([byte]).decode("latin-1" if chr(byte) in _GAPS else "cp1252") for byte in range(0x80, 0x100)]
_BYTES = dict(zip(_UPPER_HALF, range(0x80, 0x100), strict=True)) | {chr(byte): byte for byte in range(0x80, 0x100)}
_RUN = re.compile(f"[{''.join(_BYTES)}]+")


def _was_decoded_wrongly(line: str) -> bool:
    """True if each run of letters beyond ASCII that Windows-1252 or Latin-1 have is UTF-8 that was read as such."""
    runs = [bytes(map(_BYTES.__getitem__, run)) for run in _RUN.findall(line)]
    try:
        return bool(runs) and all(run.decode("utf-8") for run in runs)
    except UnicodeError:
        return False
