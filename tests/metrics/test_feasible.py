"""What a partial report allows: which reports no market fits, and which ends are reached."""

import math
import random
from itertools import product

import pytest

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    concentration_ratio_bounds,
    effective_firms_bounds,
    entropy_bounds,
    hall_tideman_bounds,
    hhi_bounds,
)

ANY, SMALLER = {"unnamed": "any"}, {"unnamed": "smaller"}
FULL = {"unnamed": "any", "count": 0}
INDICES = {
    "hhi": hhi_bounds,
    "cr1": lambda shares, **known: concentration_ratio_bounds(shares, 1, **known),
    "hill-0": lambda shares, **known: effective_firms_bounds(shares, 0, **known),
    "hill-half": lambda shares, **known: effective_firms_bounds(shares, 0.5, **known),
    "hill-inf": lambda shares, **known: effective_firms_bounds(shares, math.inf, **known),
    "entropy": entropy_bounds,
    "hall-tideman": hall_tideman_bounds,
}


def box(low, high, ends="[]"):
    return Interval(low, high, ends[0] == "[", ends[1] == "]")


def assert_is(found, low, high, ends="[]"):
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-12)
    assert found.ends == ends


# reports that no market fits


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
@pytest.mark.parametrize(
    ("shares", "known", "message"),
    [
        pytest.param([box(52.5, 60, "[)"), box(30, 40, "(]")], FULL, "sum to less than 100, which leaves", id="below"),
        pytest.param([box(50, 60, "(]"), box(50, 60)], ANY, "sum to more than 100", id="above"),
        pytest.param(
            [60, box(5, 10, "[)")],
            {**SMALLER, "count": 3},
            "less than 70, which leaves more than 30 of the market, more than 3 unnamed firms of at most 10",
            id="three-of-nearly-ten",
        ),
        pytest.param(
            [box(40, 50, "[)"), 30], {**ANY, "total": 80}, "70 to 80, does not fit the stated total, 80 to 80",
            id="nearly-the-total",
        ),
        pytest.param(
            [50, 30], {**ANY, "total": box(80, 90, "(]")}, "80 to 80, does not fit the stated", id="just-the-total"
        ),
        pytest.param([60, 30], {**FULL, "total": 90}, "at most 90, which leaves", id="none-beside-a-total"),
        pytest.param([60, 40], {**ANY, "total": 90}, "does not fit the stated total", id="more-than-the-total"),
    ],
)  # fmt: skip
def test_what_open_ends_or_a_total_make_impossible_is_refused(index, shares, known, message):
    with pytest.raises(ShareError, match=message):
        index(shares, **known)


@pytest.mark.parametrize("shares", [[100 / 3] * 3, [100 / 7] * 7, [14.2857142857] * 7, [33.33333333, 66.66666667]])
@pytest.mark.parametrize("known", [FULL, ANY, SMALLER], ids=["full", "any", "smaller"])
def test_shares_that_were_computed_sum_to_100_within_binary_rounding(shares, known):
    found = hhi_bounds(shares, **known)
    assert found.is_exact
    assert found.low == pytest.approx(sum(share**2 for share in shares))
    assert effective_firms_bounds(shares, 0, **known) == Interval.exactly(len(shares))  # nothing is left for others


def test_low_ends_that_were_computed_leave_nothing_to_be_above_them():
    found = hhi_bounds([(100 / 3, 33.4)] * 3, unnamed="any")
    assert found.is_exact
    assert found.low == pytest.approx(10_000 / 3)


def test_a_rest_that_was_computed_fits_the_unnamed_firms_that_are_counted():
    """Three of seven equal firms are named: four that are no larger have the rest to the last digit."""
    found = hhi_bounds([(14, 100 / 7)] * 3, unnamed="smaller", count=4)
    assert found.is_exact
    assert found.low == pytest.approx(10_000 / 7)
    assert concentration_ratio_bounds([100 / 7] * 3, 7, unnamed="smaller", count=4) == Interval.exactly(100)


