"""Figures against their notes: quote, printed words, value, bounds, shares of a whole."""

import pytest

from marketshare.interval import Interval
from marketshare.ledger import read_ledger

PACKAGE = "data/datapackage.json"
PAYMENTS = "data/payment_share.csv"
REVENUE = "data/revenue_mix.csv"
USERS = "data/active_users.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"
ALIPAY = "49.9%,49.9,,stated,tencent-note,132,支付宝以 49.9%的市场份额占据第一,"
ALIPAY += "Alipay is first with a market share of 49.9 %."


@pytest.fixture
def state(add_note, append):
    """Add a note of one sentence, and a figure whose printed words and quote are those given; returns its row."""

    def add(sentence, printed, value, quote):
        add_note("later", sentence)
        return append(
            PAYMENTS,
            f"later-share,alipay,china-third-party-payments,market-share,2019,{printed},{value},,stated,"
            f"later,1,{quote},,,,,,",
        )

    return add


@pytest.fixture
def state_shares(add_note, append):
    """Add a note that states payment shares of 2019, by entity, and a figure for each; returns the last row."""

    def add(shares):
        add_note("later", "，".join(f"{entity}占{printed}" for entity, printed in shares.items()))
        for entity, printed in shares.items():
            row = append(
                PAYMENTS,
                f"{entity}-2019,{entity},china-third-party-payments,market-share,2019,{printed},"
                f"{printed.removesuffix('%')},,stated,later,1,{entity}占{printed},,,,,,",
            )
        return row

    return add


# Quote and printed words


def test_a_quote_in_other_words_than_its_line_is_named(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("支付宝以", "支付宝凭"))
    assert problems() == [
        f"{PAYMENTS}:{row}: quote: '支付宝凭 49.9%的市场份额占据第一' is not on line 132 of {NOTE}; "
        f"copy it from there character by character; the note has 以 (U+4EE5), not 凭 (U+51ED)",
    ]


def test_a_quote_with_other_spaces_than_its_line_is_told_so(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("支付宝以 ", "支付宝以"))
    assert problems() == [
        f"{PAYMENTS}:{row}: quote: '支付宝以49.9%的市场份额占据第一' is on line 132 of {NOTE} only with other spaces; "
        f"copy it character by character",
    ]


def test_a_quote_from_another_line_is_told_which(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("132", "130"))
    assert problems() == [
        f"{PAYMENTS}:{row}: quote: '支付宝以 49.9%的市场份额占据第一' is not on line 130 but on line 132 of {NOTE}",
    ]


def test_a_quote_that_occurs_twice_on_its_line_is_refused(state, problems):
    row = state("支付宝占50%，财付通占50%。", "50%", 50, "占50%")
    assert problems() == [
        f"{PAYMENTS}:{row}: quote: '占50%' occurs 2 times on line 1; expected once: quote more of the sentence",
    ]


def test_printed_words_that_are_not_in_the_quote_are_named(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("49.9%,49.9,", "49.8%,49.8,"))
    assert problems() == [
        f"{PAYMENTS}:{row}: printed: '49.8%' is not in the quote '支付宝以 49.9%的市场份额占据第一'; "
        f"expected exactly once",
    ]


def test_printed_words_that_occur_twice_in_the_quote_are_refused(state, problems):
    row = state("支付宝从50%升到50%。", "50%", 50, "支付宝从50%升到50%")
    assert problems() == [
        f"{PAYMENTS}:{row}: printed: '50%' occurs 2 times in the quote '支付宝从50%升到50%'; expected exactly once",
    ]


def test_another_line_that_does_not_state_the_figure_is_named(edit, problems):
    row = edit(PAYMENTS, ALIPAY + ",", ALIPAY + ",130")
    assert problems() == [f"{PAYMENTS}:{row}: also_on: '49.9%' is not on line 130 of {NOTE}"]


