"""History: a study as one of its commits has it, read with git, without touching the working tree."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from marketshare.errors import MachineError, StudyError

__all__ = ["Commit", "HistoryError", "author", "between", "commit_at", "in_line", "text_at", "written"]

LARGEST = 500_000_000
"""Bytes of a study's files in one commit, taken together, that are read."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")
_FILE, _LINK, _MODULE = ("100644", "100755"), "120000", "160000"
_SPEAKS_OF = "%H%x00%h%x00%aN%x00%cd%x00%s"


class HistoryError(StudyError):
    """A commit that cannot be read: it is not there, or has no study."""


@dataclass(frozen=True)
class Commit:
    """One commit.

    Attributes:
        id: Its hash.
        short: The same, as short as git writes it.
        author: Who wrote it.
        date: When it was committed: a day.
        subject: The first line of its message.
    """

    id: str
    short: str
    author: str
    date: str
    subject: str

    def __str__(self) -> str:
        return f"{self.short} ({self.date}, {self.author}: {self.subject})"


def commit_at(root: Path, ref: str) -> Commit:
    """The commit that a name or a date means.

    Args:
        root: Root of the study, somewhere in a repository.
        ref: What git knows a commit by (``HEAD~3``, a branch, a tag, a hash), or a date, ``2026-09-30``, or
            ``2026-09-30T12:00``, local time: then the last commit of the current branch up to the end of it.

    Raises:
        HistoryError: there is no repository, no such commit, or more than one.
    """
    _refuse_no_repository(root)
    named, words = _resolved(root, ref)
    if "refname" in words and "is ambiguous" in words:
        raise HistoryError(f"{ref!r}: a branch and a tag have this name; say refs/heads/{ref} or refs/tags/{ref}")
    if "is ambiguous" in words:
        raise HistoryError(f"{ref!r}: more than one commit begins so; give more of its hash")
    if _DATE.fullmatch(ref):
        if named:
            raise HistoryError(f"{ref!r}: a date, and the name of a commit; say refs/heads/{ref}, or {ref}T23:59:59")
        named = _last_before(root, ref)
    if not named:
        raise HistoryError(f"{ref!r}: no commit is called so{_why_not(root)}")
    return _commits(root, "-1", named)[0]


def between(root: Path, first: Commit, last: Commit | None, *paths: str) -> list[Commit]:
    """The commits after one, up to another (or the current one), that changed some files; the oldest first."""
    return _commits(root, "--reverse", f"{first.id}..{last.id if last else 'HEAD'}", "--", *paths)


def in_line(root: Path, first: Commit, last: Commit | None) -> bool:
    """True if one of two commits is in the history of the other; the last may be the current one."""
    names = first.id, last.id if last else "HEAD"
    orders = (names, names[::-1])
    return any(_git(root, "merge-base", "--is-ancestor", *order, fine=(0, 1)).returncode == 0 for order in orders)


def text_at(root: Path, commit: Commit, name: str) -> str:
    """The text of a file as a commit has it; blank if it has none."""
    return _text(_git(root, "cat-file", "blob", f"{commit.id}:./{name}", fine=(0, 128)))


def written(root: Path, commit: Commit, folder: Path, *parts: str) -> None:
    """Write parts of the study, as a commit has them, into an empty folder.

    Args:
        root: Root of the study.
        commit: Which.
        folder: Where to.
        parts: Files and folders by their path from the root; what the commit lacks is left out.

    Raises:
        HistoryError: the commit has no study there; one of its files is a link, lies in a submodule, or is not in
            this clone; or they are too large.
    """
    entries = dict(_entries(root, commit, ["data/datapackage.json", *parts]))
    if "data/datapackage.json" not in entries:
        place = _text(_git(root, "rev-parse", "--show-prefix")).strip() or "its root"
        raise HistoryError(
            f"{commit}: no study in {place}: data/datapackage.json is not in this commit; take a later one"
        )
    asked = "".join(f"{blob}\n" for blob in entries.values()).encode()
    sizes = _text(_git(root, "cat-file", "--batch-check=%(objectsize)", given=asked, fine=(0, 128))).split("\n")[:-1]
    if len(sizes) < len(entries) or not all(size.isdigit() for size in sizes):
        raise HistoryError(f"{commit}: not all of its files are in this clone; git fetch --refetch brings them")
    if (size := sum(map(int, sizes))) > LARGEST:
        raise HistoryError(f"{commit}: {size:,} bytes, expected at most {LARGEST:,}")
    found = _git(root, "cat-file", "--batch", given=asked).stdout
    end = 0
    for name, length in zip(entries, map(int, sizes), strict=True):
        begin = found.index(b"\n", end) + 1
        end = begin + length + 1
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(found[begin : begin + length])


