"""Inputs for fuzzing: phrases, periods, CSV texts and damaged studies, from a seed."""

import copy
import csv
import io
import json
import random
from pathlib import Path

from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS / "frozen_study"
UNITS = ("percent", "percentage_point", "hhi_point", "ratio", "CNY", "user", "visit", "transaction", "count", "rank",
         "year", "unit", "tonne", "minute", "per_mille", "basis_point", "USD", "EUR", "HKD", "JPY", "GBP")  # fmt: skip

_LINES = (TESTS / "wording/phrases.txt").read_text("utf-8").splitlines()
PHRASES = [tuple(part.strip() for part in line.split("|")[:2]) for line in _LINES if line and line[0] != "#"]
# fmt: off
PIECES = [
    *BEFORE, *AFTER, *CURRENCIES, *sorted(set().union(*NOUNS.values())),
    *"0123456789零〇一二三四五六七八九十百千万亿点两俩半几数多余倍番成折第翻壹贰叁拾佰仟",
    *".,%-~±/()（）＋－．，％０９²½①㊀", " ", "\u3000", "\u200b", "\u00a0", "\ud800", "\U0001d7d8", "٣",
    "百余", "两位数", "翻", "同比", "-fold", "double-digit", "mid-20s", "¹", "(", "[20-30]", "crore", "MM",
    "million", "bn", "k", "half a ", "third", "and", "个百分点", "pp", "fold", "分之", "百分之",
    "1e9", "inf", "nan", "-0", "99999999999999999999", "0.0000000000000000001",
]
PERIOD_PIECES = [
    "2018", "2019", "18", "17/18", "2016/2018", "Q1", "Q5", "H1", "H3", "FY", "02", "31", "30", "29", "6", "13", "0000",
    "年", "月", "日", "号", "季度", "上半年", "下半年", "财年", "截至", "为止", "底", "末", "初", "第", "一", "四",
    "十二", "二〇一八",
    "民国", "98", "107", "9M", "度", "财年", "三个月", "止", "前三", "quarter ended", "six months", "FY2024Q3", "'",
    "end-", "June", "Sept.", "first", "quarter", "half", "of", "-", "/", ".", ",", " ", "９", "\u200b", "\ud800", "②",
]
PERIODS = ["2018", "2018年上半年", "Q1 2018", "18Q1", "截至2019年6月30日", "2018财年", "17/18年", "June 2018"]
CSV_PIECES = [
    '"', '""', ",", "\n", "\r\n", "\r", ";", "\t", "\0", "\ufeff", "=1+1", "#REF!", "４９．９％", "\u200b", "a", "id",
    " ",
]
CELLS = [
    "", " ", "x", "-0", "NaN", "inf", "1e400", "9" * 5000, "٤٩", "４９．９％", "1,133,000", "49,9", "4.99E+01", "#REF!",
    "=1+1",
    "@x", "Jan-18", "2018/6/30", "2019-02-31", "43281", "2018/2016", "1/0", "0/0", "\u00a0", "49.9\u200b", "\x1b[31m",
    "\0",
    "[1, 2]", "(inf, 1)", "[nan, 1]", "[1e999, inf)", "1-2", "2-1", "1;1", "0", "-1", "1" * 30, "seeds", "..", "/etc",
    "a" * 300, "stated", "ambiguous", "unreadable", "rank", "percent", "missing(a; b)", "leads(a; b; second=c)",
    "f() and g()", "missing()", "ranked(x; y)", "at_most_part(a; b; 1/0)", "第二", "超过2.5亿", "32倍", "几十倍", "1/4",
    "⏎",
    "\ud800",
]
VALUES = [
    None, True, 0, -1, 1.5, "", "x", "(", [], {}, ["id"], [[]], {"fields": []}, "../x", "figures.schema.json", "id",
    "9" * 50,
]
# fmt: on
STRANGE = (0x20, 0x7E, 0xA0, 0x2000, 0x206F, 0x3007, 0x4E00, 0x9FFF, 0xD800, 0xFF00, 0xFFEF, 0x1F600)


def phrase(dice: random.Random) -> tuple[str, str]:
    """A number phrase and a unit: of the table, damaged, crossed, put together, or no phrase at all."""
    text, unit = dice.choice(PHRASES)
    if dice.random() < 0.3:
        unit = dice.choice(UNITS)
    way = dice.random()
    if way < 0.45:
        text = _damaged(text, PIECES, dice)
    elif way < 0.65:
        other = dice.choice(PHRASES)[0]
        text = text[: dice.randint(0, len(text))] + other[dice.randint(0, len(other)) :]
    elif way < 0.95:
        text = "".join(dice.choices(PIECES, k=dice.randint(1, 7)))
    else:
        text = "".join(_strange(dice) for _ in range(dice.randint(0, 30)))
    return text, unit


