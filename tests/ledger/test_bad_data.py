"""Files, tables, keys and cells that the ledger refuses, each by file, row and column."""

import json

import pytest

from marketshare.ledger import DataError, read_ledger
from marketshare.wording.vocabulary import CURRENCY_CODES

PACKAGE = "data/datapackage.json"
ENTITIES = "data/entities.csv"
PAYMENTS = "data/payment_share.csv"
REVENUE = "data/revenue_mix.csv"

COLUMNS = (
    "id,entity,market,measure,period,printed,value,bounds,status,source,line,quote,gloss,also_on,primary_source,"
    "supersedes,beside,note"
)
ALIPAY = "payment-share-alipay-2018-q1,alipay,china-third-party-payments,market-share,2018-Q1,49.9%"


# Files


def test_an_undamaged_copy_has_no_problem(problems):
    assert problems() == []


def test_a_missing_file_of_keys_is_the_only_problem(copy, problems):
    (copy / ENTITIES).unlink()
    assert problems() == [
        f"{ENTITIES}: the file does not exist; restore it, or take it out of data/datapackage.json",
    ]


def test_a_missing_schema_is_named(copy, problems):
    (copy / "data/figures.schema.json").unlink()
    assert problems() == [
        "data/figures.schema.json: the file does not exist; restore it, or take it out of data/datapackage.json",
    ]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(root, copy):
    for path in (copy / "data").glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_ledger(copy).figures == read_ledger(root).figures


# Columns


def test_a_row_with_too_many_cells_is_named(edit, problems):
    row = edit(PAYMENTS, "A stated total; its parts", "A stated total, its parts")
    assert problems() == [f"{PAYMENTS}:{row}: 19 cells, expected 18; a cell with a comma needs quotation marks"]


def test_a_row_with_too_few_cells_is_named(edit, problems):
    row = edit(PAYMENTS, ",A stated total; its parts stand on the same line.", "")
    assert problems() == [f"{PAYMENTS}:{row}: 17 cells, expected 18; a cell is missing"]


# Keys


@pytest.mark.parametrize(
    ("column", "old", "new", "file"),
    [
        ("entity", "q1,alipay,china", "q1,ant,china", "data/entities.csv"),
        ("market", "alipay,china-third-party-payments", "alipay,payments", "data/markets.csv"),
        ("measure", "payments,market-share", "payments,share", "data/measures.csv"),
    ],
)
def test_a_key_that_its_file_does_not_have_is_named(edit, problems, column, old, new, file):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace(old, new))
    unknown = new.split(",")[1]
    assert problems() == [
        f"{PAYMENTS}:{row}: {column}: {unknown!r} is not in {file}; add it to {file}, or use one of its ids",
    ]


def test_an_unknown_source_is_named(edit, problems):
    row = edit(REVENUE, "tencent-note,17", "tencents-note,17")
    assert problems() == [
        f"{REVENUE}:{row}: source: 'tencents-note' is not in data/sources.csv; "
        f"add it to data/sources.csv, or use one of its ids; did you mean tencent-note?",
    ]


def test_an_unknown_parent_is_named(edit, problems):
    row = edit(ENTITIES, "微信及WeChat,tencent", "微信及WeChat,tencents")
    assert problems() == [
        f"{ENTITIES}:{row}: parent: 'tencents' is not in {ENTITIES}; add it to {ENTITIES}, or use one of its ids; "
        f"did you mean tencent?",
    ]


def test_an_id_that_stands_twice_in_one_file_is_named_the_second_time(edit, line_of, problems):
    first = line_of(PAYMENTS, ALIPAY)
    second = edit(PAYMENTS, "payment-share-tenpay-2018-q1", "payment-share-alipay-2018-q1")
    assert problems() == [
        f"{PAYMENTS}:{second}: id: 'payment-share-alipay-2018-q1' stands already in row {first}; ids are unique",
    ]


def test_an_id_that_stands_in_two_files_is_named_in_the_second(edit, line_of, problems):
    first = line_of(PAYMENTS, ALIPAY)
    second = edit(REVENUE, "revenue-share-vas", "payment-share-alipay-2018-q1")
    assert problems() == [
        f"{REVENUE}:{second}: id: 'payment-share-alipay-2018-q1' stands already in {PAYMENTS}:{first}; "
        f"ids are unique over all files",
    ]


# Cells


def test_an_unknown_status_is_told_those_there_are(edit, problems):
    row = edit(PAYMENTS, "49.9%,49.9,,stated", "49.9%,49.9,,certain")
    assert problems() == [
        f"{PAYMENTS}:{row}: status: 'certain' is none of stated, ambiguous, unreadable; expected: "
        f"stated; ambiguous: its readings stand in readings.csv; unreadable: the text is damaged.",
    ]


@pytest.mark.parametrize("period", ["2018-Q5", "2018-13", "2018-06-31-", "18"])
def test_a_malformed_period_is_told_the_forms_there_are(edit, problems, period):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("2018-Q1", period))
    assert problems() == [
        f"{PAYMENTS}:{row}: period: {period!r} is malformed; expected: "
        f"2018, 2018-Q1, 2019-H1, 2019-9M, 2018-06, 2019-06-30, FY2018, 2016/2018; blank where the note states none.",
    ]


