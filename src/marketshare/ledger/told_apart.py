"""What looks like a number and is no figure, told apart by the words around it.

Each rule says what makes the same word a number, so that none hides one: 一个 is an article, 一个百分点 is not; "one of
the" counts nothing, "one in five" does.

=======================  ==================================================================================
one, 一                  a number before a unit (一倍, 一个百分点, one per cent) or after a word that counts
                         (仅一家, only one); otherwise an article or a pronoun
first, third             a rank after a word of ranks (ranked third) or before one (third place)
a third, a fifth         a fraction, unless it names a further thing (a third firm)
two, these two           a number, unless it points back (these two, the two of them)
several, 几              a number before a unit or a scale; 几 also before what it counts, but not of time (几天) or
                         persons (几位), nor if it points back (这几家)
half, 半                 a number, unless it is of a game or year (the second half, 上半年), or of a word (半导体)
double, twice            a number before what is doubled; doubled, halved always
百, 千, 万, 亿 alone      a number after a bound (过亿, 近百家), or before a unit (千元); not 万达, 千家万户
第三, 前三               a rank, unless it names or lists things (第三方, 第二次, 第一，)
三, 五 alone              a number before what it counts; not in 三心二意
=======================  ==================================================================================
"""

import re
import string

from marketshare.wording.numerals import ENGLISH
from marketshare.wording.parts import Number, word_at
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, CURRENCY_CODES, NOUNS

__all__ = ["CURRENCY_WORDS", "MEASURES", "REACH", "SET_PHRASES", "has_unit", "is_figure", "small", "unit_after"]

REACH = 48
"""Characters within which a number or a period ends."""

_SMALL = str.maketrans(
    string.ascii_uppercase + "這後線帶難連階輪課類節屆應產亂變黃記許認擁沒對",
    string.ascii_lowercase + "这后线带难连阶轮课类节届应产乱变黄记许认拥没对",
)
_TIMES = ("年", "个月", "月", "天", "日", "周", "季", "小时", "分钟", "载")
_TIME = re.compile("(?:year|month|week|day|hour|minute|quarter|decade)s?")
_COMPOUND = re.compile("-([a-z]+)")
CURRENCY_WORDS = CURRENCIES.keys() - set(map(str.lower, CURRENCY_CODES))
"""Signs and words of currencies; a code in small letters may be any word (all, top, try)."""

MEASURES = frozenset("个家项种笔条名位人次款台部座件户号大批轮")
"""Measure words that a reader expects with a numeral, beside the nouns of the vocabulary."""
_FOLLOWED = re.compile(
    r"\s*(?:$|[^\w\s-]|-(?![a-z]))|\s+(?:of|the|its|their|his|her|our|that|this|those|these|what|as|in|on|at|by|to|from|"
    r"for|with|and|or|but|than|more|less|larger|smaller|bigger|higher|lower|over|above|below|between|a|an|is|was|were|are|"
    r"had|has|have|will|would|share|stake|after|before|since|during|while|when|within|each|every|again|last)(?![a-z])"
)
_COUNTING = re.compile(
    r"(?:only|just|exactly|more than|less than|at least|at most|fewer than|over|under|about|nearly) $"
)
_POINTING = re.compile(r"(?:^|[^a-z])(?:these|those|other|both|all|or|(the))\s$")
_FOREMOST = re.compile(r"\s+(?:[a-z]+est|leading|top|main)(?![a-z])")
_RANKED = re.compile(
    r"(?:^|[^a-z])(?:ranked|ranks|rank|ranking|placed|places|came|comes|coming|finished|in|remained|remains|holds|"
    r"took|takes|was|is|were|are|stayed|to)\s(?:a |the |joint )?$"
)
_CLOSED = re.compile(
    r"\s*(?:$|[^\w\s-])|\s+(?:with|in|among|by|behind|after|and|at|globally|overall|worldwide)(?![a-z])"
)
_PLACE = re.compile(
    r"\s+(?:place|position|spot|largest|biggest|in the (?:world|country|market|industry)|worldwide|globally|nationwide)"
    r"(?![a-z])"
)
_PARTS_OF_TIME = re.compile(r"(?:^|[^a-z])(?:first|second|latter|other|better|early|late|own|1st|2nd)[ -]$")
_OF_THE_MULTIPLE = re.compile(
    r"(?:^|[^a-z])(?:to|will|would|could|may|might|can|than|nearly|almost|about|only|roughly)\s$"
)
SET_PHRASES = re.compile(
    "十分(?!之|钟)|万分(?!之)|千万(?=[别不要勿莫])|万一|一一|百分百|七七八八|三三两两|一五一十|千千万万|万万(?=[不没])|"
    "乱七八糟|一成不变|十足|十全|百般|千方百计|万千|亿万|成千上万|成百上千|一年四季|一年到头|年复一年|二次元|一番|一块(?!钱)|"
    "一[些样起直般定旦切方面致味律时向再同共带体]|两[会岸者极端侧难]|[二两三](?:番五次|天两头)|五一(?=[假长黄小期])|"
    "十一(?=[假长黄小期])"
)
"""Phrases in which a numeral counts nothing; each says what makes the same characters a number."""
_NUMERAL = "零〇一二两三四五六七八九十百千万亿几数半多余"
_IDIOM = re.compile(f"([{_NUMERAL}])([^\\W\\da-z{_NUMERAL}])([{_NUMERAL}])([^\\W\\da-z{_NUMERAL}])")
_THING_IN_A_ROW = re.compile(
    r"\s*(?:[方次步天批代手线章节条款届期轮类课性眼种个点丶]|时间|人称|产业|阶段|曲线|反应|要务|印象|件事)"
)
_BACK = re.compile("[这那近前后哪每去上下头]$|最近$|过去$")
_ARTICLE_OF_TIME = re.compile("[这那每某哪新同任又来前后去上下头有早过的第]$|[年]$")


