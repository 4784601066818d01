import math
import random
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    Completion,
    ShareError,
    completions,
    concentration_ratio_bounds,
    hhi_bounds,
)

STEP = 5
UNITS = 100 // STEP
DUST = 10**12
"""Into how many pieces a rest is cut that is to be negligible."""

CLOUD = ((42.85, 42.95), (11.75, 11.85))
FULL = {"unnamed": "any", "count": 0}
PAYMENTS = ((49.85, 49.95), (40.65, 40.75))


# A market here is a list of groups: a share, and how many firms have it.


def test_a_market_of_named_firms_alone_is_its_own_completion():
    found = completions([60, 40], unnamed="any")
    assert (found.most, found.least) == ((Completion((60, 40)),), Completion((60, 40)))


def squares(market):
    return math.fsum(number * share**2 for share, number in market)


def largest(market, k):
    """Joint share of the k largest."""
    left, total = k, 0.0
    for share, number in sorted(market, reverse=True):
        total += min(left, number) * share
        left -= min(left, number)
    return total


def cubes(market):
    return math.fsum(number * share**3 for share, number in market)


def groups(completion):
    market = [(share, 1) for share in completion.named] + list(completion.unnamed)
    return [*market, (completion.atomistic / DUST, DUST)] if completion.atomistic else market


def size(market):
    return math.fsum(number * share for share, number in market)


# Every market on a grid


@cache
def partitions(rest, cap, count):
    """All ways to cut `rest` into at most `count` whole pieces of at most `cap`, largest first."""
    if rest == 0:
        return ((),)
    if count == 0:
        return ()
    return tuple(
        (piece, *others)
        for piece in range(min(rest, cap), 0, -1)
        for others in partitions(rest - piece, piece, count - 1)
    )


def grid(boxes, unnamed, count, total=(0, UNITS)):
    """Every market in whole steps that the intervals allow; for an unknown count, a rest of dust as well."""
    for named in product(*(range(low, high + 1) for low, high in boxes)):
        rest = UNITS - sum(named)
        if rest < 0 or not total[0] <= sum(named) <= total[1]:
            continue
        cap = min(named) if unnamed == "smaller" else UNITS
        shares = [(share * STEP, 1) for share in named]
        for pieces in partitions(rest, cap, UNITS if count is None else count):
            yield [*shares, *((piece * STEP, 1) for piece in pieces)]
        if count is None and rest and cap:
            yield [*shares, (rest * STEP / DUST, DUST)]


def in_percent(boxes):
    return [(low * STEP, high * STEP) for low, high in boxes]


@st.composite
def grid_boxes(draw, least=1):
    """One to three intervals in steps, with low ends that leave something or nothing."""
    boxes = draw(st.lists(st.tuples(st.integers(least, 11), st.integers(0, 3)), min_size=1, max_size=3))
    return [(low, min(UNITS, low + width)) for low, width in boxes]


@st.composite
def grid_reports(draw):
    """Intervals in steps around some firms of a full market, and what is known of the others."""
    cuts = draw(st.lists(st.integers(1, UNITS - 1), max_size=4, unique=True).map(sorted))
    truth = sorted((end - start for start, end in pairwise([0, *cuts, UNITS])), reverse=True)
    named = draw(st.integers(1, min(3, len(truth))))
    halves = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=named, max_size=named))
    boxes = [
        (max(1, share - below), min(UNITS, share + above)) for share, (below, above) in zip(truth, halves, strict=False)
    ]
    count = draw(st.sampled_from([None, len(truth) - named, len(truth) - named + 1]))
    return boxes, {"unnamed": draw(st.sampled_from(["smaller", "any"])), "count": count}


