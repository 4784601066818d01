"""Broken input, kind by kind: what is done to a study, and exactly what is said.

Every kind names file, row and column, what was found, what was expected or the likely fix; all at once, with exit code
1, no traceback, and nothing written.
"""

import csv
import errno
import io
import json
import os
from pathlib import Path

import pytest

from marketshare.cli import main
from marketshare.ledger import read_ledger
from marketshare.ledger.rows import MOST_ROWS
from marketshare.untrusted_files import LARGEST_TEXT

CLAIMS = "data/claims.csv"
ENTITIES = "data/entities.csv"
PACKAGE = "data/datapackage.json"
PAYMENTS = "data/payment_share.csv"
READINGS = "data/readings.csv"
SCHEMA = "data/figures.schema.json"
SOURCES = "data/sources.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"

ALIPAY = "payment-share-alipay-2018-q1"
TENPAY = "payment-share-tenpay-2018-q1"
ROW = f"{PAYMENTS}:4"  # where it stands
QUOTE = "支付宝以 49.9%的市场份额占据第一"
HASH = "99a6e074d08c81c0e8e9bfc2199826d8ec70c977643d778673a2e4505024f6df"

COLUMNS = (
    "id,entity,market,measure,period,printed,value,bounds,status,source,line,quote,gloss,also_on,primary_source,"
    "supersedes,beside,note"
)
VALUE = "expected: The number in the measure's unit; blank where there are only words, or the text is damaged."
PERIOD = (
    "expected: 2018, 2018-Q1, 2019-H1, 2019-9M, 2018-06, 2019-06-30, FY2018, 2016/2018; "
    "blank where the note states none."
)
LINE = "expected: Physical line of the note, 1-based; 91-92 when the quote spans lines."
TESTS = (
    "tests are missing, leads, ranked, at_most_part, gained, grew, grew_a_year, exceeds, parity_beyond, rate_known, "
    "stated_apart"
)
NOT_THERE = f"is not on line 132 of {NOTE}; copy it from there character by character"


# What is done to a copy of the study


def raw(file, change):
    """Change the bytes of a file."""
    return lambda study: (study / file).write_bytes(change((study / file).read_bytes()))


def table(file, change, *, separator=","):
    """Change the rows of a CSV file, the header among them."""

    def rewritten(content):
        out = io.StringIO()
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        csv.writer(out, delimiter=separator, lineterminator="\n").writerows(change(rows))
        return out.getvalue().encode()

    return raw(file, rewritten)


def cell(column, text, *, key=ALIPAY, file=PAYMENTS):
    """Write something else into one cell."""

    def change(rows):
        (row,) = (row for row in rows if row[0] == key)
        row[rows[0].index(column)] = text
        return rows

    return table(file, change)


def package(change):
    """Change the package, as JSON."""

    def rewritten(content):
        given = json.loads(content)
        changed = change(given)
        return json.dumps(given if changed is None else changed).encode()

    return raw(PACKAGE, rewritten)


def instead(file, make):
    """Put something else in the place of a file."""

    def replace(study):
        (study / file).unlink()
        make(study / file)

    return replace


def several(*damages):
    """Do one after the other."""

    def damage(study):
        for one in damages:
            one(study)

    return damage


DISGUISED = "UTF-8 that was opened as Windows-1252 or Latin-1 and saved again; restore it, and open it as UTF-8"
TRADITIONAL = str.maketrans("财据场额宝规总计", "財據場額寶規總計")


