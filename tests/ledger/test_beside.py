"""The words and dates beside a figure: what is left out of `printed`, and what contradicts `period`."""

import hashlib

import pytest

from marketshare.ledger import read_ledger
from marketshare.ledger.beside import touching
from marketshare.ledger.dated import agrees, contradicted
from marketshare.ledger.notes import Note
from marketshare.ledger.tables import Row

LEFT_OUT = [
    # line, printed, unit, the longer phrase
    ("用户超过3.5亿人", "3.5亿", "user", "超过3.5亿"),
    ("收入同比下降14.8%，", "14.8%", "percent", "同比下降14.8%"),
    ("用户达11.33亿，", "11.33", "user", "11.33亿"),
    ("收入720亿元", "720", "CNY", "720亿元"),
    ("收入720亿元", "720亿", "CNY", "720亿元"),
    ("收入720亿美元", "720亿", "CNY", "720亿美元"),
    ("份额42.9%，", "42.9", "percent", "42.9%"),
    ("份额約２５％", "２５％", "percent", "約２５％"),
    ("用戶超過3.5億人", "3.5億", "user", "超過3.5億"),
    ("利润-5%", "5%", "percent", "-5%"),
    ("利润－５％", "５％", "percent", "－５％"),
    ("亏损达5亿元", "5亿元", "CNY", "亏损达5亿元"),
    ("降幅达14.8%", "14.8%", "percent", "降幅达14.8%"),
    ("份额跌破30%", "30%", "percent", "跌破30%"),
    ("5亿以上", "5亿", "CNY", "5亿以上"),
    ("25%左右", "25%", "percent", "25%左右"),
    ("8000 多家", "8000", "count", "8000 多"),
    ("占百分之六十", "六十", "percent", "百分之六十"),
    ("提高1.6个百分点", "提高1.6", "percentage_point", "提高1.6个百分点"),
    ("服务2.5亿人次", "2.5亿", "user", "2.5亿人次"),
    ("减少了14.8%", "14.8%", "percent", "减少了14.8%"),
    ("份额10%-15%", "10%", "percent", "10%-"),
    ("Sales fell by 14.8% in 2018", "14.8%", "percent", "fell by 14.8%"),
    ("over $4.65bn in sales", "4.65bn", "USD", "over $4.65bn"),
    ("about 25% of", "25%", "percent", "about 25%"),
    ("nearly half of users", "half", "ratio", "nearly half"),
    ("share fell below 30%", "30%", "percent", "fell below 30%"),
    ("revenue of €5.2 billion", "€5.2", "EUR", "€5.2 billion"),
    ("5.2 billion euros", "5.2 billion", "EUR", "5.2 billion euros"),
    ("USD 5 million", "5 million", "USD", "USD 5 million"),
    ("a loss of $418 million", "$418 million", "USD", "loss of $418 million"),
    ("a 14.8% decline in sales", "14.8%", "percent", "14.8% decline"),
    ("rose 150 bps", "rose 150", "basis_point", "rose 150 bps"),
    ("5 million or more", "5 million", "user", "5 million or more"),
    ("a margin of (3.2)%", "3.2", "percent", "(3.2)%"),
    ("5+ million", "5", "user", "5+"),
    ("ｏｖｅｒ ５ million", "５ million", "user", "ｏｖｅｒ ５ million"),
    ("more than a third of users", "a third", "ratio", "more than a third"),
]
WHOLE = [
    # line, printed, unit: nothing beside it that says something of it
    ("用户超过3.5亿人", "超过3.5亿", "user"),
    ("市场份额达42.9%，五年增长32倍", "42.9%", "percent"),
    ("五年增长32倍", "五年", "year"),
    ("份额从21.4%升至23%", "21.4%", "percent"),
    ("份额从21.4%升至23%", "23%", "percent"),
    ("通过50%的测试", "50%", "percent"),
    ("下降为14.8%", "14.8%", "percent"),
    ("增速达到14.8%", "14.8%", "percent"),
    ("同比，14.8%", "14.8%", "percent"),
    ("位居第二（11.8%）", "11.8%", "percent"),
    ("近五年", "五年", "year"),
    ("fell to 23% in 2018", "23%", "percent"),
    ("42.9%, down from 45%", "42.9%", "percent"),
    ("42.9% up from 41%", "42.9%", "percent"),
    ("up $2.5bn to $36.2bn", "$36.2bn", "USD"),
    ("42.9% market share", "42.9%", "percent"),
    ("growth of 12%", "12%", "percent"),
    ("all 5 million users", "5 million", "user"),
    ("overall 5 million users", "5 million", "user"),
    ("try 5% of", "5%", "percent"),
    ("5 million users", "5 million", "user"),
]