def check_against_the_grid(boxes, unnamed, count, total=None):
    """Nothing lies outside the bounds; the high end is on the grid, the low end at most a step per firm away."""
    known = {"unnamed": unnamed, "count": count}
    if total is not None:
        known["total"] = (total[0] * STEP, total[1] * STEP)
    markets = list(grid(boxes, unnamed, count, total or (0, UNITS)))
    if not markets:
        with pytest.raises(ShareError):
            hhi_bounds(in_percent(boxes), **known)
        return
    levelled = len(boxes) + (count or 0) if count is not None or total is not None else 0
    bounds = hhi_bounds(in_percent(boxes), **known)
    found = [squares(market) for market in markets]
    assert bounds.low - 1e-6 <= min(found) <= bounds.low + levelled * STEP**2 + 1e-6
    assert max(found) == pytest.approx(bounds.high, abs=1e-6)
    for k in range(1, 6):
        bounds = concentration_ratio_bounds(in_percent(boxes), k, **known)
        found = [largest(market, k) for market in markets]
        assert bounds.low - 1e-6 <= min(found) <= bounds.low + (min(k, levelled) * STEP) + 1e-6
        assert max(found) == pytest.approx(bounds.high, abs=1e-6)


@pytest.mark.parametrize("count", [None, 0, 1, 2, 3])
@pytest.mark.parametrize("unnamed", ["smaller", "any"])
@given(boxes=grid_boxes())
def test_no_market_on_a_grid_lies_outside_the_bounds_and_both_ends_are_approached(unnamed, count, boxes):
    assume(sum(low for low, high in boxes) <= UNITS)
    check_against_the_grid(boxes, unnamed, count)


@pytest.mark.parametrize("unnamed", ["smaller", "any"])
@given(data=st.data())
def test_no_market_on_a_grid_with_the_stated_total_lies_outside_the_bounds(unnamed, data):
    boxes = data.draw(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4)), min_size=1, max_size=3))
    boxes = [(low, low + width) for low, width in boxes]
    lows, highs = sum(low for low, high in boxes), sum(high for low, high in boxes)
    if unnamed == "smaller":  # else the smallest share, which caps the rest, lies between two steps
        fit = [t for t in range(lows, UNITS + 1) if t >= highs or UNITS - t <= min(low for low, high in boxes)]
    else:
        fit = list(range(lows, UNITS + 1))
    high = data.draw(st.sampled_from(fit))
    low = data.draw(st.integers(max(1, min(high, highs) - 4), min(high, highs)))
    check_against_the_grid(boxes, unnamed, None, (low, high))


@given(boxes=grid_boxes(least=0), count=st.sampled_from([None, 1, 2]))
def test_a_named_firm_may_have_nothing_where_unnamed_ones_may_have_anything(boxes, count):
    assume(1 <= sum(low for low, high in boxes) <= UNITS)
    check_against_the_grid(boxes, "any", count)


@pytest.mark.parametrize(
    ("boxes", "unnamed", "count"),
    [
        pytest.param([(1, 12), (2, 6), (3, 4)], "any", None, id="three-roundings-any"),
        pytest.param([(1, 12), (2, 6), (3, 4)], "smaller", None, id="three-roundings-smaller"),
        pytest.param([(1, 12), (2, 6), (3, 4)], "smaller", 0, id="three-roundings-full"),
        pytest.param([(2, 5), (2, 5), (2, 5), (2, 5)], "any", 0, id="four-alike-full"),
        pytest.param([(20, 20)], "smaller", None, id="monopoly"),
    ],
)
def test_the_grid_agrees_where_roundings_differ(boxes, unnamed, count):
    check_against_the_grid(boxes, unnamed, count)


@given(grid_reports())
def test_another_index_that_rises_with_concentration_has_its_ends_at_the_same_completions(drawn):
    """The sum of cubes, for which the library has no function."""
    boxes, known = drawn
    found = [cubes(market) for market in grid(boxes, **known)]
    least = cubes(groups(completions(in_percent(boxes), **known).least))
    most = max(cubes(groups(market)) for market in completions(in_percent(boxes), **known).most)
    assert least <= min(found) + 1e-4
    assert most == pytest.approx(max(found), rel=1e-9)


# Random markets


