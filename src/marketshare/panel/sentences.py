"""What DuckDB says of a line of a CSV file that it cannot read, as a sentence: file, line, column, value and fix."""

import re

__all__ = ["REFUSAL", "csv_sentence"]

REFUSAL = "refused by marketshare: "
"""What a refusal of our own begins with, after which it is a sentence."""

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FILE = re.compile(r"^ *file = (.*)$", re.MULTILINE)
_VALUE = re.compile(r'Error when converting column "(.*?)"\. Could not convert string "(.*?)"? to \'', re.DOTALL)
_MARK = re.compile(r"^Original Line: *([<>|=])\1{6}(?: |$)", re.MULTILINE)
_CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_OTHERS = {
    "Invalid unicode": "is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8), or convert it: iconv -f WINDOWS-1252 "
    "-t UTF-8, with GB18030 or what else it is",
    "unterminated quote": 'a quote is opened and not closed; close it, and write each quote inside quotes twice, ""',
    "Maximum line size": "is longer than 2,000,000 bytes; is a quote not closed?",
    "state machine reached": "lines end in different ways, or quotes stand in a cell without quotes around it; save "
    "the file again as CSV",
}
_FIXES = (
    (re.compile(r"[+-]?\d{1,3}([,.' \u00a0\u202f’]\d{3})+([.,]\d+)?"), "write it without separators of thousands"),
    (re.compile(r"[+-]?\d*,\d+"), "write a point before decimals"),
    (re.compile(r"\W*(n/?a|nan|null|none|nil)?\W*", re.IGNORECASE), "leave the cell empty where nothing is known"),
    (re.compile(r"\D*[\d.,]+\D*"), "write digits alone, and the unit in the name of the column"),
)
"""What a value that is no number looks like, and what to do."""


def csv_sentence(error: Exception) -> str | None:
    """What is wrong with a line of a file, where, and what to do; None if the error is another one."""
    words = str(error)
    if REFUSAL in words:
        return words.partition(REFUSAL)[2]
    line, file = _LINE.search(words), _FILE.search(words)
    if not file or not (line or "state machine reached" in words):
        return None
    where = f"{file[1]}: line {line[1]}" if line else file[1]
    if mark := _MARK.search(words):
        return f"{where}: {mark[1] * 7!r} marks a merge that was not finished; keep what holds, and delete the marks"
    if value := _VALUE.search(words):
        fix = next((fix for looks, fix in _FIXES if looks.fullmatch(value[2])), "write digits, with a point at most")
        return f"{where}: {value[1]}: {value[2]!r} is no number; {fix}"
    if cells := _CELLS.search(words):
        expected, found = map(int, cells.groups())
        more = "more" if found > expected else "fewer"
        return f"{where}: has {more} cells than the header, which has {expected}; put quotes around cells with a comma"
    told = next((told for said, told in _OTHERS.items() if said in words), None)
    return f"{where}: {told or words.splitlines()[min(2, len(words.splitlines()) - 1)]}"