# named firms that have nothing


def test_beside_a_named_firm_of_nothing_no_smaller_one_has_anything():
    """55–70 and 33–34 sum to 100 from 66 and 34 to 67 and 33."""
    shares = [box(55, 70), box(33, 34), 0]
    assert_is(hhi_bounds(shares, **SMALLER), 66**2 + 34**2, 67**2 + 33**2)
    assert_is(concentration_ratio_bounds(shares, 2, **SMALLER), 100, 100)
    assert_is(effective_firms_bounds(shares, 0, **SMALLER), 2, 2)
    low, high = (-a * math.log(a) - (1 - a) * math.log(1 - a) for a in (0.67, 0.66))
    assert (round(low, 4), round(high, 4)) == (0.6342, 0.6410)
    assert_is(entropy_bounds(shares, **SMALLER), low, high)


# how many firms


@pytest.mark.parametrize(
    ("shares", "known", "low", "high"),
    [
        ([60, box(30, 40, "(]"), box(0, 10, "(]")], FULL, 3, 3),
        ([box(10, 20, "()")], SMALLER, 6, math.inf),  # five of less than 20 do not make 100
        ([box(10, 20, "(]")], SMALLER, 5, math.inf),
        ([60, box(30, 40, "[)")], ANY, 3, math.inf),  # something is left
        ([60, box(30, 40)], {**ANY, "count": 2}, 2, 4),
        ([60, 40, 0], {**ANY, "count": 2}, 2, 2),
        ([60, box(40, 41)], {**ANY, "count": 2}, 2, 2),
        ([box(0, 60), box(0, 40)], {**ANY, "count": 1}, 1, 3),
    ],
)  # fmt: skip
def test_the_number_of_firms_is_what_markets_within_open_ends_have(shares, known, low, high):
    assert effective_firms_bounds(shares, 0, **known) == Interval(low, high)


# ends that are reached or not


@pytest.mark.parametrize(
    ("shares", "known", "k", "expected"),
    [
        ([box(52, 54, "()"), box(8, 10)], {**ANY, "count": 2}, 1, box(52, 54, "()")),
        # the other two have 38 / 2 each beside a little more than 52 and 10, or all that 8 leaves of the rest, whatever
        # the first has
        ([box(52, 54, "()"), box(8, 10)], {**ANY, "count": 2}, 2, box(71, 92, "(]")),
        ([box(52, 54, "()"), 10], SMALLER, 1, box(52, 54, "()")),
        ([box(50, 60, "(]"), box(40, 50, "[)")], FULL, 1, box(50, 60, "(]")),
        ([box(40, 60, "[)"), box(40, 50)], {**SMALLER, "count": 1}, 1, box(40, 60, "[)")),
        ([box(40, 60, "[)"), box(40, 60)], FULL, 1, box(50, 60)),  # the second may have the 60
        ([60, box(0, 10)], SMALLER, 2, box(60, 70, "(]")),
    ],
)  # fmt: skip
def test_a_concentration_ratio_is_closed_where_a_market_reaches_it(shares, known, k, expected):
    assert concentration_ratio_bounds(shares, k, **known) == expected


def test_the_inverse_of_the_largest_share_is_open_where_the_share_is():
    found = effective_firms_bounds([box(52, 54, "()"), box(8, 10)], math.inf, unnamed="any", count=2)
    assert_is(found, 100 / 54, 100 / 52, "()")


def test_a_sum_of_decimals_reaches_an_end_by_what_is_printed():
    """33.1 to below 33.2, 10.6–10.7, 22.5–22.6, 33.6–33.7: the most concentrated is 33.2, 10.6, 22.5, 33.7."""
    shares = [box(33.1, 33.2, "[)"), box(10.6, 10.7), box(22.5, 22.6), box(33.6, 33.7)]
    assert_is(hhi_bounds(shares, **FULL), 2849.82, 33.2**2 + 10.6**2 + 22.5**2 + 33.7**2, "[)")