def cut(chance, rest, cap, count):
    """`rest` in pieces of at most `cap`: as few as possible, all alike, dust, or broken at random."""
    if rest <= 1e-12:
        return []
    ways = ["few", "random", "dust"] if count is None else ["few", "random", "alike"]
    way = chance.choice(ways)
    if way == "dust":
        return [(rest / DUST, DUST)]
    if way == "alike":
        return [(rest / count, count)]
    pieces = []
    while rest > 1e-12:
        must = rest - cap * (count - len(pieces) - 1) if count is not None else 0
        piece = min(rest, cap) if way == "few" else max(must, min(rest, cap) * chance.uniform(0.05, 1))
        pieces.append((piece, 1))
        rest -= piece
        if len(pieces) == (count or 60) and rest > 1e-12:
            return None
    return pieces


def random_market(chance, boxes, unnamed, count):
    """A market that the intervals allow, its shares often at an end; None if this attempt does not fit."""
    named = [chance.choice([low, high, chance.uniform(low, high)]) for low, high in boxes]
    for position in chance.sample(range(len(boxes)), len(boxes)):
        excess = sum(named) - 100
        if excess > 0 or count == 0:
            low, high = boxes[position]
            named[position] = min(high, max(low, named[position] - excess))
    rest = 100 - sum(named)
    cap = min(named) if unnamed == "smaller" else 100
    if rest < -1e-9 or (count is not None and rest > cap * count + 1e-9):
        return None
    pieces = cut(chance, rest, cap, count)
    return None if pieces is None else [*((share, 1) for share in named), *pieces]


@dataclass(frozen=True)
class Search:
    """Three thousand random markets under the same intervals."""

    boxes: tuple[tuple[float, float], ...]
    unnamed: str
    count: int | None

    def markets(self):
        chance, found = random.Random(20190815), []
        while len(found) < 3000:
            market = random_market(chance, self.boxes, self.unnamed, self.count)
            if market is not None:
                found.append(market)
        return found


SEARCHES = [
    pytest.param(Search(CLOUD, "smaller", None), id="cloud"),
    pytest.param(Search(CLOUD, "any", None), id="cloud-any"),
    pytest.param(Search(CLOUD, "smaller", 5), id="cloud-five"),
    pytest.param(Search(PAYMENTS, "smaller", None), id="payments"),
    pytest.param(Search(PAYMENTS, "any", 2), id="payments-any-two"),
    pytest.param(Search(((49.95, 50.05), (29.95, 30.05), (19.95, 20.05)), "any", 0), id="full"),
    pytest.param(Search(((30, 45), (20, 38), (10, 40)), "smaller", None), id="wide"),
]


@pytest.mark.parametrize("search", SEARCHES)
def test_bounds_contain_three_thousand_random_markets_which_come_close_to_both_ends(search):
    markets = search.markets()
    known = {"unnamed": search.unnamed, "count": search.count}
    for index, bounds in [
        (squares, hhi_bounds(search.boxes, **known)),
        (lambda market: largest(market, 1), concentration_ratio_bounds(search.boxes, 1, **known)),
        (lambda market: largest(market, 2), concentration_ratio_bounds(search.boxes, 2, **known)),
        (lambda market: largest(market, 3), concentration_ratio_bounds(search.boxes, 3, **known)),
    ]:
        found = [index(market) for market in markets]
        near = (bounds.high - bounds.low) / 20 + 1e-6
        assert bounds.low - 1e-6 <= min(found) <= bounds.low + near
        assert bounds.high + 1e-6 >= max(found) >= bounds.high - near


@st.composite
def reported_markets(draw):
    """A full market, and what a note that rounds reports of it."""
    weights = draw(st.lists(st.integers(1, 500), min_size=1, max_size=8))
    truth = sorted((100 * weight / sum(weights) for weight in weights), reverse=True)
    named = draw(st.integers(1, len(truth)))
    unnamed = draw(st.sampled_from(["smaller", "any"]))
    order = draw(st.permutations(range(named if unnamed == "smaller" else len(truth))))
    halves = draw(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), min_size=named, max_size=named))
    reported = [
        (max(0.0, truth[firm] - below), min(100.0, truth[firm] + above))
        for firm, (below, above) in zip(order, halves, strict=False)
    ]
    assume(sum(high for low, high in reported) > 1)
    count = draw(st.sampled_from([None, len(truth) - named, len(truth) - named + 1]))
    return truth, reported, {"unnamed": unnamed, "count": count}