def test_a_blank_cell_that_must_be_filled_is_told_what_belongs_there(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("q1,alipay,", "q1,,"))
    assert problems() == [f"{PAYMENTS}:{row}: entity: blank; expected: Key of entities.csv: whose figure it is."]


def test_white_space_at_the_end_of_a_cell_is_named(edit, problems):
    row = edit(ENTITIES, "combined),", "combined) ,")
    assert problems() == [
        f"{ENTITIES}:{row}: name_en: 'WeChat (Weixin and WeChat combined) ' has white space at an end: "
        f"write WeChat (Weixin and WeChat combined); expected: Name in English.",
    ]


@pytest.mark.parametrize(
    ("column", "old", "new", "fault"),
    [
        (
            "firms",
            "rebuttable.,concentration-ratio,1,>=,1/2,One firm",
            "rebuttable.,concentration-ratio,0,>=,1/2,One firm",
            "'0' is below 1; expected: How many firms together.",
        ),
        (
            "firms",
            "rebuttable.,concentration-ratio,1,>=,1/2,One firm",
            "rebuttable.,concentration-ratio,one,>=,1/2,One firm",
            "'one' is not a plain integer (digits, no separators, no exponent); expected: How many firms together.",
        ),
        (
            "in_force_from",
            'one firm",CN,in force,2008-08-01',
            'one firm",CN,in force,2008-08-32',
            "'2008-08-32' is no day of the calendar; expected: First day in force.",
        ),
    ],
    ids=["below the least", "no integer", "no date"],
)
def test_a_cell_of_another_type_is_told_its_type(edit, problems, column, old, new, fault):
    row = edit("data/rules.csv", old, new)
    assert problems() == [f"data/rules.csv:{row}: {column}: {fault}"]


@pytest.mark.parametrize("measure", ["mau,user", "revenue-share,percent"])
def test_an_unknown_unit_is_the_only_problem(edit, problems, measure):
    row = edit("data/measures.csv", measure, measure.split(",")[0] + ",head")
    assert problems() == [
        f"data/measures.csv:{row}: unit: 'head' is none of percent, percentage_point, basis_point, per_mille, "
        "hhi_point, ratio, user, visit, transaction, unit, tonne, minute, count, rank, year, AED, AFN, ALL, AMD, ANG, "
        f"… ({15 + len(CURRENCY_CODES)} in all); expected: One of a closed list: every currency of ISO 4217, and what "
        "is counted or compared.",
    ]


# datapackage.json


def test_a_schema_that_is_not_json_is_named(copy, problems):
    (copy / "data/figures.schema.json").write_text("{", "utf-8")
    assert problems() == [
        "data/figures.schema.json:1: not JSON: Expecting property name enclosed in double quotes at column 2; "
        "restore it, or mend it there",
    ]


def test_a_package_without_a_table_that_every_study_needs_is_told_so(copy, problems):
    package = json.loads((copy / PACKAGE).read_text("utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "entities"]
    (copy / PACKAGE).write_text(json.dumps(package), "utf-8")
    assert problems() == [f"{PACKAGE}: no resource named entities; every study needs them"]


@pytest.mark.parametrize("key", ["name", "path", "schema"])
def test_a_resource_that_lacks_a_key_is_a_problem_of_the_package(copy, problems, key):
    package = json.loads((copy / PACKAGE).read_text("utf-8"))
    del package["resources"][-1][key]
    (copy / PACKAGE).write_text(json.dumps(package), "utf-8")
    assert [line.split(": ")[0] for line in problems()] == [PACKAGE]


# Several


def test_all_problems_are_reported_sorted_by_file_then_row_then_column(edit, problems):
    vas = edit(REVENUE, "tencent-vas", "vas")
    alipay = edit(PAYMENTS, "49.9%,49.9,,stated", "49.9%,49.8,,certain")
    late = edit(ENTITIES, "wechat,WeChat (Weixin and WeChat combined)", "wechat,")
    early = edit(ENTITIES, "alipay,Alipay,支付宝", "alipay,Alipay,")
    assert early < 10 <= late
    assert problems() == [
        f"{ENTITIES}:{early}: name_zh: blank; expected: Name in Chinese, as the note has it.",
        f"{ENTITIES}:{late}: name_en: blank; expected: Name in English.",
        f"{PAYMENTS}:{alipay}: status: 'certain' is none of stated, ambiguous, unreadable; expected: "
        f"stated; ambiguous: its readings stand in readings.csv; unreadable: the text is damaged.",
        f"{PAYMENTS}:{alipay}: value: 49.8, but '49.9%' in percent says 49.9",
        f"{REVENUE}:{vas}: entity: 'vas' is not in {ENTITIES}; add it to {ENTITIES}, or use one of its ids",
    ]


def test_the_error_itself_reads_as_its_problems_one_a_line(copy, edit):
    first = edit(PAYMENTS, "49.9%,49.9,", "49.9%,49.8,")
    second = edit(PAYMENTS, "40.7%,40.7,", "40.7%,40.8,")
    with pytest.raises(DataError) as refusal:
        read_ledger(copy)
    assert str(refusal.value).splitlines() == [
        f"{PAYMENTS}:{first}: value: 49.8, but '49.9%' in percent says 49.9",
        f"{PAYMENTS}:{second}: value: 40.8, but '40.7%' in percent says 40.7",
    ]
