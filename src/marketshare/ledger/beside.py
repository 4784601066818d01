"""The words beside a figure: what touches `printed` in the note and is left out of it.

A sign, bound, hedge, verb of change, scale, sign of a unit or currency that touches the printed words changes what
they say: 3.5亿 is not what 超过3.5亿人 says. The words are those of `marketshare.wording.vocabulary`, read to the left
and to the right within the clause, across words that say nothing of the number (了, by, a).
"""

import re
from collections.abc import Iterator

from marketshare.ledger.cells import shown
from marketshare.ledger.dated import contradicted
from marketshare.ledger.notes import LINE_BREAK, Note
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row
from marketshare.ledger.told_apart import CURRENCY_WORDS, small
from marketshare.wording import folded
from marketshare.wording.parts import word_at
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS, SCALES, Word

__all__ = ["left_out", "touching"]

_LONGEST = max(map(len, (*BEFORE, *CURRENCIES)))
_STRESS = ("达", "高达", "多达", "仅", "只", "已")
"""Words that stress a number, and leave it open whether it is the size of a change or its end."""
_FURTHEST = 6
"""Words that are read on each side."""

_LAST_OF_A_WORD = re.compile(
    "[通经透不胜]过|[附最靠]近|[许很更众]多|[最较很][高低]|提升|[至很缺]少|[国拥没所占共]有|[就还但于总]是|[认作成因以行]为|"
    "左右|[直得看感受]到|[打突]破"
)
"""Words that end in one of the vocabulary and mean something else, unless the vocabulary has them too."""

_SIGNS = re.compile(r"[\s(（:：,，>》一-鿿]$")
_OF_THE_NEXT = re.compile(r"\s*(?:[至到了为达由]|[0-9]|(?:to|at|from|by|on)(?![a-z]))")
_SCALE = re.compile(
    r"\s*(?:[十百千万亿]+|(?:"
    + "|".join(sorted((re.escape(word) for word in SCALES if word.isascii() and len(word) > 2), key=len, reverse=True))
    + r")(?![a-z]))|(?:k|m|bn|tn|mn|b)(?![a-z])"
)
_MORE = re.compile("\\s*(?:[多余几](?![万亿])|odd(?![a-z]))|(?<=[年倍成])半(?![年天导])")
_BELOW_NOTHING = re.compile(r"\(([0-9.,]+)\)(\s*(?:%|percent))?")
_UNKNOWN = Word("", "", "")
_FAR_END = re.compile("[0-9%‰十百千万亿][-~—]$")
_DASH = re.compile("[-~—]")
_NUMERAL_END = re.compile("[0-9零〇一二三四五六七八九十百千万亿几数两半]$|[a-z]$")


def left_out(file: str, row: Row, note: Note, unit: str) -> Iterator[Problem]:
    """Words or dates beside a figure that are no part of it, unless the column `beside` says why.

    A reason that stands there for a word excuses no date that it doesn't name.
    """
    printed, reason = row["printed"], row["beside"]
    missed = [found for place in _places(row, note) if (found := touching(*place, unit)) is not None]
    dated = contradicted(row, note)
    if reason and not (missed or dated):
        message = f"{shown(reason)}, but no word and no date beside {printed!r} needs a reason; clear it"
        yield Problem(file, row.line, "beside", message)
    if missed and not reason:
        longer, words = missed[0]
        yield Problem(
            file,
            row.line,
            "printed",
            f"{printed!r} leaves out {' and '.join(map(repr, words))}, which the note has beside it: print {longer!r}, "
            f"or say in the column beside why it is no part of the figure",
        )
    if dated and not (reason and (not missed or any(period[:4] in reason for _, period in dated))):
        said = " and ".join(f"{text!r} ({period})" for text, period in dated)
        message = (
            f"{row['period']}, but beside {printed!r} the note says {said}; correct the period, or say in the column "
            f"beside why that date is not the figure's"
        )
        yield Problem(file, row.line, "period", message)


def _places(row: Row, note: Note) -> Iterator[tuple[str, int, int]]:
    printed, quote = row["printed"], row["quote"]
    passage = note.passage(row["line"]) or ""
    if passage.count(quote) == 1 and quote.count(printed) == 1 and printed:
        start = passage.index(quote) + quote.index(printed)
        yield passage, start, start + len(printed)
    for other in filter(None, row["also_on"].split(";")):
        text = note.passage(other) or ""
        if text.count(printed) == 1:
            yield text, text.index(printed), text.index(printed) + len(printed)


def touching(line: str, start: int, end: int, unit: str) -> tuple[str, list[str]] | None:
    """The longer phrase that a stretch of a line is part of, and the words that it adds; None if it is whole.

    Example:
        >>> touching("用户超过3.5亿人，增长快", 4, 8, "user")
        ('超过3.5亿', ['超过'])
        >>> touching("Shipments fell by 14.8% in 2018", 18, 23, "percent")
        ('fell by 14.8%', ['fell'])
    """
    text = small(folded(line.replace(LINE_BREAK, " ")))
    first, before = _to_the_left(line, text, start, unit)
    last, after = _to_the_right(line, text, start, end, unit)
    bracket = _BELOW_NOTHING.match(text, start - 1) if text[start - 1 : start] == "(" else None
    if bracket and bracket.end(1) == end and (bracket[2] or re.search(r"[$€£¥]\s*$", text[: start - 1])):
        return line[start - 1 : bracket.end()], ["( )"]  # (3.2)% is −3.2%
    words = [line[slice(*at)].strip() for at in (*reversed(before), *after)]
    return (line[first:last], words) if words else None