@given(reported_markets())
def test_bounds_contain_the_market_that_was_reported(drawn):
    truth, reported, known = drawn
    market = [(share, 1) for share in truth]
    bounds = hhi_bounds(reported, **known)
    assert bounds.low - 1e-6 <= squares(market) <= bounds.high + 1e-6
    for k in (1, 2, 4):
        bounds = concentration_ratio_bounds(reported, k, **known)
        assert bounds.low - 1e-6 <= largest(market, k) <= bounds.high + 1e-6


@given(reported_markets())
def test_every_completion_is_a_market_that_the_report_allows(drawn):
    _, reported, known = drawn
    for completion in [completions(reported, **known).least, *completions(reported, **known).most]:
        assert size(groups(completion)) == pytest.approx(100, abs=1e-6)
        for share, (low, high) in zip(completion.named, reported, strict=True):
            assert low - 1e-6 <= share <= high + 1e-6
        if known["unnamed"] == "smaller":
            assert all(share <= min(completion.named) + 1e-6 for share, _ in completion.unnamed)
        if known["count"] is not None:
            assert sum(number for _, number in completion.unnamed) <= known["count"]
            assert completion.atomistic == 0


@given(reported_markets())
def test_shares_that_are_levelled_sum_to_100_to_the_last_digits(drawn):
    _, reported, known = drawn
    assume(known["count"])
    assert size(groups(completions(reported, **known).least)) == pytest.approx(100, abs=1e-11)


def test_shares_that_are_known_to_nearly_all_digits_are_levelled_by_the_others():
    # the first at its lowest, the other two halves of what it leaves, though that is but 6e-8 above their lowest
    completion = completions(
        [(42.857142797, 42.857142857), (28.571428571, 29.571428571)], unnamed="smaller", count=1
    ).least
    assert completion.named[0] == 42.857142797
    assert completion.named[1] == completion.unnamed[0][0] == pytest.approx((100 - 42.857142797) / 2, abs=1e-13)


@given(reported_markets(), st.randoms(use_true_random=False))
def test_the_order_of_shares_is_irrelevant(drawn, chance):
    _, reported, known = drawn
    shuffled = chance.sample(reported, len(reported))
    for one, other in [
        (hhi_bounds(reported, **known), hhi_bounds(shuffled, **known)),
        (concentration_ratio_bounds(reported, 2, **known), concentration_ratio_bounds(shuffled, 2, **known)),
    ]:
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-9)


@given(reported_markets())
def test_knowing_more_never_widens_the_bounds(drawn):
    _, reported, known = drawn
    more = hhi_bounds(reported, **known)
    less = [hhi_bounds(reported, unnamed="any"), hhi_bounds(reported, unnamed="any", count=known["count"])]
    if known["count"] is not None:
        less.append(hhi_bounds(reported, unnamed=known["unnamed"]))
    for bounds in less:
        assert bounds.low - 1e-6 <= more.low
        assert more.high <= bounds.high + 1e-6


# By hand


def test_named_shares_stay_in_the_order_given():
    completion = completions([(10, 10), (40, 40), (20, 20)], unnamed="any").least
    assert completion.named == (10, 40, 20)


@pytest.mark.parametrize(
    ("shares", "known", "unnamed"),
    [
        pytest.param([42.9, 11.8], {"unnamed": "smaller"}, [(11.8, 3), (9.9, 1)], id="cloud"),
        pytest.param([49.9, 40.7], {"unnamed": "smaller"}, [(9.4, 1)], id="payments"),
        pytest.param([42.9, 11.8], {"unnamed": "any"}, [(45.3, 1)], id="cloud-any"),
        pytest.param([50, 25], {"unnamed": "smaller"}, [(25, 1)], id="no-remainder"),
        pytest.param([20.8, 9.9], {"unnamed": "smaller"}, [(9.9, 7)], id="no-remainder-in-decimals"),
        pytest.param([60, 40], {"unnamed": "any"}, [], id="full"),
        pytest.param([(40, 42), (10, 12)], {"unnamed": "smaller"}, [(12, 3), (10, 1)], id="at-the-high-ends"),
    ],
)
def test_the_most_concentrated_rest_is_in_as_few_firms_as_may_be(shares, known, unnamed):
    completion = completions(shares, **known).most[0]
    assert len(completion.unnamed) == len(unnamed)
    for (share, number), (expected_share, expected_number) in zip(completion.unnamed, unnamed, strict=True):
        assert share == pytest.approx(expected_share, abs=1e-9)
        assert number == expected_number


