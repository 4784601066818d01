"""Forms: one writing for what means the same, whatever the spaces, widths, script and dashes of the page."""

import re
import unicodedata

from marketshare.wording.errors import WordingError
from marketshare.wording.vocabulary import CURRENCIES, CURRENCY_CODES

__all__ = ["LOCALES", "folded", "normalise", "plain_digits", "readable"]

LOCALES = {
    "en": (".", ","), "zh-CN": (".", ","), "zh-TW": (".", ","), "de": (",", "."), "fr": (",", "\u202f"),
}  # fmt: skip
"""The decimal mark, and the mark between groups of three digits, of each locale that a source may declare."""

LONGEST = 120
"""Characters, without space, of the longest text that is taken for a number phrase."""

_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2212\ufe63"
_LONG_DASHES = "\u2014\u2015\u2500"
_TRADITIONAL = (
    "億亿萬万兩两倆俩點点餘余幾几數数個个約约過过達达佔占長长於于間间漲涨擴扩縮缩減减財财飆飙躍跃擊击僅仅將将"
    "進进較较爲为為为與与從从總总計计營营虧亏損损淨净級级別别規规雙双單单據据額额場场業业務务號号種种條条項项"
    "張张輛辆筆笔戶户帳账賬账員员門门國国幣币圓圆歐欧鎊镑韓韩盧卢紐纽臺台噸吨隻只顆颗塊块鐘钟續续環环預预會会"
    "歷历錄录強强頭头來来開开報报當当內内勁劲劇剧銳锐時时體体樣样穩稳顯显貳贰陸陆衝冲網网蘭兰輕轻頂顶佈布凈净"
    "勢势○〇卄廿遠远復复複复繼继躋跻廠厂並并併并則则剛刚彈弹曆历滿满爾尔經经聯联調调負负軍军銀银錢钱麥麦掛挂"
    "沖冲碼码緻致臨临裡里裏里迴回驟骤亞亚馬马揚扬蟬蝉設设備备機机終终車车關关銖铢緩缓遜逊邁迈錶表電电腦脑鋭锐"
    "斬斩維维貨货滲渗蓋盖轉转實实現现銷销潤润闖闯圍围際际義义費费準准產产區区徑径歸归稅税攔拦夥伙"
)
"""Traditional characters of the vocabulary, each before its simplified one."""
_TO_SIMPLIFIED = dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True))
_FOLDED = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_LONG_DASHES, "—")
    | {"\u301c": "~", "\u2019": "'", "\u2018": "'", "⁓": "~", "∼": "~"}
    | _TO_SIMPLIFIED
)
_UNSEEN = str.maketrans(dict.fromkeys(_INVISIBLE, ""))
_GROUP_SPACES = "\u2009\u202f"
"""Thin spaces: nobody sets them between two numbers."""

_FOOTNOTE = re.compile(r"(?<=[^\d\W]|[%‰)])(?:[¹²³⁰⁴-⁹]+| ?\([1-9]\)|\([1-9]\d\))$|(?:[*†‡§]+|\[\d{1,2}\]|\[[a-z]\])$")
_BRACKETED = re.compile(r"(\D*)[\[(](\d[\d.,]*%?(?:-|~|—)\d[\d.,]*%?)[\])](.*)")
_BELOW_NOTHING = re.compile(r"([^\d()]{0,6})\((\d[\d.,]*)(%?)\)([^\d()]*)")
_TRILLIONS = re.compile(r"([$€£¥]\d[\d.]*) ?t(?![a-z])")
_THREE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_FOREIGN_AFTER = re.compile(
    r"(?P<space>\s+(?=%))|\s*(?:[kmb]|mio\.?|mrd\.?|md|mds)?\s*[€$£¥₩₽₹₺₫฿](?![\d])|\s*(?:mio|mrd|md|milliard|million|billion)e?n"
    r"|\s*(?:mio|mrd|md|mds|milliards?)\b|\s*(?:millions|milliards|milliarden|millionen)?\s*(?:d'euros?|euro)\b"
)