def touched(line, printed, unit):
    start = line.index(printed)
    return touching(line, start, start + len(printed), unit)


@pytest.mark.parametrize(("line", "printed", "unit", "longer"), LEFT_OUT)
def test_words_that_touch_a_figure_and_are_left_out_are_named(line, printed, unit, longer):
    assert touched(line, printed, unit)[0] == longer


@pytest.mark.parametrize(("line", "printed", "unit"), WHOLE)
def test_words_of_something_else_do_not_belong_to_a_figure(line, printed, unit):
    assert touched(line, printed, unit) is None


DATED = [
    # line, printed, period, whether the words contradict it
    ("2018年市场份额达42.9%", "42.9%", "2018", False),
    ("2018年市场份额达42.9%", "42.9%", "2015", True),
    ("截止到 2018 年 6 月，日活达到 2.6 亿", "2.6 亿", "2018-06", False),
    ("截止到 2018 年 6 月，日活达到 2.6 亿", "2.6 亿", "2018-06-01", True),
    ("份额从2016 年7.3%提升至2018年的11.8%", "7.3%", "2016", False),
    ("份额从2016 年7.3%提升至2018年的11.8%", "7.3%", "2018", True),
    ("份额从2016 年7.3%提升至2018年的11.8%", "11.8%", "2018", False),
    ("份额从2016 年7.3%提升至2018年的11.8%", "11.8%", "2016", True),
    ("2018年，份额比2017年高3个百分点", "3个百分点", "2018", False),
    ("2018年收入5亿元，增长25%", "25%", "2018", False),
    ("截至 18Q1，占90.6%", "90.6%", "2018-Q1", False),
    ("截至 18Q1，占90.6%", "90.6%", "2018-Q2", True),
    ("17/18年增速达到195%", "195%", "2018", False),
    ("17/18年增速达到195%", "195%", "2016", True),
    ("2018财年服务40%的企业", "40%", "FY2018", False),
    ("2018财年服务40%的企业", "40%", "FY2017", True),
    ("二〇一八年占４２．９％", "４２．９％", "2017", True),
    ("民眾2018年佔兩成", "兩成", "2017", True),
    ("The share was 42.9% in 2018, against 40% in 2017.", "42.9%", "2018", False),
    ("The share was 42.9% in 2018, against 40% in 2017.", "42.9%", "2017", True),
    ("The share rose from 7.3% in 2016 to 11.8% in 2018.", "11.8%", "2018", False),
    ("The share rose from 7.3% in 2016 to 11.8% in 2018.", "11.8%", "2016", True),
    ("Sales in 2Q25 were $5bn.", "$5bn", "2025-Q2", False),
    ("Sales in 2Q25 were $5bn.", "$5bn", "2025-Q1", True),
    ("Sales on 4 August 2025 were $5bn.", "$5bn", "2025-08", False),
    ("The share is 42.9%.", "42.9%", "2018", False),
]


@pytest.mark.parametrize(("line", "printed", "period", "wrong"), DATED)
def test_a_date_beside_a_figure_contradicts_another_period(line, printed, period, wrong):
    row = Row(2, {"line": "1", "quote": line, "printed": printed, "period": period})
    assert bool(contradicted(row, Note("note", "seeds/note.txt", "", "", (line,)))) == wrong


def test_a_clause_without_a_date_has_that_of_its_sentence():
    line = "2018年市场份额达42.9%，腾讯云位居第二（11.8%）。"
    row = {"line": "1", "quote": "位居第二（11.8%）", "printed": "11.8%"}
    note = Note("note", "seeds/note.txt", "", "", (line,))
    assert contradicted(Row(2, row | {"period": "2018"}), note) == []
    assert contradicted(Row(2, row | {"period": "2015"}), note) == [("2018年", "2018")]