def as_windows_1252(content):
    """As browsers and Excel read it: where the code page has a gap, a control character."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1") for byte in content
    )


def id_after_entity(rows):
    return [[row[1], row[0], *row[2:]] for row in rows]


def entities_schema(given):
    return given["resources"][0]["schema"]


# fmt: off
KINDS = [
    # Encodings and line ends
    ("GB18030", raw(PAYMENTS, lambda b: b.decode().encode("gb18030")),
     f"{PAYMENTS}:2: not UTF-8 but probably GB18030 (Excel's plain CSV where Windows speaks simplified Chinese); "
     f"save it as CSV UTF-8"),
    ("UTF-16", raw(PAYMENTS, lambda b: b.decode().encode("utf-16")),
     f"{PAYMENTS}:1: not UTF-8 but UTF-16 (Excel's Unicode text); save it as CSV UTF-8"),
    ("UTF-16 without a byte order mark", raw(PAYMENTS, lambda b: b.decode().encode("utf-16-le")),
     f"{PAYMENTS}:1: not UTF-8 but UTF-16 without a byte order mark; save it as CSV UTF-8"),
    ("Big5", raw(PAYMENTS, lambda b: b.decode().translate(TRADITIONAL).encode("big5", "ignore")),
     f"{PAYMENTS}:2: not UTF-8 but probably Big5 (Excel's plain CSV where Windows speaks traditional Chinese); "
     f"save it as CSV UTF-8"),
    ("UTF-8 read as Latin-1 and saved again", raw(PAYMENTS, lambda b: b.decode("latin-1").encode()),
     f"{PAYMENTS}:2: {DISGUISED}"),
    ("UTF-8 read as Windows-1252 and saved again", raw(PAYMENTS, lambda b: as_windows_1252(b).encode()),
     f"{PAYMENTS}:2: {DISGUISED}"),
    ("one English cell of UTF-8 read as Windows-1252", cell("note", "the firm\u00e2\u20ac\u2122s own count"),
     f"{PAYMENTS}:4: {DISGUISED}"),
    ("half a character", raw(PAYMENTS, lambda b: b.replace(b"A stated", b"A \xe6stated")),
     f"{PAYMENTS}:5: not UTF-8; save it as CSV UTF-8"),
    ("a byte order mark twice", raw(PAYMENTS, lambda b: b"\xef\xbb\xbf" * 2 + b),
     f"{PAYMENTS}:1: columns '\\ufeffid' for 'id': rename it; expected {COLUMNS}"),
    ("bare carriage returns", raw(PAYMENTS, lambda b: b.replace(b"\n", b"\r")),
     f"{PAYMENTS}:1: a carriage return without a line feed ends the line, as on old Macs; save it with LF or CRLF "
     "line ends"),
    ("one bare carriage return", raw(PAYMENTS, lambda b: b.replace(b"\npayment-share", b"\rpayment-share", 1)),
     f"{PAYMENTS}:3: a carriage return without a line feed ends the line, as on old Macs; save it with LF or CRLF "
     "line ends"),
    ("a package in UTF-16", raw(PACKAGE, lambda b: b.decode().encode("utf-16")),
     f"{PACKAGE}:1: not UTF-8 but UTF-16; save it as UTF-8"),
    # Separators, quotation marks, columns, rows
    ("semicolons", table(PAYMENTS, list, separator=";"),
     f"{PAYMENTS}:1: cells separated by semicolons; save it with commas (CSV UTF-8, comma delimited); expected "
     f"{COLUMNS}"),
    ("tabs", table(PAYMENTS, list, separator="\t"),
     f"{PAYMENTS}:1: cells separated by tabs; save it with commas (CSV UTF-8, comma delimited); expected {COLUMNS}"),
    ("bars", table(PAYMENTS, list, separator="|"),
     f"{PAYMENTS}:1: cells separated by bars; save it with commas (CSV UTF-8, comma delimited); expected {COLUMNS}"),
    ("a row that tells the separator", raw(PAYMENTS, lambda b: b"sep=,\n" + b),
     f"{PAYMENTS}:1: the row sep= is for Excel alone; delete it; expected {COLUMNS}"),
    ("a quotation mark too many", raw(PAYMENTS, lambda b: b.replace(b"A stated", b'"A stated')),
     f"{PAYMENTS}:5: not CSV: unexpected end of data; is a quotation mark missing?"),
    ("a quotation mark inside quotation marks", raw(PAYMENTS, lambda b: b.replace(b"A stated", b'"A "stated')),
     f"{PAYMENTS}:5: not CSV: ',' expected after '\"'; is a quotation mark missing?"),
    ("a row over two lines", cell("note", "one\ntwo"),
     f"{ROW}: the row goes over several lines; write one row a line"),
    ("a column missing", table(PAYMENTS, lambda rows: [row[:-1] for row in rows]),
     f"{PAYMENTS}:1: columns missing 'note': restore it; expected {COLUMNS}"),
    ("a column added", table(PAYMENTS, lambda rows: [[*row, "x"] for row in rows]),
     f"{PAYMENTS}:1: columns unknown 'x': delete it, or describe it in the schema; expected {COLUMNS}"),
    ("a blank column at the end", table(PAYMENTS, lambda rows: [[*row, ""] for row in rows]),
     f"{PAYMENTS}:1: columns without a name: delete them; expected {COLUMNS}"),
    ("columns reordered", table(PAYMENTS, id_after_entity),
     f"{PAYMENTS}:1: columns in another order: move them back; expected {COLUMNS}"),
    ("a column repeated", table(PAYMENTS, lambda rows: [[row[0], *row] for row in rows]),
     f"{PAYMENTS}:1: columns repeated 'id': delete what is there twice; expected {COLUMNS}"),
    ("a column in capitals", raw(PAYMENTS, lambda b: b.replace(b"id,entity", b"ID,entity")),
     f"{PAYMENTS}:1: columns 'ID' for 'id': rename it; expected {COLUMNS}"),
    ("a blank row", raw(PAYMENTS, lambda b: b.replace(b"\n", b"\n\n", 1)),
     f"{PAYMENTS}:2: the row is blank; delete it"),
    ("a row of commas", raw(PAYMENTS, lambda b: b + b"," * 16 + b"\n"),
     f"{PAYMENTS}:7: the row is blank but for commas; delete it"),
    ("thirty rows of commas", raw(PAYMENTS, lambda b: b + (b"," * 16 + b"\n") * 30),
     f"{PAYMENTS}:7: rows 7 to 36 are blank but for commas; delete them"),
    ("a blank first row", raw(PAYMENTS, lambda b: b"\n" + b),
     f"{PAYMENTS}:1: the first row is blank; expected {COLUMNS}"),
    ("the first row twice", table(PAYMENTS, lambda rows: [*rows, rows[0]]),
     f"{PAYMENTS}:7: the first row stands here again; delete it"),
    ("an empty file", raw(PAYMENTS, lambda _: b""),
     f"{PAYMENTS}:1: the file is empty; expected the columns {COLUMNS}"),
    ("an empty package", raw(PACKAGE, lambda _: b""),
     f"{PACKAGE}:1: the file is empty; restore it, or mend it there"),
    # Characters that look right
    ("full-width digits", cell("value", "４９．９"),
     f"{ROW}: value: '４９．９' is in full-width characters: write 49.9; {VALUE}"),
    ("full-width digits and percent sign", cell("value", "４９．９％"),
     f"{ROW}: value: '４９．９％' is in full-width characters and has a percent sign: write 49.9; {VALUE}"),
    ("full-width digits as printed", cell("printed", "４９．９％"),
     f"{ROW}: printed: '４９．９％' is not in the quote '{QUOTE}'; expected exactly once: write 49.9%, as it "
     "stands there"),
    ("full-width digits of a line", cell("line", "１３２"),
     f"{ROW}: line: '１３２' is in full-width characters: write 132; {LINE}"),
    ("a full-width year", cell("period", "２０１８"),
     f"{ROW}: period: '２０１８' is in full-width characters: write 2018; {PERIOD}"),
    ("Arabic digits", cell("value", "٤٩.٩"),
     f"{ROW}: value: '٤٩.٩' is not a plain number (digits, no separators, no exponent); {VALUE}"),
    ("a no-break space in a number", cell("value", "49.9\u00a0"),
     f"{ROW}: value: '49.9\\xa0' holds U+00A0 (NO-BREAK SPACE): write 49.9; {VALUE}"),
    ("a no-break space as printed", cell("printed", "49.9\u00a0%"),
     f"{ROW}: printed: '49.9\\xa0%' is not in the quote '{QUOTE}'; expected exactly once: write 49.9%, as it "
     "stands there (no U+00A0 (NO-BREAK SPACE))"),
    ("a no-break space in a quote", cell("quote", QUOTE.replace(" ", "\u00a0")),
     f"{ROW}: quote: '支付宝以\\xa049.9%的市场份额占据第一' {NOT_THERE}; the note has U+0020 (SPACE), not U+00A0 "
     "(NO-BREAK SPACE)"),
    ("a no-break space in a key", cell("entity", "alipay\u00a0"),
     f"{ROW}: entity: 'alipay\\xa0' holds U+00A0 (NO-BREAK SPACE): write alipay; expected: Key of entities.csv: "
     "whose figure it is."),
    ("a zero-width space in a number", cell("value", "49.9\u200b"),
     f"{ROW}: value: '49.9\\u200b' holds U+200B (ZERO WIDTH SPACE): write 49.9; {VALUE}"),
    ("a zero-width space as printed", cell("printed", "49.9\u200b%"),
     f"{ROW}: printed: '49.9\\u200b%' is not in the quote '{QUOTE}'; expected exactly once: write 49.9%, as it "
     "stands there (no U+200B (ZERO WIDTH SPACE))"),
    ("a zero-width space in a quote", cell("quote", QUOTE.replace("以", "\u200b以")),
     f"{ROW}: quote: '支付宝\\u200b以 49.9%的市场份额占据第一' {NOT_THERE}; the note has no U+200B (ZERO WIDTH "
     "SPACE)"),
    ("a zero-width space in a key", cell("entity", "ali\u200bpay"),
     f"{ROW}: entity: 'ali\\u200bpay' holds U+200B (ZERO WIDTH SPACE), which nobody sees; delete it; expected: Key "
     "of entities.csv: whose figure it is."),
    ("a byte order mark in a key", cell("market", "\ufeffchina-third-party-payments"),
     f"{ROW}: market: '\\ufeffchina-third-party-payments' holds U+FEFF (ZERO WIDTH NO-BREAK SPACE), which nobody "
     "sees; delete it; expected: Key of markets.csv, for a share or a rank in a market."),
    ("a null in a note", cell("note", "one\0two"),
     f"{ROW}: note: 'one\\x00two' holds U+0000 (a control character), which nobody sees; delete it; expected: What "
     "a reader must know: trap, inference, override."),
    ("an escape", cell("note", "\x1b[31mred"),
     f"{ROW}: note: '\\x1b[31mred' holds U+001B (a control character), which nobody sees; delete it; expected: "
     "What a reader must know: trap, inference, override."),
    ("one traditional character", cell("quote", QUOTE.replace("额", "額")),
     f"{ROW}: quote: '支付宝以 49.9%的市场份額占据第一' {NOT_THERE}; the note has 额 (U+989D), not 額 (U+984D)"),
    ("traditional characters", cell("quote", "支付寶以 49.9%的市場份額占據第一"),
     f"{ROW}: quote: '支付寶以 49.9%的市場份額占據第一' {NOT_THERE}; the note has 宝 (U+5B9D), not 寶 (U+5BF6); 场 "
     "(U+573A), not 場 (U+5834); 额 (U+989D), not 額 (U+984D); and 1 more"),
    ("a space at the end of a key", cell("id", f"{ALIPAY} "),
     f"{ROW}: id: '{ALIPAY} ' has white space at an end: write {ALIPAY}; expected: Unique over all files, "
     "kebab-case."),
    ("capitals in a key", cell("measure", "Market-Share"),
     f"{ROW}: measure: 'Market-Share' has capitals: write market-share"),
    # Numbers
    ("separators of thousands", cell("value", "1,133,000"),
     f"{ROW}: value: '1,133,000' has separators of thousands: write 1133000; {VALUE}"),
    ("a decimal comma", cell("value", "49,9"),
     f"{ROW}: value: '49,9' has a decimal comma: write 49.9; {VALUE}"),
    ("a percent sign", cell("value", "49.9%"),
     f"{ROW}: value: '49.9%' has a percent sign: write 49.9; {VALUE}"),
    ("scientific notation", cell("value", "4.99E+01"),
     f"{ROW}: value: '4.99E+01' is in scientific notation: write 49.9; {VALUE}"),
    ("1e400", cell("value", "1e400"),
     f"{ROW}: value: '1e400' is beyond all measure; {VALUE}"),
    ("NaN", cell("value", "NaN"),
     f"{ROW}: value: 'NaN' is no number that a note prints; {VALUE}"),
    ("infinity", cell("value", "inf"),
     f"{ROW}: value: 'inf' is no number that a note prints; {VALUE}"),
    ("minus nothing", cell("value", "-0"),
     f"{ROW}: value: '-0' is minus nothing; write 0; {VALUE}"),
    ("a number of 400 digits", cell("value", "9" * 400),
     f"{ROW}: value: '999999999999999999999999999999999999999999999999999999999999'… (400 characters) has more "
     f"digits than a measurement has; {VALUE}"),
    ("a zero before the number", cell("value", "049.9"),
     f"{ROW}: value: '049.9' begins with a zero: write 49.9; {VALUE}"),
    ("bounds that are no number", several(cell("bounds", "[nan, 51]"), cell("note", "Why.")),
     f"{ROW}: bounds: not an interval: '[nan, 51]'; expected for instance [31.5, 33.5] or (2.5e8, inf)"),
    ("bounds beyond all measure", several(cell("bounds", "[49, 1e400]"), cell("note", "Why.")),
     f"{ROW}: bounds: an end beyond all measure in '[49, 1e400]'; expected for instance [31.5, 33.5] or (2.5e8, "
     "inf)"),
    ("an integer of 5,000 digits", cell("firms", "9" * 5000, key="cn-aml-dominance-1", file="data/rules.csv"),
     "data/rules.csv:2: firms: '999999999999999999999999999999999999999999999999999999999999'… (5,000 characters) "
     "has more digits than a measurement has; expected: How many firms together."),
    ("a line number of twenty digits", cell("line", "1" * 20),
     f"{ROW}: line: '11111111111111111111' is malformed; {LINE}"),
    ("an English number of 4,900 digits", cell("gloss", "9" * 4900 + "/7"),
     f"{ROW}: gloss: tells 9999999999999999999999999999999999999999, but '49.9%' is 49.9; "
     "write the number of the quote in digits"),
    ("a reading that is no number", raw(READINGS, lambda b: b.replace(b"by,33,", b"by,nan,")),
     f"{READINGS}:4: value: 'nan' is no number that a note prints; expected: The number under this reading, in the "
     "measure's unit; blank where there are only words."),
    # Spreadsheets
    ("#REF!", cell("value", "#REF!"),
     f"{ROW}: value: '#REF!' is an error of a spreadsheet; write what belongs there; {VALUE}"),
    ("#N/A", cell("note", "#N/A"),
     f"{ROW}: note: '#N/A' is an error of a spreadsheet; write what belongs there; expected: What a reader must "
     "know: trap, inference, override."),
    ("a formula", cell("value", "=1+1"),
     f"{ROW}: value: '=1+1' is a formula of a spreadsheet; write what it comes to; {VALUE}"),
    ("a formula for a key", cell("entity", "=A2"),
     f"{ROW}: entity: '=A2' is a formula or an error of a spreadsheet; write the id itself"),
    # Periods and dates
    ("a month as Excel shows it", cell("period", "Jan-18"),
     f"{ROW}: period: 'Jan-18' is a month as Excel shows it: write 2018-01; {PERIOD}"),
    ("a month with a stroke", cell("period", "2018/6"),
     f"{ROW}: period: '2018/6' is a month as Excel shows it: write 2018-06; {PERIOD}"),
    ("a day as Excel shows it", cell("period", "2018/6/30"),
     f"{ROW}: period: '2018/6/30' is a day as Excel shows it: write 2018-06-30; {PERIOD}"),
    ("a day as American Excel shows it", cell("period", "6/30/2018"),
     f"{ROW}: period: '6/30/2018' is a day as Excel shows it: write 2018-06-30; {PERIOD}"),
    ("a day as Excel counts them", cell("period", "43281"),
     f"{ROW}: period: '43281' is a day as Excel counts them: write 2018-06-30; {PERIOD}"),
    ("a year with decimals", cell("period", "2018.0"),
     f"{ROW}: period: '2018.0' is a year as a number: write 2018; {PERIOD}"),
    ("a period in the words of the note", cell("period", "2018年6月"),
     f"{ROW}: period: '2018年6月' is a period in other words: write 2018-06; {PERIOD}"),
    ("a day that no month has", cell("period", "2019-02-31"),
     f"{ROW}: period: '2019-02-31' is no day of the calendar; {PERIOD}"),
    ("a period that ends before it begins", cell("period", "2018/2016"),
     f"{ROW}: period: '2018/2016' ends before it begins; {PERIOD}"),
    ("a date as Excel shows it", cell("date", "2019/6/30", key="tencent-note", file=SOURCES),
     f"{SOURCES}:2: date: '2019/6/30' is a day as Excel shows it: write 2019-06-30; expected: When it was "
     "published."),
    ("a date without hyphens", cell("date", "20190630", key="tencent-note", file=SOURCES),
     f"{SOURCES}:2: date: '20190630' is not a date (2019-06-30); expected: When it was published."),
    # Files that are none
    ("a folder for a file", instead(PAYMENTS, Path.mkdir),
     f"{PAYMENTS}: a folder stands where a file is expected; move it away and restore the file"),
    ("a dangling link for a file", instead(PAYMENTS, lambda path: path.symlink_to("gone.csv")),
     f"{PAYMENTS}: a link to 'gone.csv', which does not exist; replace the link by the file"),
    ("a link to itself", instead(PAYMENTS, lambda path: path.symlink_to(path.name)),
     f"{PAYMENTS}: cannot be read: Too many levels of symbolic links; replace it by the file itself"),
    ("a pipe for a file", instead(PAYMENTS, os.mkfifo),
     f"{PAYMENTS}: a device or a pipe stands where a file is expected; move it away and restore the file"),
    ("a missing file", instead(PAYMENTS, lambda _: None),
     f"{PAYMENTS}: the file does not exist; restore it, or take it out of {PACKAGE}"),
    ("a folder for the package", instead(PACKAGE, Path.mkdir),
     f"{PACKAGE}: a folder stands where a file is expected; move it away and restore the file"),
    ("a dangling link for the package", instead(PACKAGE, lambda path: path.symlink_to("gone.json")),
     f"{PACKAGE}: a link to 'gone.json', which does not exist; replace the link by the file"),
    ("a dangling link for a schema", instead(SCHEMA, lambda path: path.symlink_to("gone.json")),
     f"{SCHEMA}: a link to 'gone.json', which does not exist; replace the link by the file"),
    ("a folder for a note", instead(NOTE, Path.mkdir),
     f"{NOTE}: a folder stands where a file is expected; move it away and restore the file"),
    ("a dangling link for a note", instead(NOTE, lambda path: path.symlink_to("gone.txt")),
     f"{NOTE}: a link to 'gone.txt', which does not exist; replace the link by the file"),
    # Too much
    ("100 MB", lambda study: os.truncate(study / PAYMENTS, 100_000_000),
     f"{PAYMENTS}: 100,000,000 bytes, expected at most 5,000,000; is it the right file? If so, split it by topic"),
    ("a note of 100 MB", lambda study: os.truncate(study / NOTE, 100_000_000),
     f"{NOTE}: 100,000,000 bytes, expected at most 5,000,000; is it the right file? If so, split it by topic"),
    ("a million rows", raw(PAYMENTS, lambda b: b + b"x,y\n" * 1_000_000),
     f"{PAYMENTS}: 1,000,006 rows, expected at most 10,000; is it the right file? If so, split it by topic"),
    ("a cell of 200,000 characters", cell("note", "x" * 200_000),
     f"{ROW}: not CSV: a cell of more than 131,072 characters; is a quotation mark missing?"),
    # Notes
    ("a changed note", raw(NOTE, lambda b: b + b"x"),
     f"{SOURCES}:2: sha256: {NOTE} has sha256 070219882bb53d9b121c347b3b3e3aa9faeee1a170a29ef358a156244326e35b, "
     f"expected {HASH}: the note was changed; restore it, or add what is new as a note of its own"),
    ("a note with CRLF", raw(NOTE, lambda b: b.replace(b"\n", b"\r\n")),
     f"{SOURCES}:2: sha256: {NOTE} has sha256 cfe7fdb19db94ed2ca17d448fc9ffbfaf1909c3b340d9644daffe9f137eb5952, "
     f"expected {HASH}: the note was changed: CRLF line ends were added, as git does where "
     f"core.autocrlf is true and .gitattributes lacks the line /seeds/** -text; restore it"),
    ("a note with bare carriage returns", raw(NOTE, lambda b: b.replace(b"\n", b"\r")),
     f"{NOTE}:1: a carriage return without a line feed ends the line, as on old Macs; save it with LF or CRLF line "
     "ends"),
    ("a note in GB18030", raw(NOTE, lambda b: b.decode().encode("gb18030")),
     f"{NOTE}:2: not UTF-8 but probably GB18030; save it as UTF-8"),
    ("a hash in capitals", cell("sha256", HASH.upper(), key="tencent-note", file=SOURCES),
     f"{SOURCES}:2: sha256: '99A6E074D08C81C0E8E9BFC2199826D8EC70C977643D778673A2E4505024F6DF' has capitals: write "
     f"{HASH}; expected: Of the file, byte for byte."),
    ("a null in the path of a note", cell("file", "seeds/a\0b", key="tencent-note", file=SOURCES),
     f"{SOURCES}:2: file: 'seeds/a\\x00b' holds U+0000 (a control character), which nobody sees; delete it; "
     "expected: Path from the root of the study."),
    ("a path of 4,900 characters", cell("file", "seeds/" + "a" * 4900, key="tencent-note", file=SOURCES),
     f"{SOURCES}:2: file: 'seeds/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'… (4,906 characters) is no "
     "path of a file"),
    # Relations
    ("a colour that is a word", cell("colour", "red", key="alipay", file=ENTITIES),
     f"{ENTITIES}:4: colour: 'red' is malformed; expected: Colour in charts, #rrggbb: one in all of them. Blank "
     "lets the program choose one that no other entity has."),
    ("a colour that is a word, where the schema lets it pass",
     several(cell("colour", "red", key="alipay", file=ENTITIES),
             package(lambda given: given["resources"][0]["schema"]["fields"][-1].update(constraints={}))),
     f"{ENTITIES}:4: colour: 'red'; expected #rrggbb, such as #c0540d; blank lets the program choose"),
    ("two firms of one market in one colour", cell("colour", "#C0540D", key="tenpay", file=ENTITIES),
     f"{ENTITIES}:28: colour: #c0540d is the colour of alipay, too, a firm of the same market; give one of them "
     "another"),
    ("a count that is a part of another unit",
     cell("part_of", "mau", key="services-without-visit", file="data/measures.csv"),
     "data/measures.csv:23: part_of: mau is in user, and services-without-visit in count; a part has the unit of its "
     "whole"),
    ("a parent of itself", cell("parent", "alibaba", key="alibaba", file=ENTITIES),
     f"{ENTITIES}:2: parent: alibaba → alibaba: nothing is a part of itself; blank one of these cells"),
    ("a circle of parents", cell("parent", "alipay", key="alipay-and-tenpay", file=ENTITIES),
     f"{ENTITIES}:4: parent: alipay → alipay-and-tenpay → alipay: nothing is a part of itself; blank one of these "
     "cells"),
    ("a correction of itself", cell("supersedes", ALIPAY),
     f"{ROW}: supersedes: {ALIPAY} corrects itself; name the figure that it corrects, or blank the cell"),
    ("a circle of corrections",
     several(cell("entity", "alipay", key=TENPAY), cell("supersedes", TENPAY), cell("supersedes", ALIPAY, key=TENPAY)),
     f"{ROW}: supersedes: {ALIPAY} and {TENPAY} correct each other; the oldest of them corrects nothing: blank its "
     "cell"),
    ("a correction of nothing", cell("supersedes", "gone"),
     f"{ROW}: supersedes: no figure has the id 'gone'"),
    ("a share of no market", cell("market", ""),
     f"{ROW}: market: blank; a market-share is of a market: name the one that it is of (data/markets.csv)"),
    ("a rank in no market", cell("market", "", key="payment-rank-alipay-2018-q1"),
     f"{PAYMENTS}:2: market: blank; a rank is of a market: name the one that it is of (data/markets.csv)"),
    ("a reading of an unknown figure", raw(READINGS, lambda b: b.replace(b"app-ratio-maoyan-kfc,by", b"gone,by")),
     f"data/mini_programs.csv:3: status: ambiguous, but {READINGS} has 1 reading of it; give two or more, or make "
     "it stated\n"
     f"{READINGS}:2: figure: 'gone': no figure has this id; readings belong to figures of status ambiguous"),
    # Claims
    ("a claim without a test", cell("test", "", key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: blank: a claim needs a test; one that no figure can decide names what is missing: "
     f"missing(measure; words); {TESTS}"),
    ("a claim with an unknown test", cell("test", "wins(a; b)", key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: wins(a; b): there is no test 'wins'; {TESTS}"),
    ("a claim with half a test", cell("test", "leads(", key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: leads(: 'leads(' is not of the form name(argument; argument); {TESTS}"),
    ("a claim with too few arguments", cell("test", "missing(efficiency)", key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: missing(efficiency): missing takes measure; words; bears: missing a required argument: "
     f"'words'; {TESTS}"),
    ("a claim about an unknown figure", cell("test", "missing(a; b; bears=gone)", key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: missing(a; b; bears=gone): no figure has the id 'gone'; {TESTS}"),
    ("a claim that divides by nothing",
     cell("test", "at_most_part(cloud-share-tencent-2018; cloud-share-alibaba-2018; 1/0)",
          key="line-004-1", file=CLAIMS),
     f"{CLAIMS}:3: test: at_most_part(cloud-share-tencent-2018; cloud-share-alibaba-2018; 1/0): '1/0' is no part "
     f"of a whole; expected for instance 1/2 or 0.5; {TESTS}"),
    # The package
    ("a package that is not JSON", raw(PACKAGE, lambda b: b.replace(b'"marketshare-tencent-note"', b"marketshare")),
     f"{PACKAGE}:2: not JSON: Expecting value at column 11; restore it, or mend it there"),
    ("a package of 100,000 brackets", raw(PACKAGE, lambda _: b"[" * 100_000),
     f"{PACKAGE}: not JSON that anybody would write: too deep, or a number too long"),
    ("a title of two lines", package(lambda given: given.update(title="Cloud\nand payments")),
     f"{PACKAGE}: title: 'Cloud\\nand payments'; expected a line of text, which heads the report"),
    ("a title that is a number", package(lambda given: given.update(title=2018)),
     f"{PACKAGE}: title: 2018; expected a line of text, which heads the report"),
    ("a title that no font has", package(lambda given: given.update(title="Cloud \U0001f600")),
     f"{PACKAGE}: title: '\U0001f600' (U+1F600): the bundled font lacks it, so charts and PDF would show a box; see "
     "src/marketshare/fonts/README.md"),
    ("a package that is a list", package(lambda given: [given]),
     f"{PACKAGE}: expected {{\"name\": …, \"resources\": [ … ]}}, found something else"),
    ("a package with words for resources", package(lambda _: {"resources": "all"}),
     f"{PACKAGE}: expected {{\"name\": …, \"resources\": [ … ]}}, found something else"),
    ("a package without resources", package(lambda _: {}),
     f"{PACKAGE}: no resource named entities, markets, measures, sources; every study needs them"),
    ("a resource that is a word", package(lambda given: given["resources"].append("x")),
     f"{PACKAGE}: resource 19 is 'x'; expected {{\"name\": …, \"path\": …, \"schema\": …}}"),
    ("a resource twice", package(lambda given: given["resources"].append(given["resources"][0])),
     f"{PACKAGE}: resource 19 repeats the name 'entities'; give each table a name of its own"),
    ("a path out of data", package(lambda given: given["resources"][-1].update(path="../seeds/README.md")),
     f"{PACKAGE}: resource 18 (revenue_mix) has the path '../seeds/README.md'; expected the name of a file in data/"),
    ("a schema without fields", package(lambda given: given["resources"][0].update(schema={})),
     f"{PACKAGE}: the schema of entities has no list of fields, each with a name; expected {{\"fields\": "
     "[{\"name\": …}, … ]}"),
    ("a schema without a key", package(lambda given: entities_schema(given).update(primaryKey="id")),
     f"{PACKAGE}: the schema of entities has the primaryKey 'id'; expected a list of its fields"),
    ("a schema without a field that is relied on",
     package(lambda given: entities_schema(given)["fields"].pop(1) and None),
     f"{PACKAGE}: the schema of entities has no field name_en; every study needs it"),
    ("a pattern that is none",
     package(lambda given: entities_schema(given)["fields"][0]["constraints"].update(pattern="(")),
     f"{PACKAGE}: the schema of entities has for id the pattern '(', which is none that can be matched in time: "
     "missing ): ("),
    ("foreign keys that are nothing", package(lambda given: entities_schema(given).update(foreignKeys=None)),
     f"{PACKAGE}: the schema of entities has the foreign key None; expected one field, and the resource and field "
     "that it names"),
    ("a type that is a list", package(lambda given: entities_schema(given)["fields"][3].update(type=["string"])),
     f"{PACKAGE}: the schema of entities has for parent the type ['string']; expected text"),
    ("half a foreign key", package(lambda given: entities_schema(given).update(foreignKeys=[{"fields": ["parent"]}])),
     f"{PACKAGE}: the schema of entities has the foreign key {{'fields': ['parent']}}; expected one field, and the "
     "resource and field that it names"),
]
# fmt: on
"""Name, damage, and what is said, one problem a line."""

NEXT = "\n"
NAMES = [name for name, _, _ in KINDS]
SAMPLE = KINDS[::8]

ACCEPTED = {
    "a byte order mark": raw(PAYMENTS, lambda b: b"\xef\xbb\xbf" + b),
    "CRLF": raw(PAYMENTS, lambda b: b.replace(b"\n", b"\r\n")),
    "both": raw(PAYMENTS, lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n")),
    "a package with both": raw(PACKAGE, lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n")),
    "no line end at the end": raw(PAYMENTS, bytes.rstrip),
    "quotation marks around every cell": raw(PAYMENTS, lambda b: b.replace(b"alipay,", b'"alipay",')),
}


def contents(folder):
    """All that is in a folder: bytes of files, targets of links, and the kind of everything else."""
    return {
        path: path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else path.stat().st_mode
        for path in folder.rglob("*")
    }


def said_by(capsys, study, command):
    code = main(["--root", str(study), command])
    written = capsys.readouterr()
    return code, written.out, written.err.splitlines()


def expected(said):
    return [*said.splitlines(), f"{said.count(NEXT) + 1} problem{'s' * (NEXT in said)}; nothing was written"]


@pytest.mark.parametrize(("damage", "said"), [kind[1:] for kind in KINDS], ids=NAMES)
def test_broken_input_is_named_with_code_1_and_nothing_is_written(capsys, copy, damage, said):
    damage(copy)
    before = contents(copy)
    assert said_by(capsys, copy, "check") == (1, "", expected(said))
    assert contents(copy) == before


@pytest.mark.parametrize("command", ["report", "refresh"])
@pytest.mark.parametrize(("damage", "said"), [kind[1:] for kind in SAMPLE], ids=[kind[0] for kind in SAMPLE])
def test_other_commands_refuse_it_in_the_same_words(capsys, copy, command, damage, said):
    damage(copy)
    before = contents(copy)
    assert said_by(capsys, copy, command) == (1, "", expected(said))
    assert contents(copy) == before


@pytest.mark.parametrize("damage", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_no_damage_changes_no_figure(root, copy, damage):
    damage(copy)
    assert read_ledger(copy).figures == read_ledger(root).figures


def test_all_kinds_of_a_file_are_named_at_once(capsys, copy):
    several(cell("value", "４９．９％"), cell("period", "Jan-18"), cell("market", ""), cell("note", "#REF!"))(copy)
    raw(PAYMENTS, lambda b: b + b"," * 16 + b"\n")(copy)
    code, _, said = said_by(capsys, copy, "check")
    places = [line.split(": ")[1] for line in said[:-1]]
    assert (code, places) == (1, ["market", "note", "period", "value", "the row is blank but for commas; delete it"])


def test_a_file_that_may_not_be_read_is_named(monkeypatch, problems):
    opened = Path.open

    def refuse(path, *arguments, **named):
        if path.name == "payment_share.csv":  # tests may run as root, who may read everything
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)
    assert problems() == [
        f"{PAYMENTS}: cannot be read: no permission; give yourself the right to read it (chmod u+r)",
    ]


def test_of_many_problems_of_one_file_the_first_are_told_and_the_others_counted(capsys, copy):
    raw(PAYMENTS, lambda b: b + b"x,y\n" * 5_000)(copy)
    _, _, said = said_by(capsys, copy, "check")
    assert said[0] == f"{PAYMENTS}:7: 2 cells, expected 18; a cell is missing"
    assert said[200:] == [f"{PAYMENTS}: and 4,800 more problems", "5000 problems; nothing was written"]


def test_the_readme_tells_the_limits(repository):
    text = (repository / "README.md").read_text("utf-8")
    assert f"{LARGEST_TEXT // 1_000_000} MB" in text
    assert f"{MOST_ROWS:,} rows" in text


def test_a_cell_longer_than_a_paragraph_is_named(append, problems):
    row = append("data/cloud_share.csv", "x," * 8 + "y" * 5_001 + ",x" * 8)
    said = (
        f"data/cloud_share.csv:{row}: a cell of 5,001 characters, expected at most 5,000; is a quotation mark missing?"
    )
    assert said in problems()


def test_a_line_of_a_note_longer_than_a_chapter_is_named(add_note, problems):
    add_note("later", "a\n" + "b" * 50_001)
    assert "seeds/later.txt:2: a line of 50,001 characters, expected at most 50,000; is it a text?" in "\n".join(
        problems()
    )


def test_a_long_run_of_numerals_is_searched_in_time(add_note, problems):
    add_note("later", "一" * 50_000)
    problems()  # with time that grew with the square of the length, a minute