@pytest.mark.parametrize("order", [0.01, 0.1, 1, 2])
def test_four_equal_firms_are_not_reached_by_a_share_below_a_quarter(order):
    found = effective_firms_bounds([box(20, 25, "[)")], order, unnamed="any", count=3)
    assert found.high == pytest.approx(4)
    assert found.ends == "[)"


# totals


@pytest.mark.parametrize(
    ("shares", "known", "low", "high", "ends"),
    [
        # two unnamed firms share 10, or one has all of it
        ([box(49, 51), box(39, 41)], {**ANY, "total": 90, "count": 2}, 49**2 + 41**2 + 50, 51**2 + 39**2 + 100, "[]"),
        ([box(40, 60), box(40, 60)], {**FULL, "total": (90, 100)}, 5000, 5200, "[]"),
        # the named have less than levelled shares would give them: 30 beside 35 and 35
        ([box(20, 60)], {**ANY, "total": (0, 30), "count": 2}, 30**2 + 2 * 35**2, 400 + 6400, "[]"),
        # five of 20, or 30, 10 and one of 60
        ([box(10, 30), box(10, 30)], {**ANY, "total": 40, "count": 3}, 5 * 400, 900 + 100 + 3600, "[]"),
        ([box(45, 60)], {**SMALLER, "total": (45, 55)}, 2025, 55**2 + 45**2, "(]"),
    ],
)  # fmt: skip
def test_a_stated_total_narrows_the_bounds_whatever_the_count(shares, known, low, high, ends):
    assert_is(hhi_bounds(shares, **known), low, high, ends)


@pytest.mark.parametrize(
    ("total", "most"),
    [
        # what is above the total is taken from the fourth and the fifth, which caps the rest: 11.75, 7.1
        (81.15, [19.75, 18.15, 16.95, 14.55, 11.75, 11.75, 7.1]),
        # half of the fifth's tenth: 11.8, 7
        (81.2, [19.75, 18.15, 16.95, 14.55, 11.8, 11.8, 7]),
        (81.25, [19.75, 18.15, 16.95, 14.55, 11.85, 11.85, 6.9]),
    ],
)
@pytest.mark.parametrize(
    "known", [SMALLER, {**ANY, "ranks": {firm: firm + 1 for firm in range(5)}}], ids=["smaller", "ranked"]
)
def test_the_smallest_named_firm_caps_the_rest_beside_a_stated_total(known, total, most):
    boxes = [(19.65, 19.75), (18.05, 18.15), (16.85, 16.95), (14.55, 14.65), (11.75, 11.85)]
    found = hhi_bounds(boxes, total=(81.05, total), **known)
    assert_is(found, 19.65**2 + 18.05**2 + 16.85**2 + 14.65**2 + 11.85**2, sum(share**2 for share in most), "(]")


def test_a_total_that_leaves_more_than_smaller_firms_can_hold_is_refused():
    """Of 60 together, no two firms of 20 at least leave both 40 and a firm that may have all of it."""
    assert_is(hhi_bounds([(20, 40), (20, 40)], **SMALLER, total=60, count=2), 900 * 2 + 800, 1600 + 400 + 800)
    with pytest.raises(
        ShareError, match="leaves at least 40 of the market, more than 1 unnamed firm of at most 40 each can have"
    ):
        hhi_bounds([(20, 40), (20, 40)], **SMALLER, total=60, count=1)


def test_ranks_of_some_firms_beside_a_total_that_counts_are_refused():
    with pytest.raises(ShareError, match=r"total: stated ranks beside a total .* only if every named firm is ranked"):
        hhi_bounds([(20, 40), (20, 40)], unnamed="any", total=50, ranks={0: 1})


# stated ranks


