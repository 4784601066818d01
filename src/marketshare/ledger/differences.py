"""Differences: how words that should stand in a text differ from what stands there."""

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from marketshare.ledger.repairs import characters
from marketshare.wording import normalise

__all__ = ["alike", "differences"]

LONGEST = 2_000
"""Characters of the longest text that is compared: finding the nearest passage of a longer one takes too long."""

MOST = 3
"""Differences that are named; more of them say that these are other words."""


@lru_cache(maxsize=1000)
def alike(part: str, text: str) -> str | None:
    """What stands in `text` and is `part` but for spaces, widths and invisible characters; None if nothing is.

    Example:
        >>> alike("４９．９％", "以 49.9 %的市场份额")
        '49.9 %'
    """
    wanted = normalise(part)
    if not wanted or len(text) > LONGEST or len(part) > LONGEST:
        return None
    kept = [(at, normalise(char)) for at, char in enumerate(text)]
    places = [at for at, usual in kept for _ in usual]
    start = "".join(usual for _, usual in kept).find(wanted)
    if start < 0:
        return None
    return text[places[start] : places[start + len(wanted) - 1] + 1]


@lru_cache(maxsize=1000)
def differences(words: str, text: str) -> str:
    """In which characters `words` differ from the nearest passage of `text`; nothing if none is near.

    Example:
        >>> differences("支付市场份額", "第三方支付市场份额的")
        '额 (U+989D), not 額 (U+984D)'
    """
    if not words or len(text) > LONGEST or len(words) > LONGEST:
        return ""
    passage = _nearest(words, text)
    matcher = SequenceMatcher(None, words, passage, autojunk=False)
    if matcher.ratio() < 0.6:
        return ""
    changes = [
        _change(passage[third:fourth], words[first:second])
        for kind, first, second, third, fourth in matcher.get_opcodes()
        if kind != "equal"
    ]
    more = f"; and {len(changes) - MOST} more" if len(changes) > MOST else ""
    return "; ".join(changes[:MOST]) + more


def _nearest(words: str, text: str) -> str:
    """The passage of `text` that begins and ends where `words` do."""
    matcher = SequenceMatcher(None, text, words, autojunk=False)
    core = matcher.find_longest_match()
    start = max(0, core.a - core.b)
    around = text[max(0, start - 5) : start + len(words) + 5]
    matcher = SequenceMatcher(None, around, words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return ""
    first, last = blocks[0], blocks[-1]
    begin = max(0, first.a - first.b)
    end = last.a + last.size + (len(words) - last.b - last.size)
    return around[begin:end]


def _change(there: str, here: str) -> str:
    if not here:
        return f"{_named(there)} besides"
    return f"{_named(there)}, not {_named(here)}" if there else f"no {_named(here)}"


def _named(part: str) -> str:
    if len(part) > 4:
        return repr(part[:12]) + ("…" if len(part) > 12 else "")
    if all(unicodedata.category(char)[0] in "LNPS" for char in part):
        return f"{part} ({' '.join(f'U+{ord(char):04X}' for char in part)})"
    return characters(part)