@pytest.mark.parametrize("unnamed", ["smaller", "any"])
def test_exact_shares_leave_one_most_concentrated_completion(unnamed):
    assert len(completions([42.9, 11.8], unnamed=unnamed).most) == 1


def test_a_named_firm_that_may_have_nothing_leaves_the_rest_to_ever_smaller_pieces():
    """40 and at most 10, none of the others larger: 1,600 is approached, 40² + 6 · 10² is reached."""
    bounds = hhi_bounds([(0, 10), 40], unnamed="smaller")
    assert (bounds.low, bounds.high) == pytest.approx((1600, 2200), abs=1e-9)
    assert bounds.ends == "(]"


def test_the_least_concentrated_rest_of_unknown_number_is_atomistic_and_not_reached():
    completion = completions([42.9, 11.8], unnamed="smaller").least
    assert completion.unnamed == ()
    assert completion.atomistic == pytest.approx(45.3, abs=1e-9)
    assert completion.attained is False


def test_a_full_market_has_itself_as_its_only_completion_and_reaches_it():
    least = completions([60, 40], unnamed="smaller").least
    assert (least.named, least.unnamed, least.atomistic, least.attained) == ((60, 40), (), 0, True)
    assert {market.named for market in completions([60, 40], unnamed="smaller").most} == {(60, 40)}


def test_equal_pieces_of_a_known_number_level_with_the_smallest_named_firm():
    """(40, 20) ± .5 and two unnamed: 39.5 leaves 60.5 for three."""
    completion = completions([(39.5, 40.5), (19.5, 20.5)], unnamed="smaller", count=2).least
    assert completion.named == pytest.approx((39.5, 60.5 / 3), abs=1e-9)
    ((share, number),) = completion.unnamed
    assert share == pytest.approx(60.5 / 3, abs=1e-9)
    assert number == 2
    assert completion.attained is True


def test_no_unnamed_firm_is_levelled_above_the_smallest_named_one():
    """10 caps the four others at 10 each, so the first must take 50 of its 45 to 60."""
    completion = completions([(45, 60), 10], unnamed="smaller", count=4).least
    assert completion.named == pytest.approx((50, 10), abs=1e-9)
    assert completion.unnamed == ((10, 4),)


def test_a_rounded_full_market_is_most_concentrated_with_one_share_between_its_ends():
    """(50, 30, 20) ± .05: the first at its high end, the last at its low end, the second at what is left, 30.00."""
    found = [market.named for market in completions([(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)], **FULL).most]
    best = max(found, key=lambda named: sum(share**2 for share in named))
    assert best == pytest.approx((50.05, 30.00, 19.95), abs=1e-9)


def test_an_open_end_that_excludes_the_extreme_market_makes_it_unattained():
    least = completions([Interval(40, 60, False, True), 40], **FULL).least
    assert least.named == (60, 40)
    (most,) = completions([Interval(50, 60, True, False)], unnamed="smaller").most
    assert most.named == (60,)
    assert most.attained is False


def test_an_open_end_elsewhere_leaves_the_extreme_market_attained():
    """More than 50 may be 100, and then one firm holds everything."""
    most = max(completions([Interval.at_least(50, closed=False)], unnamed="any").most, key=lambda market: market.named)
    assert most.named == (100,)
    assert most.attained is True