def author(root: Path) -> str:
    """Who git would say made a commit now; the user's own name where git does not know; never a refusal."""
    try:
        named = os.environ.get("GIT_AUTHOR_NAME") or _text(_git(root, "config", "user.name", fine=(0, 1, 128)))
    except MachineError:  # no git
        named = ""
    return " ".join(named.split()) or _user()


def _user() -> str:
    import getpass  # noqa: PLC0415  (seldom needed)

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody knows the number of this user: a container
        return "unknown"


def _refuse_no_repository(root: Path) -> None:
    found = _git(root, "rev-parse", "--is-inside-work-tree", fine=(0, 128))
    if found.returncode or _text(found).strip() != "true":
        why = found.stderr.decode(errors="replace").strip().removeprefix("fatal: ").partition("\n")[0]
        hint = "" if "not a git repository" in why else f" ({why})"
        raise HistoryError(
            f"{root}: not in a git repository that can be read{hint}; what was said before is known only to one; "
            f"marketshare diff, without --against, compares with what was accepted last"
        )
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", fine=(0, 1, 128)).returncode:
        raise HistoryError(f"{root}: its git repository has no commit yet")


def _resolved(root: Path, ref: str) -> tuple[str, str]:
    """The hash of the commit that git takes a name for, blank if none; and what git remarks."""
    if not ref.strip() or "\0" in ref:
        return "", ""
    found = _git(root, "rev-parse", "--verify", "--end-of-options", ref, fine=(0, 1, 128))
    words = found.stderr.decode(errors="replace")
    if found.returncode:
        return "", words
    named = _git(root, "rev-parse", "--verify", "--quiet", f"{_text(found).strip()}^{{commit}}", fine=(0, 1, 128))
    return _text(named).strip(), words


def _last_before(root: Path, date: str) -> str:
    try:
        moment = datetime.fromisoformat(date if "T" in date else f"{date}T23:59:59").astimezone()
    except ValueError as error:
        raise HistoryError(f"{date!r}: no calendar has this date or time") from error
    before = f"--before={moment.isoformat()}"
    if found := _text(_git(root, "rev-list", "-1", "--first-parent", before, "HEAD")).strip():
        return found
    first = _commits(root, "--first-parent", "HEAD")[-1]
    raise HistoryError(f"{date!r}: the first commit of this branch is of {first.date}{_why_not(root)}")


def _why_not(root: Path) -> str:
    shallow = _text(_git(root, "rev-parse", "--is-shallow-repository")).strip() == "true"
    return "; this clone is shallow, git fetch --unshallow brings the rest of its history" if shallow else ""


def _commits(root: Path, *options: str) -> list[Commit]:
    log = ("log", "--no-show-signature", "--date=short", "--encoding=UTF-8", f"--format={_SPEAKS_OF}%x00", *options)
    fields = _text(_git(root, *log)).split("\0")
    return [Commit(fields[at].strip(), *fields[at + 1 : at + 5]) for at in range(0, len(fields) - 5, 5)]


def _entries(root: Path, commit: Commit, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Path and blob of every file of some parts."""
    listed = _git(root, "ls-tree", "-r", "-z", commit.id, "--", *dict.fromkeys(parts))
    for line in filter(None, os.fsdecode(listed.stdout).split("\0")):
        about, _, name = line.partition("\t")
        mode, _, blob = about.split()
        if mode in (_LINK, _MODULE):
            kind = "a link" if mode == _LINK else "a submodule, whose files another repository has"
            raise HistoryError(f"{commit}: {name} is {kind}; only files of this repository are read")
        if mode not in _FILE or ".." in (path := PurePosixPath(name)).parts or path.is_absolute():
            raise HistoryError(f"{commit}: {name!r} (mode {mode}) is no file that can be read")
        yield name, blob


def _text(found: "subprocess.CompletedProcess[bytes]") -> str:
    return found.stdout.decode(errors="replace")


def _git(
    root: Path, *arguments: str, given: bytes = b"", fine: tuple[int, ...] = (0,)
) -> "subprocess.CompletedProcess[bytes]":
    """Run git in the study, whichever repository a hook that calls us works on, in English, without a pager."""
    bound = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
    kept = {name: value for name, value in os.environ.items() if name not in bound}
    quiet = {"LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "--no-pager", "--no-replace-objects", "-C", str(root), *arguments]
    try:
        found = subprocess.run(command, input=given, capture_output=True, check=False, env=kept | quiet)
    except FileNotFoundError as error:
        raise MachineError("git is not installed, or not on the PATH; what was said before is read with it") from error
    if found.returncode not in fine:
        words = found.stderr.decode(errors="replace").strip() or f"exit code {found.returncode}"
        raise HistoryError(f"git {arguments[0]}: {words}")
    return found