@pytest.mark.parametrize("also_on", ["x", "132;x", "131 132"])
def test_other_lines_that_are_not_numbers_are_malformed(edit, problems, also_on):
    row = edit(PAYMENTS, ALIPAY + ",", ALIPAY + f",{also_on}")
    assert problems() == [
        f"{PAYMENTS}:{row}: also_on: {also_on!r} is malformed; "
        f"expected: Other lines that state the same figure, with ; between.",
    ]


def test_a_character_that_the_font_lacks_is_named_in_a_cell(edit, problems):
    row = edit(PAYMENTS, "A stated total", "A stated total 𝄞")
    assert problems() == [
        f"{PAYMENTS}:{row}: note: '𝄞' (U+1D11E): the bundled font lacks it, so charts and PDF would show a box; "
        f"see src/marketshare/fonts/README.md",
    ]


def test_a_character_that_the_font_lacks_is_named_in_a_note(add_note, problems):
    file = add_note("later", "第一行\n乐谱𝄞")
    assert problems() == [
        f"{file}:2: '𝄞' (U+1D11E): the bundled font lacks it, so charts and PDF would show a box; "
        f"see src/marketshare/fonts/README.md",
    ]


# Value


@pytest.mark.parametrize(("value", "shown"), [("49.8", "49.8"), ("", "blank"), ("499", "499")])
def test_a_value_that_the_printed_words_do_not_say_is_named(edit, problems, value, shown):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("49.9,", f"{value},"))
    assert problems() == [f"{PAYMENTS}:{row}: value: {shown}, but '49.9%' in percent says 49.9"]


def test_a_value_for_words_without_a_number_is_refused(edit, problems):
    row = edit(USERS, "十数个,,", "十数个,15,")
    assert problems() == [f"{USERS}:{row}: value: 15, but '十数个' in count says no single number"]


def test_printed_words_of_another_unit_are_told_so(edit, problems):
    row = edit(USERS, "qq,,mau,2019-06-30,7.,,,unreadable", "qq,,mau,2019-06-30,7.,,,stated")
    assert problems() == [
        f"{USERS}:{row}: printed: not a number phrase: '7.': '.': no word known here; read so far: 7; "
        f"'7' would be taken; is the unit of measure 'mau' (user) right? A damaged text has status unreadable",
    ]


def test_an_unreadable_figure_with_a_value_is_refused(edit, problems):
    row = edit(USERS, "7.,,,unreadable", "7.,7,,unreadable")
    assert problems() == [f"{USERS}:{row}: value: 7; an unreadable figure has no value"]


def test_an_unreadable_figure_can_be_anything(root):
    figure = read_ledger(root).figures["qq-mau-2019-06"]
    assert figure.quantity.value is None
    assert figure.quantity.bounds == Interval(float("-inf"), float("inf"))


# Bounds


@pytest.fixture
def override(edit):
    """Fill the column `bounds` of the share of Alipay; returns its row."""

    def fill(bounds, reason="The note rounds."):
        edit(PAYMENTS, f"{ALIPAY},,,,,", f"{ALIPAY},,,,,{reason}")
        return edit(PAYMENTS, ALIPAY, ALIPAY.replace("49.9,,", f'49.9,"{bounds}",'))

    return fill


def test_bounds_follow_from_the_printed_words(root):
    assert read_ledger(root).figures["payment-share-alipay-2018-q1"].quantity.bounds == Interval(49.85, 49.95)


def test_bounds_with_a_reason_override_those_of_the_words(copy, override):
    override("[49, 51)")
    figure = read_ledger(copy).figures["payment-share-alipay-2018-q1"]
    assert figure.quantity.bounds == Interval(49, 51, high_closed=False)


def test_bounds_without_a_reason_are_refused(override, problems):
    row = override("[49, 51]", reason="")
    assert problems() == [
        f"{PAYMENTS}:{row}: note: blank; bounds that override the words need their reason here",
    ]


