"""Numerals: digits, decimals, 万 and 亿, Chinese numerals, and how finely they are printed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

import cn2an

from marketshare.wording.errors import WordingError

__all__ = ["NUMERAL", "Numeral", "normalise", "read_numeral"]

MAGNITUDES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "兆": 1_000_000_000_000}

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[零〇一二三四五六七八九]+)?"
_SEGMENT = re.compile(rf"(?P<coefficient>{_ARABIC}|{_CHINESE})(?P<magnitude>[十百千]?[万亿兆]+|[十百千](?![万亿兆]))?")
NUMERAL = rf"(?:(?:{_ARABIC}|{_CHINESE})[十百千万亿兆]*)+|[十百千万亿]+"


@dataclass(frozen=True)
class Numeral:
    """A number as printed.

    Attributes:
        value: The number.
        place: The unit of its last significant place: 0.01 亿 for 11.33亿, 100 亿 for 700亿, 1,000 for 8000.
        is_count: True for a plain whole number in digits (708), which is taken as counted, not rounded.
    """

    value: Decimal
    place: Decimal
    is_count: bool

    @property
    def half_step_down(self) -> Decimal:
        """Half the distance to the next smaller number that would have been printed as finely.

        At a power of ten with one significant digit (1亿) the step below is a tenth of the one above.
        """
        return self.place / 20 if self.value == self.place else self.place / 2

    @property
    def half_step_up(self) -> Decimal:
        """Half the distance to the next larger number that would have been printed as finely."""
        return self.place / 2


def normalise(text: str) -> str:
    """Half-width forms, no white space: ``２．５ 亿`` becomes ``2.5亿``.

    Notes break lines and set spaces anywhere, even inside a word (交 易), so space carries no meaning.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def read_numeral(text: str) -> Numeral:
    """Read one numeral, already normalised.

    Raises:
        WordingError: it isn't one, or its magnitudes don't descend (``2千1亿``).

    Example:
        >>> read_numeral("11.33亿").value, read_numeral("1亿2千万").value, read_numeral("一点五亿").value
        (Decimal('1133000000'), Decimal('120000000'), Decimal('150000000'))
        >>> read_numeral("700亿").place
        Decimal('10000000000')
    """
    if text and all(char in MAGNITUDES for char in text) and text[0] in "百千万亿兆":
        text = "一" + text  # 上亿, 近百万: the one is left out
    segments = list(_SEGMENT.finditer(text))
    if not segments or "".join(segment.group() for segment in segments) != text:
        raise WordingError(f"not a numeral: {text!r}")
    total, place, last_magnitude = Decimal(0), Decimal(0), None
    for segment in segments:
        coefficient, coefficient_place = _coefficient(segment["coefficient"], text)
        magnitude = _magnitude(segment["magnitude"] or "")
        if last_magnitude is not None and coefficient * magnitude >= last_magnitude:
            raise WordingError(f"the parts of {text!r} do not descend")
        total += coefficient * magnitude
        place = coefficient_place * magnitude
        last_magnitude = magnitude
    value = total.normalize() + 0  # 1.133E+9 -> plain digits below
    is_count = len(segments) == 1 and re.fullmatch(r"[\d,]+", text) is not None
    is_count = is_count or re.fullmatch(r"[一二两三四五六七八九]?十?[一二三四五六七八九]?|零", text) is not None
    return Numeral(Decimal(f"{value:f}"), Decimal(f"{place:f}"), is_count)


def _coefficient(text: str, whole: str) -> tuple[Decimal, Decimal]:
    digits = text.replace(",", "")
    if not digits[0].isdigit():
        try:
            digits = str(cn2an.cn2an(_formal(text), "strict"))
        except ValueError as error:
            raise WordingError(f"not a numeral: {text!r} in {whole!r}") from error
    value = Decimal(digits)
    if "." in digits:
        return value, Decimal(1).scaleb(-len(digits.partition(".")[2]))
    trailing_zeros = len(digits) - len(digits.rstrip("0")) if value else 0
    return value, Decimal(1).scaleb(trailing_zeros)


def _formal(text: str) -> str:
    """What cn2an's strict mode reads: 二 for 两, 零 for 〇, simple for banker's forms."""
    return text.translate(str.maketrans("两〇壹贰叁肆伍陆柒捌玖拾佰仟", "二零一二三四五六七八九十百千"))


def _magnitude(text: str) -> int:
    product = 1
    for char in text:
        product *= MAGNITUDES[char]
    return product
