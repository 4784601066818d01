"""English number words: twenty-five, half a million, two thirds."""

import re

from marketshare.wording.forms import DIGITS

__all__ = ["SCALE", "english_fraction", "english_numeral"]

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: number for number, word in enumerate([*_UNITS, *_TEENS], 1)}
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_VALUES |= {ten + dash + unit: _VALUES[ten] + _VALUES[unit] for ten in _TENS for unit in _UNITS for dash in ("", "-")}

_SIZES = {
    **dict.fromkeys(("thousand", "k"), 10**3),
    **dict.fromkeys(("million", "mln", "mn", "m"), 10**6),
    **dict.fromkeys(("billion", "bn", "b"), 10**9),
    **dict.fromkeys(("trillion", "trn", "tn"), 10**12),
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


SCALE = _either(_SIZES)
"""Words and letters that scale a number: million, bn, k."""

_WORDS = re.compile(rf"({DIGITS}|{_either(_VALUES)}|a(?=hundred|{SCALE}))(?:-?(hundred))?(?:-?({SCALE}))?")
_FRACTION = re.compile(
    rf"(?:a|one)-?(?P<one>{_either(_PARTS)})|(?P<top>{_either(_VALUES)})-?(?P<many>{_either(_PARTS)})s"
)
_ONE_IN = re.compile(rf"({_either(_VALUES)}|[1-9][0-9]?)in({_either(_VALUES)}|[1-9][0-9]?)")


def english_numeral(text: str) -> tuple[str, int, bool] | None:
    """The digits and the size of a number with English words in it, and whether the digits are words too; or None.

    Example:
        >>> english_numeral("twenty-fivemillion"), english_numeral("2.5bn"), english_numeral("ahundred")
        (('25', 1000000, True), ('2.5', 1000000000, False), ('100', 1, True))
    """
    match = _WORDS.fullmatch(text)
    if match is None:
        return None
    number = "1" if match[1] == "a" else str(_VALUES.get(match[1], match[1]))
    if match[2]:
        if not number.isdigit() or len(number) > 2:
            return None
        number += "00"
    return number, _SIZES.get(match[3], 1), match[2] is not None or not match[1][0].isdigit()


def english_fraction(text: str) -> tuple[int, int] | None:
    """Numerator and denominator of a fraction in words, or None.

    Example:
        >>> english_fraction("twothirds"), english_fraction("aquarter"), english_fraction("oneinfour")
        ((2, 3), (1, 4), (1, 4))
    """
    if match := _ONE_IN.fullmatch(text):
        top, bottom = (_VALUES.get(word) or int(word) for word in match.groups())
        return top, bottom
    if match := _FRACTION.fullmatch(text):
        return (1, _PARTS[match["one"]]) if match["one"] else (_VALUES[match["top"]], _PARTS[match["many"]])
    return None