def small(text: str) -> str:
    """Latin letters made small, and the traditional characters of these rules simplified, each in its place."""
    return text.translate(_SMALL)


def unit_after(text: str, end: int) -> int:
    """Where the unit, currency or measure word that follows a number ends; `end` itself if there is none."""
    at = end
    while at < len(text) and at < end + 3 and text[at] in " \t\u3000":
        at += 1
    word = word_at(text, at) if at < len(text) else ""
    if word and (word in CURRENCY_WORDS or _is_unit(word) or _counts(word)):
        return at + len(word)
    for word in (*_TIMES, *MEASURES):
        if text.startswith(word, at):
            return at + len(word)
    return end


def has_unit(text: str, end: int) -> bool:
    """True if a unit or a currency follows a number, not only what is counted."""
    after = unit_after(text, end)
    return after > end and (_is_unit(text[end:after].strip()) or text[end:after].strip() in CURRENCY_WORDS)


def is_figure(text: str, at: int, end: int, number: Number) -> bool:
    """Whether the number that stands there says how many or how much.

    Args:
        text: A line, folded and in small letters.
        at: Where the number begins.
        end: Where it ends.
        number: What it says.
    """
    return (_english if text[at].isascii() else _chinese)(text, at, end, number)


def _is_unit(word: str) -> bool:
    return word in AFTER and AFTER[word].role == "unit"


def _counts(word: str) -> bool:
    return any(word in nouns for nouns in NOUNS.values())


def _english(text: str, at: int, end: int, number: Number) -> bool:
    said, before = text[at:end], text[max(0, at - 20) : at]
    compound = _COMPOUND.match(text, end)
    if compound and (said == "half" or not (word_at(text, end + 1) or _TIME.fullmatch(compound[1]))):
        return False
    numeral, last = number.numeral, said.split()[-1]
    if numeral is not None and numeral.form == "few" and numeral.upto == 10:
        return has_unit(text, end) or re.match(r"\s+orders", text[end : end + 8]) is not None
    if said == "one":
        if before.endswith("at ") and text.startswith("point", end + 1):
            return False
        return has_unit(text, end) or _COUNTING.search(before) is not None
    if number.form == "plain" and ENGLISH.get(said, 99) < 4 and (points := _POINTING.search(before)):
        return bool(points[1]) and _names(text, end, said)
    if number.form == "rank":
        return _english_rank(text, end, said, before)
    if number.form == "fraction":
        return _english_fraction(text, end, said, before)
    if number.form == "ratio" and last in {"double", "doubles", "triple", "triples", "treble", "twice", "thrice"}:
        return _OF_THE_MULTIPLE.search(before) is not None or _follows(text, end)
    if number.form == "share":
        return text.startswith(" of ", end)
    return number.form != "amount"


def _names(text: str, end: int, said: str) -> bool:
    """True for the three carriers, the two largest firms; not for the two, the two sides."""
    if said == "two":
        return unit_after(text, end) > end or _FOREMOST.match(text[end : end + 16]) is not None
    return not _follows(text, end)


