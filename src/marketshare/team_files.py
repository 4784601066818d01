"""What several people need to work on one study with git: attributes, a hook, a job for CI, and a page on merging."""

import re
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from marketshare.errors import StudyError
from marketshare.report.files import replace_all
from marketshare.untrusted_files import LARGEST_TEXT, bytes_of

__all__ = ["team_files", "write_team_files"]

_LINES = {".gitattributes": "gitattributes", ".gitignore": "gitignore"}
"""Files to which lines are added, wherever they lack them."""

_WHOLE = {
    ".githooks/pre-commit": "pre-commit",
    ".githooks/pre-merge-commit": "pre-merge-commit",
    ".githooks/notebook-text": "notebook-text",
    ".github/workflows/study.yml": "study.yml",
}


def team_files(root: Path) -> dict[str, bytes]:
    """What these files should be, by path from the root of the study, as far as they are not so yet.

    Args:
        root: Root of the study.

    Raises:
        StudyError: another file stands where one of them is to be.
    """
    wanted: dict[str, str] = {}
    for name, template in _LINES.items():
        there = _there(root, name)
        lacking = [line for line in _template(template).splitlines() if line not in there.splitlines()]
        wanted[name] = "\n".join([*there.splitlines(), *lacking, ""])
    for name, template in _WHOLE.items():
        wanted[name] = _template(template).replace("VERSION", version("marketshare"))
        if (there := _there(root, name)) and there != wanted[name]:
            raise StudyError(f"{name}: another file stands there; move it away, or put into it what is missing by hand")
    section, there = _template("README.md"), _there(root, "README.md")
    heading = section.partition("\n")[0]
    told = re.search(rf"^{heading}$", there, re.M)
    wanted["README.md"] = there if told else f"{there.rstrip()}\n\n{section}".lstrip()
    return {name: text.encode() for name, text in wanted.items() if text != _there(root, name)}


def write_team_files(root: Path) -> list[Path]:
    """Write what is missing of `team_files`; hooks can be run. Returns the files that were written.

    Raises:
        StudyError: another file stands where one of them is to be; nothing is written.
    """
    written = replace_all(root, team_files(root))
    for path in written:
        if path.parent.name == ".githooks":
            path.chmod(path.stat().st_mode | 0o111)
    return written


def _template(name: str) -> str:
    return (files("marketshare") / "team" / name).read_text("utf-8")


def _there(root: Path, name: str) -> str:
    try:
        return bytes_of(root / name, LARGEST_TEXT).decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise StudyError(f"{name}: no text in UTF-8 ({error}); restore it") from error
