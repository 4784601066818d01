"""The *figures* entry of the changelog: what moved, from what to what, and why."""

import re

from marketshare.changes.move import Changes, Move, counted

__all__ = ["with_entry"]

NAMED = 12
"""How many moved numbers an entry names; the baseline's own difference has all of them."""

WORDED = (("table", "table row"), ("sentence", "sentence"))

HEAD = "# Changelog\n\nTwo kinds of entry: **figures** (a number moved: from what, to what, why) and **code**.\n"


def with_entry(changelog: str, moved: Changes, because: str) -> str:
    """A changelog with an entry for these changes, first under its newest heading.

    Args:
        changelog: The file as it is; empty if there is none.
        moved: What is accepted.
        because: The reason, in the analyst's words.

    Example:
        >>> from marketshare.changes import Changes, Move
        >>> move = Move("number", "cloud-hhi-2018", "HHI", "1,974.2 to 2,499.5", "2,149.6 to 2,640.7")
        >>> print(with_entry("", Changes((move,), {}, {}, {}), "a corrected share"))
        # Changelog
        <BLANKLINE>
        Two kinds of entry: **figures** (a number moved: from what, to what, why) and **code**.
        <BLANKLINE>
        ## Unreleased
        <BLANKLINE>
        - **figures**: a corrected share.
          - `cloud-hhi-2018`: 1,974.2 to 2,499.5 → 2,149.6 to 2,640.7
        <BLANKLINE>
    """
    text = changelog or HEAD
    heading = re.search(r"^## .*\n", text, re.M)
    if heading is None:
        text = f"{text.rstrip()}\n\n## Unreleased\n"
        heading = re.search(r"^## .*\n", text, re.M)
        assert heading is not None  # just written
    rest = text[heading.end() :].lstrip("\n")
    return f"{text[: heading.end()]}\n{_entry(moved, because)}{rest}"


def _entry(moved: Changes, because: str) -> str:
    reason = " ".join(because.split())
    lines = [f"- **figures**: {reason}{'' if reason[-1:] in '.!?' else '.'}"]
    numbers, verdicts = moved.of("number"), moved.of("verdict")
    lines += [_line(move) for move in numbers[:NAMED]]
    if len(numbers) > NAMED:
        lines.append(f"  - and {counted(len(numbers) - NAMED, 'number')} more")
    turned = [(move.id, _verdict(move.old), _verdict(move.new)) for move in verdicts]
    lines += [f"  - verdict of `{key}`: {old} → {new}" for key, old, new in turned if old != new]
    if kept := [f"`{key}`" for key, old, new in turned if old == new]:
        lines.append(f"  - same verdict for another reason: {', '.join(kept)}")
    lines += [_line(move) for move in moved.of("rule")]
    charts = moved.of("chart")
    for words, names in (
        ("new charts", [move.id for move in charts if not move.old]),
        ("charts drawn anew", [move.id for move in charts if move.old and move.new]),
        ("charts that are gone", [move.id for move in charts if not move.new]),
    ):
        lines += [f"  - {words}: {', '.join(f'`{name}`' for name in names)}"] if names else []
    said = [counted(len(moved.of(kind)), name) for kind, name in WORDED if moved.of(kind)]
    if said and not (numbers or verdicts or charts or moved.of("rule")):
        lines.append(f"  - stated otherwise: {' and '.join(said)}")
    return "\n".join(lines) + "\n"


def _verdict(side: str) -> str:
    return side.partition(":")[0] or "none"


def _line(move: Move) -> str:
    if not move.old:
        return f"  - `{move.id}`: new, {move.new}"
    if not move.new:
        return f"  - `{move.id}`: gone, was {move.old}"
    return f"  - `{move.id}`: {move.old} → {move.new}"