def period(dice: random.Random) -> str:
    """A period, damaged, or put together of its parts."""
    if dice.random() < 0.5:
        return _damaged(dice.choice(PERIODS), PERIOD_PIECES, dice)
    return "".join(dice.choices(PERIOD_PIECES, k=dice.randint(1, 7)))


def csv_bytes(dice: random.Random) -> bytes:
    """A CSV file of a few rows, damaged, in some encoding."""
    rows = ["id,name,value", 'a,"A, B",1', "b,B,2", "c,,"]
    text = "\n".join(dice.choices(rows[1:], k=dice.randint(0, 4)) if dice.random() < 0.1 else rows)
    for _ in range(dice.randint(0, 4)):
        text = _damaged(text, CSV_PIECES, dice)
    encoding = dice.choice(["utf-8"] * 8 + ["utf-8-sig", "utf-16", "gb18030", "latin-1"])
    raw = bytearray(text.encode(encoding, "replace"))
    for _ in range(dice.choice([0, 0, 0, 1, 3])):
        raw.insert(dice.randint(0, len(raw)), dice.randrange(256))
    return bytes(raw)


def damage(files: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """The files of a study that are changed, damaged: cells, bytes, rows, or the package itself."""
    name = dice.choice(sorted(files))
    way = dice.random()
    if name.endswith(".json") and way < 0.8:
        return {name: _damaged_json(files[name], dice)}
    if name.endswith(".csv") and way < 0.75:
        return {name: _damaged_cells(files[name], dice)}
    raw = bytearray(files[name])
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(raw))
        if dice.random() < 0.5:
            raw[at : at + dice.randint(0, 40)] = b""
        else:
            raw[at:at] = dice.choice(CSV_PIECES + CELLS).encode("utf-8", "replace")
    return {name: bytes(raw)}


def payload(outputs: list[dict[str, object]], dice: random.Random) -> dict[str, object]:
    """An output of `show`, with one to three members of it or of its payload changed."""
    data = copy.deepcopy(dice.choice(outputs))
    for _ in range(dice.randint(1, 3)):
        if dice.random() < 0.15:
            data[dice.choice(sorted(data))] = dice.choice([*VALUES, "<svg></svg>", "<svg><script/></svg>"])
        else:
            _damage_inside(data, dice, depth=14)
    return data


def reports(files: dict[str, bytes], dice: random.Random) -> dict[str, bytes | str]:
    """What reports, stored runs and notebooks hold, damaged; a text is a link to what it names, "" a pipe."""
    name = dice.choice(sorted(files))
    way = dice.random()
    if way < 0.1:
        return {name: dice.choice(["", "/dev/zero", "../../outside/precious.txt", "nothing", "."])}
    if way < 0.35 and name.endswith(("manifest.json", ".inputs")):
        names = dice.choices(
            ["../../outside/precious.txt", "../data/entities.csv", "report.html", "/etc/x", "", "x"], k=2
        )
        return {"reports/manifest.json": json.dumps(dict.fromkeys(names, "0" * 64)).encode()}
    if way < 0.75 and name.endswith((".json", ".ipynb")):
        return {name: _damaged_json(files[name], dice, depth=16)}
    return damage({name: files[name]}, dice)


def _damaged_cells(raw: bytes, dice: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    for _ in range(dice.randint(1, 3)):
        row = dice.choice(rows if dice.random() < 0.05 else rows[1:] or rows)
        at = dice.randrange(len(row))
        choice = dice.random()
        if choice < 0.5:
            row[at] = dice.choice(CELLS)
        elif choice < 0.7:
            row[at] = dice.choice(rows)[at]
        elif choice < 0.9:
            row[at] = _damaged(row[at], PIECES + CELLS, dice)
        else:
            rows.append(list(row))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _damaged_json(raw: bytes, dice: random.Random, depth: int = 8) -> bytes:
    content = json.loads(raw)
    _damage_inside(content, dice, depth)
    return json.dumps(content).encode()


def _damage_inside(content: object, dice: random.Random, depth: int) -> None:
    """Change or delete a member somewhere in plain data."""
    at = content
    for _ in range(dice.randint(0, depth)):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = dice.choice(keys)
        if not isinstance(at[key], dict | list) or dice.random() < 0.2:
            if dice.random() < 0.5:
                at[key] = dice.choice(VALUES)
            else:
                del at[key]
            break
        at = at[key]


def _damaged(text: str, pieces: list[str], dice: random.Random) -> str:
    for _ in range(dice.randint(0, 3)):
        at = dice.randint(0, len(text))
        way = dice.random()
        if way < 0.3:
            text = text[:at] + text[at + dice.randint(1, 3) :]
        elif way < 0.8:
            text = text[:at] + dice.choice(pieces) + text[at:]
        else:
            end = min(len(text), at + dice.randint(1, 5))
            text = text[:end] + text[at:end] + text[end:]
    return text


def _strange(dice: random.Random) -> str:
    return chr(min(0x10FFFF, dice.choice(STRANGE) + dice.randint(0, 200)))