def normalise(text: str) -> str:
    """Half-width simplified forms, one kind of dash, no white space: ``２．５ 億`` becomes ``2.5亿``.

    Notes break lines and set spaces anywhere, even inside a word (交 易).
    Characters that stand for the same one in another width, script or private order (⼆ for 二), are
    replaced; those that would change a number are left alone, to be refused: 10² is not 102, ⑩ is not 10.

    Example:
        >>> normalise(" ２．５ 亿"), normalise("3 – 5 億"), normalise("10²")
        ('2.5亿', '3-5亿', '10²')
    """
    return re.sub(r"\s+", "", folded(_visible(text)))


def readable(printed: str, locale: str = "", kind: str = "") -> str:
    """The form in which a phrase is read: small letters, digits without separators, spaces only between Latin words.

    A footnote mark at the end goes; ``(3.2)%`` becomes ``-3.2%``, and ``[20-30]%`` loses its brackets.

    Raises:
        WordingError: it is empty, or too long for a number phrase; a space or a separator that may join two numbers or
            part one; a dash, or parentheses, that need not mean a minus.
    """
    if len(printed) > 20 * LONGEST:
        raise WordingError(f"too long for a number phrase: {printed[:30]!r}…")
    if locale and locale not in LOCALES:
        raise WordingError(f"unknown locale {locale!r}; one of {', '.join(LOCALES)}")
    spaces = _GROUP_SPACES + ("\u00a0 " if locale == "fr" else "")
    text = re.sub(rf"(?<=\d)[{spaces}](?=\d{{3}}(?!\d))", "\u202f", printed)
    if re.match(r"\s*(?:[\u2010-\u2013-]\s+|[\u2014\u2015\u2500])", text):
        raise WordingError("a dash before the number may be a minus or none; leave it out, or print − for a minus")
    marked = folded(_visible(text).replace("\u202f", "\ue000")).lower().strip()
    text = _footnotes(re.sub(r"\s+", " ", marked))
    if not text:
        raise WordingError("a number phrase is expected, found nothing")
    if len(text) > LONGEST:
        raise WordingError(f"too long for a number phrase: {printed[:30]!r}…")
    _check_spaces(text)
    text = _TRILLIONS.sub(r"\1 trillion", plain_digits(text, locale))
    text = re.sub(r"(?<=\d)\+ ?((?:m|b|tr)illion)(?![a-z])", r" \1+", text)  # 900+ million
    if locale == "zh-TW" or "台币" in text:
        text = text.replace("兆", "万亿")
    text = re.sub(r"(?<![a-z]) ([$€£¥])|([$€£¥]) ", r"\1\2", text)  # a $5 loss is not in A$
    text = re.sub(r" ?([^a-z0-9 $€£¥]) ?", r"\1", text)
    text = re.sub("(?<![0-9.])([一二三四五六七八1-8])、(?=([二三四五六七八九2-9])(?![0-9.]))", _consecutive, text)
    text = re.sub(r"(?<=[^-~—])([-~—])\1+", r"\1", text)
    text = re.sub(r"^\(([+-]\d[\d.]*%?)\)$", r"\1", text)  # (+3%) has its sign
    text = re.sub(r"^\(([$€£¥])(\d[\d.]*)\)(?= ?[a-z])", r"\1(\2)", text)  # ($418) million
    if match := _BRACKETED.fullmatch(text):
        text = match[1] + match[2] + match[3]
    elif match := _BELOW_NOTHING.fullmatch(text):
        currency = not match[1] or match[1].strip() in CURRENCIES
        if "\uff08" in printed or not currency or (match[3] and kind == "level"):
            raise WordingError("a number in parentheses: below nothing, or an aside? Print it without them, or with −")
        text = f"{match[1]}-{match[2]}{match[3]}{match[4]}"
    return text.strip()