def test_firms_ranked_one_to_five_leave_no_larger_one_to_the_rest():
    """The rest of 18.9 has firms of 11.8 at most; shares of the five are rounded to a tenth."""
    boxes = [(s - 0.05, s + 0.05) for s in (19.7, 18.1, 16.9, 14.6, 11.8)]
    boxes = [(round(low, 2), round(high, 2)) for low, high in boxes]
    found = hhi_bounds(boxes, unnamed="any", ranks={0: 1, 1: 2, 2: 3, 3: 4, 4: 5})
    low, high = (sum(pair[end] ** 2 for pair in boxes) for end in (0, 1))
    rest = 100 - sum(pair[1] for pair in boxes)
    assert_is(found, low, high + 11.85**2 + (rest - 11.85) ** 2, "(]")


@pytest.mark.parametrize(
    ("shares", "known", "ranks", "low", "high"),
    [
        ([40, 20], ANY, {0: 1, 1: 2}, 2000, 2000 + 800),
        ([40, 20], ANY, {1: 2}, 2000, 2000 + 800),
        ([40, 20], ANY, {0: 1}, 2000, 2000 + 1600),
        ([40, 20], ANY, {1: 3}, 2000, 2000 + 1600),  # one of 40 is no larger than the first … or of any size
        # 10 is not the smallest named that matters: rank 2 bounds the rest by 30, not by 5
        ([40, 30, 5], {**ANY, "count": 1}, {1: 2}, 2525 + 625, 2525 + 625),
        ([40, 30, 5], ANY, {0: 1, 1: 2}, 2525, 2525 + 625),
        ([30, 25], {**ANY, "count": 2}, {0: 1}, 30**2 + 25**2 + 2 * 22.5**2, 30**2 + 25**2 + 30**2 + 15**2),
    ],
)
def test_bounds_under_stated_ranks_by_hand(shares, known, ranks, low, high):
    found = hhi_bounds(shares, **known, ranks=ranks)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_a_rank_that_no_unnamed_firm_can_pass_says_that_all_are_smaller_beside_a_stated_total_too():
    cloud, total = [(42.85, 42.95), (11.75, 11.85)], (54.65, 54.75)
    assert hhi_bounds(cloud, **ANY, ranks={1: 2}, total=total) == hhi_bounds(cloud, **SMALLER, total=total)


def test_of_one_of_the_first_three_the_high_end_counts():
    cloud = [42.9, 11.8]
    assert hhi_bounds(cloud, **ANY, ranks={1: Interval(1, 3)}) == hhi_bounds(cloud, **ANY, ranks={1: 3})


def test_the_smallest_named_firm_need_not_be_the_ranked_one():
    """Second of all, 20 lets unnamed firms have 20 each, though another named firm has 5."""
    shares = {"a": 40, "b": 20, "c": 5}
    assert_is(hhi_bounds(shares, unnamed="any", ranks={"b": 2}), 2025, 2025 + 400 + 225, "(]")
    assert_is(hhi_bounds(shares, unnamed="smaller"), 2025, 2025 + 7 * 25, "(]")


def test_ranks_of_rounded_shares_order_them():
    """The first is no smaller than the second, and has 30 at least: (30, 25) to (35, 30)."""
    found = concentration_ratio_bounds([(20, 40), (30, 35)], 1, unnamed="any", ranks={0: 1, 1: 2})
    assert_is(found, 30, 40)


@pytest.mark.parametrize(
    ("ranks", "message"),
    [
        ({1: 1}, "ranks: no market fits the stated ranks, 1 1, beside these shares"),
        ({0: 2, 1: 2}, "ranks: 0 2, 1 2: two firms of rank 2; a tie has no bounds here"),
        ({0: 0}, r"ranks\[0\]: 0 must be at least 1"),
        ({0: 1.5}, r"ranks\[0\]: 1.5 is not a number of"),
        ({2: 1}, "firm: 2 is not a position from 0 to 1"),
        ([1, 2], r"ranks: expected a mapping from firm to rank, such as \{0: 1\}, found \[1, 2\]"),
    ],
)
def test_ranks_that_cannot_be_are_refused(ranks, message):
    with pytest.raises(ShareError, match=message):
        hhi_bounds([40, 20], unnamed="any", ranks=ranks)


