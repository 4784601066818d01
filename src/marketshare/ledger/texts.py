"""Texts: files of data/ and seeds/ as text, or the problem that a file has as a whole."""

import re
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
    """True if a path, its links followed, stays within a study, or within its data where these are a link as a whole.

    A link to nowhere, or to itself, is left to `read_raw` to name.
    """
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return True
    return any(real.is_relative_to(folder.resolve()) for folder in (root, root / "data"))


def leads_away(path: Path, file: str) -> Problem:
    """The problem of a file that is a link to somewhere else."""
    target = str(path.readlink()) if path.is_symlink() else str(path.resolve())
    return Problem(file, 0, "", f"a link to {target!r}, outside the study; replace the link by the file")


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
    if not text.isascii() and (codec := _decoded_wrongly(text)):
        message = f"UTF-8 that was opened as {codec} and saved again; restore it, and open it as UTF-8"
        return Problem(file, 0, "", message)
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
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    if not re.search("[\u4e00-\u9fff]", text):
        return ""
    return " but probably GB18030" + (" (Excel's plain CSV on a Chinese system)" if "CSV" in save_as else "")


def _decoded_wrongly(text: str) -> str:
    """The encoding by which Chinese in UTF-8 became Latin letters; nothing if that is not what happened."""
    for codec, name in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
        try:
            before = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if re.search("[\u4e00-\u9fff]", before):
            return name
    return ""