@pytest.mark.parametrize(
    ("period", "said", "agree"),
    [
        ("2018", "2018-06-30", True), ("2018-06-30", "2018", False), ("2018-H1", "2018-Q2", True),
        ("2018-Q2", "2018-H1", False), ("2016/2018", "2017", True), ("2019-9M", "2019-Q2", True),
        ("FY2018", "2018", True), ("2018", "FY2019", False), ("2018-Q1", "2018-Q2", False),
    ],
)  # fmt: skip
def test_a_period_agrees_with_a_date_that_it_holds(period, said, agree):
    assert agrees(period, said) == agree


# In the data

SHARES = "data/payment_share.csv"


@pytest.fixture
def later(copy, append):
    """Add a note of one sentence and a share of it; returns the figure's row."""

    def add(sentence, printed, value, period="2018", beside="", entity="wechat"):
        (copy / "seeds" / "later.txt").write_text(sentence, "utf-8")
        digest = hashlib.sha256(sentence.encode()).hexdigest()
        append("data/sources.csv", f"later,seeds/later.txt,A note,,,,,{digest},Free.")
        return append(
            SHARES,
            f"later,{entity},china-cloud,market-share,{period},{printed},{value},,stated,later,1,{sentence},,,,,{beside},",
        )

    return add


def test_a_word_left_out_is_a_problem_that_prints_both(later, problems):
    row = later("2018年份额不足5.1%。", "5.1%", 5.1)
    assert (
        problems()
        == [
            f"{SHARES}:{row}: printed: '5.1%' leaves out '不足', which the note has beside it: print '不足5.1%', "
            f"or say in the column beside why it is no part of the figure",
            "seeds/later.txt:1: '5.1' is number-like text",
        ][:1]
    )


def test_a_word_left_out_may_have_its_reason(later, problems):
    later("2018年份额不足5.1%。", "5.1%", 5.1, beside="不足 is of another sentence that the page breaks.")
    assert problems() == []


def test_a_date_that_contradicts_the_period_is_a_problem(later, problems):
    row = later("2018年份额为5.1%。", "5.1%", 5.1, period="2015")
    assert problems() == [
        f"{SHARES}:{row}: period: 2015, but beside '5.1%' the note says '2018年' (2018); correct the period, "
        f"or say in the column beside why that date is not the figure's",
    ]


def test_a_date_may_have_its_reason(later, problems):
    later("2018年份额为5.1%。", "5.1%", 5.1, period="2015", beside="The note was printed in 2018.")
    assert problems() == []


def test_a_reason_for_a_word_excuses_no_date(later, problems):
    later("2018年份额不足5.1%。", "5.1%", 5.1, period="2015", beside="不足 belongs to the next line.")
    assert [line for line in problems() if ": period: 2015" in line]


def test_a_reason_that_nothing_needs_is_named(later, problems):
    row = later("2018年份额为5.1%。", "5.1%", 5.1, beside="为 is no bound.")
    assert problems() == [
        f"{SHARES}:{row}: beside: '为 is no bound.', but no word and no date beside '5.1%' needs a reason; clear it",
    ]


def test_words_beside_a_figure_on_another_line_count_too(edit, problems):
    edit("data/active_users.csv", "超过100万,1000000", "100万,1000000")
    assert any("leaves out '超过'" in line for line in problems())


def test_at_most_five_rows_of_the_bundled_note_need_a_reason(root):
    assert sum(bool(figure["beside"]) for figure in read_ledger(root).figures.values()) <= 5


def test_every_period_of_the_bundled_note_that_its_sentence_dates_is_checked(root):
    """A year turned into another is noticed, wherever the sentence of the figure names one."""
    ledger = read_ledger(root)
    note, unnoticed = ledger.notes["tencent-note"], []
    for figure in ledger.figures.values():
        if not figure["period"] or figure["status"] == "unreadable":
            continue
        turned = {**figure.cells, "period": figure["period"].replace("201", "200")}
        if not contradicted(Row(2, turned), note):
            unnoticed.append(figure.id)
    assert unnoticed == ["content-mini-programs-count-2019-h1-again", "mini-program-long-tail-growth-2019-h1"]