# every market on a grid


UNITS = 80
"""A market in units; intervals begin and end at multiples of four."""


def random_box(chance, low, widths):
    width = chance.choice(widths)
    return box(low, low + width, chance.choice(["[]", "[]", "(]", "[)", "()"])) if width else box(low, low)


def random_report(chance, *, ranked):
    """Shares in units, what is known of the others, and a stated total or ranks."""
    shares = [random_box(chance, 4 * chance.randint(0, 9), [0, 0, 4, 8, 12]) for _ in range(chance.randint(1, 3))]
    known = {"unnamed": chance.choice(["smaller", "any"]), "count": chance.randint(0, 2)}
    if ranked:  # closed, as the closure of what ranks allow is more than what they allow of closed shares
        shares = [box(share.low, share.high) for share in shares]
        ranks = chance.sample(range(1, len(shares) + 3), chance.randint(1, len(shares)))
        known["ranks"] = dict(zip(chance.sample(range(len(shares)), len(ranks)), ranks, strict=True))
    elif chance.random() < 0.5:
        low = min(UNITS - 12, 4 * chance.randint(0, 3) + sum(share.low for share in shares))
        known["total"] = random_box(chance, max(0, low - 4), [0, 4, 8])
    return shares, known


def divided(rest, count):
    """Ways to divide a rest in whole units among up to two firms."""
    if count == 2:
        return [(rest - piece, piece) for piece in range(rest // 2 + 1)]
    return [(rest,)] if count else [()] if rest == 0 else []


def grid_markets(shares, known):
    """Every market in whole units that the ends allow, and whether the open ends allow it."""
    total = known.get("total", box(0, UNITS))
    for named in product(*(range(share.low, share.high + 1) for share in shares)):
        if not total.low <= sum(named) <= min(total.high, UNITS):
            continue
        allowed = sum(named) in total and all(one in share for one, share in zip(named, shares, strict=True))
        for rest in divided(UNITS - sum(named), known["count"]):
            if known["unnamed"] == "smaller" and max(rest, default=0) > min(named):
                continue
            market = (*named, *rest)
            ranks = known.get("ranks", {}).items()
            if all(sum(share > market[firm] for share in market) < rank for firm, rank in ranks):
                yield market, allowed


def in_percent(value):
    return Interval(value.low * 100 / UNITS, value.high * 100 / UNITS, value.low_closed, value.high_closed)


@pytest.mark.parametrize("ranked", [False, True], ids=["totals", "ranks"])
def test_the_high_end_is_that_on_a_grid_and_closed_where_a_market_within_open_ends_has_it(ranked):
    """Markets at the high end are corners, and so on the grid; so is one within open ends, if there are any."""
    chance, answered = random.Random(20190630), 0
    for _ in range(500):
        shares, known = random_report(chance, ranked=ranked)
        if sum(share.high for share in shares) == 0:
            continue
        markets = list(grid_markets(shares, known))
        percent = {**known, "total": in_percent(known["total"])} if "total" in known else known
        given = [in_percent(share) for share in shares]
        if not any(allowed for _, allowed in markets):
            with pytest.raises(ShareError):
                hhi_bounds(given, **percent)
            continue
        for index, bounded, scale in ((lambda market: sum(s**2 for s in market), "hhi", 1.25**2), (max, "cr1", 1.25)):
            found = INDICES[bounded](given, **percent)
            high = max(index(market) for market, _ in markets)
            reached = any(index(market) == high for market, allowed in markets if allowed)
            assert found.high == pytest.approx(high * scale)
            assert found.high_closed == reached or found.is_exact
            answered += 1
    assert answered > 200