def _english_rank(text: str, end: int, said: str, before: str) -> bool:
    if said == "largest" or re.fullmatch("no [a-z]+", said):
        return False
    if not re.fullmatch("[a-z]+", said):
        return True  # second-largest, no. 2, top three
    if before.endswith("in the ") and text.startswith(" place", end):
        return False
    if _PLACE.match(text[end : end + 24]):
        return True
    return _RANKED.search(before) is not None and _CLOSED.match(text[end : end + 12]) is not None


def _english_fraction(text: str, end: int, said: str, before: str) -> bool:
    if said.startswith("half"):
        return _PARTS_OF_TIME.search(before) is None
    if said in {"a quarter", "one quarter"}:
        return re.match(r"\s+(?:ago|earlier|later|before|after|ended)", text[end : end + 10]) is None and _follows(
            text, end
        )
    return not re.match("an? ", said) or _follows(text, end)


def _follows(text: str, end: int) -> bool:
    """True where the noun is left out or has a word of its own: a third of, double the."""
    return _FOLLOWED.match(text[end : end + 16]) is not None


def _chinese(text: str, at: int, end: int, number: Number) -> bool:
    said, before = text[at:end], text[max(0, at - 6) : at]
    if number.form in {"plain", "fraction"} and _is_idiom(text, at):
        return False
    if before.endswith("双"):
        return False  # 双十一
    if number.form == "rank":
        return _chinese_rank(text, end, said, before)
    if number.form == "fraction" and said == "半":
        if re.match("个[百千万]?亿", text[end : end + 3]):
            return True
        if re.match(r"\s*(?:年|个月|小时)", text[end : end + 4]):
            return re.search("[上下前后大多]$", before) is None
        return has_unit(text, end) or _bounded(before) or before.endswith("占")
    if number.form == "amount" and said.startswith("上"):
        return re.search("[以线网之街身路市海台]$", before) is None
    if number.form != "plain":
        return True
    return _chinese_numeral(text, end, said, before)


def _chinese_rank(text: str, end: int, said: str, before: str) -> bool:
    if said in {"最大", "前一"}:
        return False
    if said.startswith("前"):
        return not re.search("[之以目此提当面眼日年月天跟先从空事]$", before) and not text.startswith(("者", "天"), end)
    if not said.startswith("第"):
        return True
    listed = (
        said[-1] not in "大名位强" and text[end : end + 1] in {*",、:。"} and re.search(r"^$|[\s,。;:!?(、]$", before)
    )
    return not listed and _THING_IN_A_ROW.match(text, end) is None


def _chinese_numeral(text: str, end: int, said: str, before: str) -> bool:
    counted = unit_after(text, end) > end
    if re.search("[百千万]分之$", before):
        return True
    if said == "一":
        after = text[end : unit_after(text, end)].strip()
        if after in {"年", "个月", "周", "季"}:
            return _ARTICLE_OF_TIME.search(before) is None
        return has_unit(text, end) or re.search("仅有?$|只有$|至少$|不足$|不到$|超过$|共$", before) is not None
    if said[-1] in "几数" and len(said.lstrip("好")) == 1:
        if said == "数" and not re.search(r"^$|[\s,。;:、(有了等约近达曾连的在]$", before):
            return False  # 用户数, 倍数
        vague = re.match("[天日年周位次]|个(?:月|小时|星期)", text[end : end + 3])
        return counted and vague is None and _BACK.search(before) is None
    if said in {"百", "千", "万", "亿", "十"}:
        closed = re.match(r"\s*(?:$|[^\w\s]|级|大关|的)", text[end : end + 3]) is not None
        if text.startswith("级", end) and said != "百":
            return True
        return (counted and (has_unit(text, end) or said == "十")) or (_bounded(before) and (counted or closed))
    if re.search("[廿卅卌点]|.[十百千万亿几数]|[十百千万亿几数].", said):
        return True
    return counted and not (said in {"两", "三"} and re.search("[这那]$", before))


def _bounded(before: str) -> bool:
    """True after a word that bounds or hedges a number: 过, 近, 超过."""
    bare = before.rstrip()
    return any(bare[-length:] in BEFORE and BEFORE[bare[-length:]].role in {"bound", "hedge"} for length in (1, 2, 3))


def _is_idiom(text: str, at: int) -> bool:
    """三言两语, 一波三折, 千家万户: two numerals by turns with what nobody counts."""
    for start in (at, at - 2):
        match = _IDIOM.match(text, start) if start >= 0 else None
        if match and not has_unit(text, start + 1):
            if match[1] in "百千万" and match[3] in "百千万":
                return True
            return not all(char in MEASURES or char in "年月日天周季" for char in match.group(2, 4))
    return False