@pytest.mark.parametrize(
    ("shares", "known", "message"),
    [
        pytest.param(
            [50, 30],
            FULL,
            "sum to at most 80, which leaves at least 20 of the market to nobody; .* hhi_bounds",
            id="none",
        ),
        pytest.param(
            [50, 10],
            {"unnamed": "smaller", "count": 3},
            "sum to at most 60, which leaves at least 40 of the market, more than 3 unnamed firms of at most 10 each",
            id="too-few",
        ),
        pytest.param(
            [50, 0], {"unnamed": "smaller"}, "no firm smaller than a named one of 0", id="smaller-than-nothing"
        ),
        pytest.param([50, 0], FULL, "at least 50 of the market to nobody", id="none-beside-nothing"),
        pytest.param(
            [50, 30], {"unnamed": "any", "total": (85, 90)}, "does not fit the stated total", id="total-above"
        ),
        pytest.param([50, 30], {"unnamed": "any", "total": 75}, "does not fit the stated total", id="total-below"),
        pytest.param([60, 50], {"unnamed": "any"}, "sum to at least 110, above 100", id="above"),
    ],
)
def test_a_market_that_cannot_be_is_refused_with_what_does_not_fit(shares, known, message):
    with pytest.raises(ShareError, match=message):
        completions(shares, **known)


@pytest.mark.parametrize(
    ("known", "message"),
    [
        pytest.param({"unnamed": "larger"}, r"unnamed: 'larger'; expected 'smaller' .* or 'any'", id="unnamed"),
        pytest.param({"unnamed": "any", "count": -1}, "count: -1 must be at least 0", id="negative-count"),
        pytest.param({"unnamed": "any", "count": 1.5}, "count: 1.5 is not a number of firms", id="half-a-firm"),
        pytest.param({"unnamed": "any", "count": True}, "count: True is not a number of firms", id="boolean-count"),
        pytest.param({"unnamed": "any", "count": "3"}, "count: '3' is not a number", id="text-count"),
        pytest.param({"unnamed": "any", "total": 101}, "total: 101 is not a share", id="total-above-100"),
        pytest.param({"unnamed": "any", "total": (70, 60)}, "total: low 70 is above high 60", id="total-reversed"),
    ],
)
def test_what_is_said_of_unnamed_firms_must_be_sayable(known, message):
    with pytest.raises(ShareError, match=message):
        completions([(39, 41), (11, 13)], **known)


def test_a_whole_number_of_firms_may_be_written_as_a_float():
    assert completions([40, 20], unnamed="any", count=2.0).least == completions([40, 20], unnamed="any", count=2).least


def test_too_many_different_roundings_are_refused():
    """Of shares each of which may be larger or smaller than every other, any may be the large ones."""
    boxes = [(2 - number / 100, 6 + number / 100) for number in range(30)]
    with pytest.raises(ShareError, match="30 firms are known so differently that the ways to fill the market are too"):
        completions(boxes, unnamed="any", count=0).most[0]


def test_different_roundings_are_no_choice_where_one_firm_is_ahead_at_both_ends():
    """Twenty firms of 2 to 2.01, 2.02, … 2.2: all at their highest have 42.1, and one more firm the other 57.9."""
    boxes = [(2, 2 + number / 100) for number in range(1, 21)]
    squares = sum((2 + number / 100) ** 2 for number in range(1, 21))
    assert hhi_bounds(boxes, unnamed="any").high == pytest.approx(20 * 4 + 60**2)
    assert hhi_bounds(boxes, unnamed="any", total=(42.1, 50)).high == pytest.approx(squares + 57.9**2)


def test_many_shares_rounded_alike_are_not_too_many():
    boxes = [(2, 2.1)] * 40
    assert any(market.named for market in completions(boxes, unnamed="any").most)


def test_a_market_of_fewer_firms_can_be_the_only_most_concentrated_one():
    """60, 30 and 10: no largest firm has more, no two have more than 90, since the third has 10 at least."""
    most = completions([(10, 12), (30, 31), (40, 60)], unnamed="any").most
    assert [completion.groups for completion in most] == [((10, 1), (30, 1), (60, 1))]