def test_bounds_that_do_not_hold_the_value_are_refused(override, problems):
    row = override("[50, 51]")
    assert problems() == [f"{PAYMENTS}:{row}: bounds: [50, 51] does not hold the value 49.9"]


def test_bounds_that_fall_are_refused(override, problems):
    row = override("[51, 49]")
    assert problems() == [f"{PAYMENTS}:{row}: bounds: the low end 51.0 is above the high end 49.0"]


def test_bounds_of_another_form_are_reported_once(override, problems):
    row = override("49 to 51")
    assert problems() == [
        f"{PAYMENTS}:{row}: bounds: '49 to 51' is malformed; expected: "
        f"Only to override what follows from printed: [31.5, 33.5] or (2.5e8, inf), with the reason in note.",
    ]


def test_bounds_that_are_not_numbers_are_told_what_is_expected(override, problems):
    row = override("[49, many]")
    assert problems() == [
        f"{PAYMENTS}:{row}: bounds: not an interval: '[49, many]'; expected for instance [31.5, 33.5] or (2.5e8, inf)",
    ]


# Corrections


def test_a_correction_of_a_figure_that_is_not_there_is_named(edit, problems):
    row = edit(PAYMENTS, f"{ALIPAY},,,", f"{ALIPAY},,,payment-share-alipay-2017")
    assert problems() == [f"{PAYMENTS}:{row}: supersedes: no figure has the id 'payment-share-alipay-2017'"]


def test_a_figure_with_a_problem_of_its_own_is_known_to_its_correction(edit, problems):
    edit(PAYMENTS, f"{ALIPAY},,,", f"{ALIPAY},,,revenue-share-vas")
    row = edit(REVENUE, "tencent-vas,,revenue-share", "tencent-vas,,revenue")
    assert problems() == [
        f"{REVENUE}:{row}: measure: 'revenue' is not in data/measures.csv; "
        f"add it to data/measures.csv, or use one of its ids; did you mean revenue-share?",
    ]


# Shares of one whole


def test_shares_of_one_market_and_period_above_100_are_refused(state_shares, problems):
    row = state_shares({"alipay": "60.1%", "tenpay": "40.1%"})  # at least 60.05 + 40.05
    assert problems() == [
        f"{PAYMENTS}:{row}: value: market-share of china-third-party-payments in 2019: alipay-2019, tenpay-2019 "
        f"sum to at least 100.1, above 100; is one of them of another market or period?",
    ]


def test_shares_of_one_parents_revenue_above_100_are_refused(edit, append, add_note, problems):
    add_note("later", "其他占5%")
    edit("data/entities.csv", "wechat,WeChat", "tencent-others,Others,其他,tencent,rest,\nwechat,WeChat")
    row = append(REVENUE, "revenue-share-others,tencent-others,,revenue-share,,5%,5,,stated,later,1,其他占5%,,,,,,")
    assert problems() == [  # at least 53.5 + 17.5 + 25.5 + 4.5
        f"{REVENUE}:{row}: value: revenue-share of tencent: revenue-share-advertising, "
        f"revenue-share-fintech-business, revenue-share-vas, revenue-share-others "
        f"sum to at least 101, above 100; is one of them of another market or period?",
    ]


def test_shares_that_can_be_100_within_their_rounding_pass(state_shares, problems):
    state_shares({"alipay": "54.0%", "tenpay": "46.1%"})  # 100.1, at least 53.95 + 46.05
    assert problems() == []


def test_shares_whose_lowest_values_are_100_in_decimals_pass(state_shares, problems):
    state_shares({"alipay": "23.7%", "tenpay": "33.0%", "wechat": "39.5%", "qq": "4.0%"})
    assert problems() == []  # 23.65 + 32.95 + 39.45 + 3.95 is 100, and a little more in binary


def test_shares_of_different_periods_are_not_added(edit, problems):
    edit(PAYMENTS, "alipay,china-third-party-payments,market-share,2018-Q1", "alipay,china-cloud,market-share,2016")
    assert not any("sum to" in problem for problem in problems())