def _to_the_left(line: str, text: str, start: int, unit: str) -> tuple[int, list[tuple[int, int]]]:
    reach, found, at = start, list[tuple[int, int]](), start
    stated = False
    if _FAR_END.search(text[max(0, start - 2) : start]):
        return start - 1, [(start - 1, start)]
    for _ in range(_FURTHEST):
        stop = at - len(text[max(0, at - 9) : at]) + len(text[max(0, at - 9) : at].rstrip())
        word = _word_before(text, stop)
        begin, said = stop - len(word), BEFORE.get(word)
        currency = _is_currency(word, line[begin:stop])
        if said is None and not currency:
            break
        if said is None or currency:
            counts = begin == start - len(word) or at == start
        elif said.role == "sign" and not word.isalpha():
            counts = stop == start and (not begin or _SIGNS.search(text[begin - 1]) is not None)
        else:
            counts = _matters_before(said, stated=stated) and not (unit == "year" and word == "近")  # the last years
        if said and (said.role in {"range", "rank", "vague"} or (said.role == "level" and said.meaning == "to")):
            break
        stated = stated or bool(said and said.role == "level" and not word.startswith(_STRESS))
        if counts:
            found.append((begin, stop))
        if counts or (found and said and said.role == "base"):
            reach = begin
        at = begin
    return reach, found


def _matters_before(said: Word, *, stated: bool) -> bool:
    """A verb of change before a word that states the level (下降为, down at) says nothing of its size."""
    if said.role == "change":
        return said.meaning == "rate down" or (said.meaning not in {"pace", "rate up"} and not stated)
    return said.role in {"bound", "hedge", "unit", "doubling"} or (said.role == "sign" and said.meaning != "plus")


def _is_currency(word: str, printed: str) -> bool:
    """A code is one in capitals only: all, top and try are codes, too."""
    return word in CURRENCY_WORDS or (word in CURRENCIES and printed.isupper())


def _word_before(text: str, stop: int) -> str:
    """The longest known word that ends there; a Latin word is never a part of a longer one."""
    for length in range(min(_LONGEST, stop), 0, -1):
        word = text[stop - length : stop]
        if word not in BEFORE and word not in CURRENCIES:
            continue
        previous = text[stop - length - 1 : stop - length]
        if word[0].isascii() and word[0].isalnum() and previous.isascii() and previous.isalnum():
            continue
        return "" if length == 1 and _LAST_OF_A_WORD.fullmatch(previous + word) else word
    return ""


def _to_the_right(line: str, text: str, start: int, end: int, unit: str) -> tuple[int, list[tuple[int, int]]]:
    found, at = list[tuple[int, int]](), end
    bare = _NUMERAL_END.search(text[start:end]) is not None and not _ends_in_unit(text[start:end])
    if _DASH.match(text, at) and re.match("[0-9]", text[at + 1 : at + 2]):
        return at + 1, [(at, at + 1)]  # the near end of a range
    if bare and (scale := _SCALE.match(text, at)):
        found, at = [(at, scale.end())], scale.end()
    for _ in range(_FURTHEST):
        if more := _MORE.match(text, at):
            found.append((at, more.end()))
            at = more.end()
            continue
        begin = at + len(text[at:]) - len(text[at:].lstrip())
        word = word_at(text, begin) if begin < len(text) else ""
        if word in CURRENCIES and not _is_currency(word, line[begin : begin + len(word)]):
            break
        counts = _counts_after(word, text, begin + len(word), unit, bare=bare)
        if counts is None:
            break
        at = begin + len(word)
        if counts:
            found.append((begin, at))
        bare = bare and AFTER.get(word, _UNKNOWN).role in {"base", "filler", "bound", "hedge"}
    return (found[-1][1] if found else end), found


def _counts_after(word: str, text: str, stop: int, unit: str, *, bare: bool) -> bool | None:
    """Whether a word behind a number changes what it says; None where the words of the number end.

    Args:
        word: The word.
        text: The line.
        stop: Where the word ends.
        unit: The unit of the measure.
        bare: True if the number has no unit yet.
    """
    said = AFTER.get(word, _UNKNOWN)
    own = word in NOUNS.get(unit, ())
    if word in CURRENCIES and bare and not own:
        return True
    if any(word in nouns for nouns in NOUNS.values()) and said.role != "unit":
        return bare and unit in NOUNS and unit != "rank" and not own
    if said.role == "change":
        return said.meaning != "rate up" and _matters_after(text, stop)
    if said.role in {"bound", "hedge", "unit"}:
        return True
    return False if said.role in {"base", "filler"} and word.isascii() else None


def _matters_after(text: str, stop: int) -> bool:
    return not (_OF_THE_NEXT.match(text[stop : stop + 12]) or _bounds_the_next(text, stop))


def _bounds_the_next(text: str, stop: int) -> bool:
    """五年增长超过一倍: the verb belongs to the number that follows."""
    while stop < len(text) and text[stop] == " ":
        stop += 1
    word = word_at(text, stop) if stop < len(text) else ""
    return word in BEFORE and BEFORE[word].role in {"bound", "hedge", "level", "sign"}


def _ends_in_unit(printed: str) -> bool:
    return any(
        word_at(printed, at) == printed[at:]
        and (AFTER.get(printed[at:], _UNKNOWN).role == "unit" or printed[at:] in CURRENCIES)
        for at in range(max(0, len(printed) - 12), len(printed))
    )