def _check_spaces(text: str) -> None:
    """Two cells of a table that stand side by side are two numbers: 2 17.3%, 5% -3%."""
    if match := re.search(r"[\d.,]*\d \d[\d.,]*", text):
        raise WordingError(f"one number or two? {match.group()!r}: a space between digits joins nothing")
    if match := re.search(r"[\d%‰亿万元] ([-~])[$€£¥]?\d", text):
        raise WordingError(f"a range, or two numbers? A space stands before {match[1]!r} and none after it")


def plain_digits(text: str, locale: str = "") -> str:
    """The text with its numbers as ``1462.5``: no separators of thousands, and a decimal point.

    Raises:
        WordingError: separators that stand where none may; or that may be of thousands or of decimals, if no locale
            says which and the sign or unit is not written the English or Chinese way (``48.400 €``, ``2,125 %``).

    Example:
        >>> plain_digits("1,462.5 and 0.125"), plain_digits("1.234,5 Mio. €", "de")
        ('1462.5 and 0.125', '1234.5 Mio. €')
    """
    point, comma = LOCALES.get(locale, (".", ","))
    comma = "\ue000" if comma == "\u202f" else comma
    grouped = re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(comma)}\d{{3}})+(?:{re.escape(point)}\d+)?")
    narrow = re.compile(rf"[1-9]\d{{0,2}}(?:\ue000\d{{3}})+(?:{re.escape(point)}\d+)?")
    single = re.compile(rf"(?:0|[1-9]\d*)(?:{re.escape(point)}\d+)?")

    def plain(match: re.Match[str]) -> str:
        digits = match.group()
        code = re.compile(r"\s*([a-z]{3})(?![a-z])").match(text, match.end()) if "." in digits else None
        foreign = _FOREIGN_AFTER.match(text, match.end()) or (code and code[1].upper() in CURRENCY_CODES)
        if not locale and _THREE.fullmatch(digits) and foreign:
            ways = digits.replace(",", "."), digits.replace(",", "").replace(".", "")
            raise WordingError(f"{digits!r} may be {ways[0]} or {ways[1]}: declare the source's locale (en, de, fr, …)")
        for pattern, mark in ((single, ""), (grouped, comma), (narrow, "\ue000")):
            if pattern.fullmatch(digits):
                return digits.replace(mark, "").replace(point, ".") if mark else digits.replace(point, ".")
        raise WordingError(f"{digits!r} is no number" + (f" in locale {locale}" if locale else " written 1,462.5"))

    return re.sub(r"\d[\d.,\ue000]*\d|\d", plain, text, flags=re.ASCII)


def _consecutive(match: re.Match[str]) -> str:
    """三、四千万 is 三四千万; 三、五 are two."""
    first, second = (int(digit) if digit.isascii() else "零一二三四五六七八九".index(digit) for digit in match.groups())
    return f"{match[1]}-" if second == first + 1 else match.group()


def _footnotes(text: str) -> str:
    return _FOOTNOTE.sub("", text).strip()


def folded(text: str) -> str:
    """The text character by character in half-width, simplified forms with one kind of dash; as long as it was.

    Example:
        >>> folded("２．５ 億"), folded("10²"), len(folded("…"))
        ('2.5 亿', '10²', 1)
    """
    return text if text.isascii() else "".join(map(_usual, text)).translate(_FOLDED)


def _visible(text: str) -> str:
    return text if text.isascii() else text.translate(_UNSEEN)


def _usual(char: str) -> str:
    tag, _, codes = unicodedata.decomposition(char).rpartition("> ")
    same = (not tag and codes) or tag in {"<wide", "<narrow", "<noBreak", "<small"}
    same = same or (tag == "<compat" and " " not in codes)
    usual = unicodedata.normalize("NFKC", char) if same else char
    return usual if len(usual) == 1 else char