def test_a_stated_sum_of_firms_is_not_added_to_its_parts(state_shares, problems):
    state_shares({"alipay": "49.9%", "tenpay": "40.7%", "alipay-and-tenpay": "90.6%"})
    assert problems() == []


def test_a_stated_sum_of_firms_counts_where_a_part_is_not_stated(state_shares, problems):
    state_shares({"alipay": "49.9%", "alipay-and-tenpay": "90.6%", "qq": "15.0%"})  # at least 90.55 + 14.95
    assert [line for line in problems() if "sum to at least 105.5, above 100" in line]


def test_a_corrected_share_is_not_added_to_its_correction(add_note, append, problems):
    add_note("later", "支付宝的份额应为50.1%")
    append(
        PAYMENTS,
        "payment-share-alipay-2018-q1-corrected,alipay,china-third-party-payments,market-share,2018-Q1,50.1%,50.1,,"
        "stated,later,1,支付宝的份额应为50.1%,,,,payment-share-alipay-2018-q1,,",
    )
    assert problems() == []


def test_frictionless_finds_an_unknown_key_by_the_package_alone(copy, edit):
    from frictionless import validate

    edit(PAYMENTS, "payment-share-alipay-2018-q1,alipay,", "payment-share-alipay-2018-q1,ant,")
    assert not validate(str(copy / PACKAGE)).valid


# Gloss


def test_a_gloss_that_tells_another_number_is_named(edit, problems):
    row = edit(PAYMENTS, ALIPAY, ALIPAY.replace("share of 49.9 %", "share of 48.9 %"))
    assert problems() == [
        f"{PAYMENTS}:{row}: gloss: tells 48.9, but '49.9%' is 49.9; write the number of the quote in digits",
    ]


def test_a_gloss_may_tell_an_amount_with_an_english_scale(edit, problems):
    edit("data/active_users.csv", "reached 1.133 billion", "reached 1133 million")
    assert problems() == []


def test_a_gloss_of_a_fraction_tells_the_fraction(edit, problems):
    row = edit("data/mini_programs.csv", "has only 1/4 of", "has only 1/5 of")
    assert problems() == [
        f"data/mini_programs.csv:{row}: gloss: tells 1/5, but '1/4' is 0.25; write the number of the quote in digits",
    ]


def test_a_blank_gloss_passes(edit, problems):
    edit(PAYMENTS, ALIPAY, ALIPAY.replace("Alipay is first with a market share of 49.9 %.", ""))
    assert problems() == []


def test_a_gloss_of_a_claim_that_tells_a_number_which_the_quote_does_not_is_named(edit, problems):
    row = edit("data/claims.csv", "stands second (11.8%)", "stands second (12.8%)")
    assert problems() == [
        f"data/claims.csv:{row}: gloss: tells 12, which the quote does not; say what it says",
    ]


def test_a_source_says_how_its_numbers_are_written(edit, problems):
    row = edit("data/cloud_share.csv", "11.8%,11.8", "11.8%,11.8")
    edit("data/sources.csv", "zh-CN", "de")
    assert f"data/cloud_share.csv:{row}: printed: not a number phrase: '11.8%': '11.8' is no number in locale de" in (
        "\n".join(problems())
    )


def test_a_growth_printed_for_a_level_is_told_so(edit, problems):
    edit("data/measures.csv", "growth,percent,growth", "growth,percent,level")
    assert not any("kind is level" in problem for problem in problems())  # 195% does not say that it is a growth
    edit("data/mini_programs.csv", "超过 600%,600", "增长超过 600%,600")
    assert any("kind is level" in problem for problem in problems())


def test_a_figure_in_another_currency_is_a_figure_like_any_other(edit, problems):
    edit("data/measures.csv", "net-profit,CNY,level", "net-profit,USD,level")
    assert problems() == []
