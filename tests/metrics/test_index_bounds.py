"""Bounds of indices: they hold every completion, and a search comes within a thousandth of both ends."""

import math
import random
import time
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, permutations, product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    completions,
    concentration_ratio_bounds,
    dominance,
    effective_firms,
    effective_firms_bounds,
    entropy,
    entropy_bounds,
    gap_to_leader,
    gini,
    grs,
    hall_tideman,
    hall_tideman_bounds,
    hannah_kay,
    hhi,
    hhi_bounds,
    hhi_normalised,
    kwoka,
    lead,
    linda,
    merger_delta,
    relative_entropy,
    relative_share,
    renyi,
    shares_of,
    simpson,
    stenbacka_threshold,
    theil,
)
from marketshare.quantity import declared

DUST = 10**7
"""Into how many pieces a rest is cut that is to be negligible."""

CLOUD = ((42.85, 42.95), (11.75, 11.85))
PAYMENTS = ((49.85, 49.95), (40.65, 40.75))


@dataclass(frozen=True)
class Report:
    """What is reported of a market, and a search through the markets that it allows.

    A market is a list of groups: a share, and how many firms have it.
    """

    boxes: tuple[tuple[float, float], ...]
    unnamed: str
    count: int | None

    def __str__(self):
        return f"{self.unnamed}-{self.count}-{len(self.boxes)}"

    @property
    def known(self):
        return {"unnamed": self.unnamed, "count": self.count}

    def rests(self, named, chance=None):
        """Ways to divide what the named firms leave; none if they leave what cannot be divided."""
        rest = 100 - math.fsum(named)
        if rest < -1e-9:
            return
        if rest <= 1e-9:
            yield []
            return
        cap = min(named) if self.unnamed == "smaller" else 100
        most = DUST if self.count is None else self.count
        if cap <= 0 or rest > cap * most * (1 + 1e-12):
            return
        full = int(rest / cap)
        yield [(cap, full), (rest - full * cap, 1)]
        yield [(rest / most, most)]
        if chance is not None and (pieces := self.random_pieces(rest, cap, chance)) is not None:
            yield pieces

    def random_pieces(self, rest, cap, chance):
        number = chance.randint(1, 12) if self.count is None else self.count
        weights = [chance.expovariate(1) for _ in range(number)]
        pieces = [rest * weight / sum(weights) for weight in weights]
        return [(piece, 1) for piece in pieces] if max(pieces) <= cap else None

    def random_named(self, chance):
        named = [chance.choice([low, high, chance.uniform(low, high)]) for low, high in self.boxes]
        for position in chance.sample(range(len(named)), len(named)):
            excess = sum(named) - 100
            if excess > 0 or self.count == 0:
                low, high = self.boxes[position]
                named[position] = min(high, max(low, named[position] - excess))
        return named

    @cached_property
    def markets(self):
        """Three thousand markets at random."""
        chance, found = random.Random(20190815), []
        while len(found) < 3000:
            named = self.random_named(chance)
            found += [[*((share, 1) for share in named), *rest] for rest in self.rests(named, chance)]
        return found

    def searched(self, index, *, lowest):
        """The best that hill climbing finds from several starts."""
        sign = -1 if lowest else 1

        def value(named):
            values = [sign * index([*((s, 1) for s in named), *rest]) for rest in self.rests(named)]
            return max(values, default=-math.inf)

        chance = random.Random(7)
        starts = (named for _ in range(1000) if value(named := self.random_named(chance)) > -math.inf)
        return sign * max(self.climb(named, value) for named in islice(starts, 6))

    def climb(self, named, value):
        best = value(named)
        step = max(high - low for low, high in self.boxes) or 1.0
        while step > 1e-5:
            moved = False
            for candidate in self.moves(named, step):
                found = value(candidate)
                if found > best + 1e-13:
                    named, best, moved = candidate, found, True
            step = step if moved else step / 2
        return best

    def moves(self, named, step):
        """One share alone, from one to another, and from one to all others."""
        size = len(named)
        changes = [[way * step * (k == i) for k in range(size)] for i in range(size) for way in (1, -1)]
        changes += [
            [step * ((k == i) - (k == j)) for k in range(size)] for i in range(size) for j in range(size) if i != j
        ]
        changes += [
            [way * step * (-1 if k == i else 1 / parts) for k in range(size)]
            for parts in (size - 1, size)  # the unnamed have a part, or none
            for i in range(size)
            for way in (1, -1)
            if size > 2
        ]
        for change in changes:
            moved = [share + by for share, by in zip(named, change, strict=True)]
            if all(low <= share <= high for share, (low, high) in zip(moved, self.boxes, strict=True)):
                yield moved


# Indices of a market, written anew here


def squares(market):
    return math.fsum(number * share**2 for share, number in market)


def largest(k):
    def ratio(market):
        left, total = k, 0.0
        for share, number in sorted(market, reverse=True):
            total += min(left, number) * share
            left -= min(left, number)
        return total

    return ratio


def shannon(market):
    return -math.fsum(number * share / 100 * math.log(share / 100) for share, number in market if share > 0)


def hill(order):
    def firms(market):
        return math.fsum(number * (share / 100) ** order for share, number in market if share > 0) ** (1 / (1 - order))

    return firms


def rosenbluth(market):
    total, before = 0.0, 0
    for share, number in sorted(market, reverse=True):
        total += share / 100 * (number * before + number * (number + 1) / 2)
        before += number
    return 1 / (2 * total - 1)


BOUNDED = {
    "hhi": (squares, hhi_bounds),
    "cr1": (largest(1), lambda boxes, **known: concentration_ratio_bounds(boxes, 1, **known)),
    "cr3": (largest(3), lambda boxes, **known: concentration_ratio_bounds(boxes, 3, **known)),
    "hill-half": (hill(0.5), lambda boxes, **known: effective_firms_bounds(boxes, 0.5, **known)),
    "hill-2": (hill(2), effective_firms_bounds),
    "hill-5": (hill(5), lambda boxes, **known: effective_firms_bounds(boxes, 5, **known)),
    "entropy": (shannon, entropy_bounds),
    "hall-tideman": (rosenbluth, hall_tideman_bounds),
}

REPORTS = [
    Report(CLOUD, "smaller", None),
    Report(CLOUD, "any", None),
    Report(CLOUD, "smaller", 5),
    Report(PAYMENTS, "any", 2),
    Report(((49.95, 50.05), (29.95, 30.05), (19.95, 20.05)), "any", 0),
    Report(((39.5, 40.5), (19.5, 20.5)), "smaller", 2),
    Report(((30, 45), (20, 38), (10, 40)), "smaller", None),
    Report(((10, 50), (20, 45), (20, 45)), "any", 0),
    Report(((5, 20), (10, 12), (30, 30)), "any", 3),
    Report(((20, 45), (15, 30), (10, 25)), "smaller", 1),
]


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_bounds_hold_three_thousand_random_completions(report):
    for name, (index, bounded) in BOUNDED.items():
        bounds = bounded(report.boxes, **report.known)
        found = [index(market) for market in report.markets]
        slack = 1e-9 * max(1, bounds.low)
        assert bounds.low - slack <= min(found), name
        assert max(found) <= bounds.high * (1 + 1e-9), name


@pytest.mark.parametrize("name", BOUNDED)
@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_a_search_comes_within_a_thousandth_of_both_ends(report, name):
    index, bounded = BOUNDED[name]
    bounds = bounded(report.boxes, **report.known)
    for end, lowest in ((bounds.low, True), (bounds.high, False)):
        found = report.searched(index, lowest=lowest)
        if math.isinf(end):
            assert found > 1.5 * bounds.low  # in ever smaller pieces
        elif end == 0:
            assert found < 1e-6
        else:
            assert found == pytest.approx(end, rel=1e-3)


def test_the_order_of_firms_by_precision_leaves_two_most_concentrated_markets():
    """(10–50, 20–45, 20–45): (50, 30, 20) has the larger first, (45, 45, 10) the larger two; HHI 3,800 and 4,150."""
    ends = completions([(10, 50), (20, 45), (20, 45)], unnamed="any", count=0)
    assert {tuple(sorted(market.named)) for market in ends.most} == {(20, 30, 50), (10, 45, 45)}
    assert concentration_ratio_bounds([(10, 50), (20, 45), (20, 45)], 1, unnamed="any", count=0).high == 50
    assert hhi_bounds([(10, 50), (20, 45), (20, 45)], unnamed="any", count=0).high == pytest.approx(4150)


def test_shares_rounded_alike_leave_one_most_concentrated_market():
    ends = completions([(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)], unnamed="any", count=0)
    (most,) = ends.most
    assert most.named == pytest.approx((50.05, 30.00, 19.95))
    assert ends.least.named == pytest.approx((49.95, 30.00, 20.05))


# Why not corners


def test_the_high_end_of_a_rounded_full_market_lies_beyond_the_corners():
    """(50, 30, 20) ± .05: corners that sum to 100 reach 3,800.01; (50.05, 30.00, 19.95) has 3,803.005."""
    boxes = [(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)]
    truth = 50.05**2 + 30**2 + 19.95**2
    assert truth == pytest.approx(3803.005)
    assert hhi_bounds(boxes, unnamed="smaller", count=0).high == pytest.approx(truth)
    assert effective_firms_bounds(boxes, unnamed="smaller", count=0).low == pytest.approx(10_000 / truth)


def test_the_low_end_of_a_known_number_of_firms_is_no_corner():
    """(40, 20) ± .5 with two unnamed: corners give 2,780.50, the truth is 2,780.33 at (39.5, 20.1667 three times)."""
    boxes = [(39.5, 40.5), (19.5, 20.5)]
    truth = 39.5**2 + 3 * (60.5 / 3) ** 2
    assert round(truth, 2) == 2780.33
    assert hhi_bounds(boxes, unnamed="smaller", count=2).low == pytest.approx(truth)
    assert effective_firms_bounds(boxes, unnamed="smaller", count=2).high == pytest.approx(10_000 / truth)


# The note's markets


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        pytest.param([49.9, 40.7], 4146.50, 4234.86, id="payments-as-printed"),
        pytest.param(PAYMENTS, 4137.4, 4242.1, id="payments-rounded"),
        pytest.param([42.9, 11.8], 1979.65, 2495.38, id="cloud-as-printed"),
        pytest.param(CLOUD, 1974.2, 2499.5, id="cloud-rounded"),
    ],
)
def test_bounds_of_the_two_markets_of_the_note(shares, low, high):
    bounds = hhi_bounds(shares, unnamed="smaller")
    assert (bounds.low, bounds.high) == pytest.approx((low, high), abs=0.05)


OPEN = Interval(40, 60, False, True)
"""One of two firms that have 100 together. It may have the 60 that its low end of 40 excludes for the other."""


@pytest.mark.parametrize("boxes", [[(40, 60), OPEN], [OPEN, (40, 60)]], ids=["last", "first"])
@pytest.mark.parametrize(
    ("bounded", "low", "high"),
    [
        pytest.param(hhi_bounds, 5000, 5200, id="hhi"),
        pytest.param(hall_tideman_bounds, 1 / 2, 1 / 1.8, id="hall-tideman"),
        pytest.param(entropy_bounds, -0.6 * math.log(0.6) - 0.4 * math.log(0.4), math.log(2), id="entropy"),
        pytest.param(effective_firms_bounds, 1 / 0.52, 2, id="hill-2"),
    ],
)
def test_an_end_that_one_order_of_the_firms_reaches_is_closed(bounded, low, high, boxes):
    found = bounded(boxes, unnamed="any", count=0)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.ends == "[]"


@pytest.mark.parametrize("boxes", [[(40, 60), OPEN], [OPEN, (40, 60)]], ids=["last", "first"])
@pytest.mark.parametrize(
    ("index", "high"), [(gini, 0.1), (theil, math.log(2) + 0.6 * math.log(0.6) + 0.4 * math.log(0.4))]
)
def test_inequality_that_one_order_of_the_firms_reaches_is_closed(index, high, boxes):
    found = declared(index).bounds([Interval(*box) if isinstance(box, tuple) else box for box in boxes])
    assert (found.low, found.high) == pytest.approx((0, high))
    assert found.ends == "[]"


@pytest.mark.parametrize(
    ("boxes", "low"),
    [
        pytest.param([Interval(50, 60, False, True), (40, 50)], 5000, id="halves"),
        pytest.param([60, 38, Interval(1, 2, False, True), (0, 1)], 3600 + 1444 + 2, id="small-shares"),
    ],
)
def test_equal_shares_that_an_open_end_excludes_are_approached_only(boxes, low):
    """Nearly equal shares have nearly their index, but for the square of the difference."""
    found = hhi_bounds(boxes, unnamed="any", count=0)
    assert found.low == pytest.approx(low)
    assert not found.low_closed


def test_open_ends_that_leave_next_to_no_room_keep_their_bounds_open():
    """From (60, 40) to (60.0001, 39.9999), neither of them reached."""
    boxes = [Interval(60, 70, False, True), Interval(39.9999, 50, False, True)]
    found = hhi_bounds(boxes, unnamed="any", count=0)
    assert (found.low, found.high) == pytest.approx((5200, 5200.004), rel=1e-9)
    assert found.ends == "()"


def test_incomplete_shares_are_not_rescaled():
    """Rescaled to 100, 42.9 and 11.8 would have an HHI of 6,616, far above anything that they allow."""
    assert hhi_bounds([42.9, 11.8], unnamed="any").high < 4100


# Ends by hand


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        pytest.param(
            effective_firms_bounds([50, 30], 2, unnamed="smaller"),
            Interval(10_000 / 3800, 10_000 / 3400, True, False),
            id="inverse-hhi",
        ),
        pytest.param(
            effective_firms_bounds([50, 30], math.inf, unnamed="smaller"), Interval.exactly(2), id="largest-only"
        ),
        pytest.param(
            effective_firms_bounds([50, 30], 0, unnamed="smaller"), Interval.at_least(3), id="three-or-more-firms"
        ),
        pytest.param(
            effective_firms_bounds([50, 30], 0, unnamed="smaller", count=4), Interval(3, 6), id="three-to-six-firms"
        ),
        pytest.param(effective_firms_bounds([(0, 50)], 2, unnamed="any"), Interval.at_least(1), id="none-above-0"),
        pytest.param(effective_firms_bounds([0], 2, unnamed="any"), Interval.at_least(1), id="none-at-all"),
        pytest.param(
            effective_firms_bounds([(0, 50), (0, 30)], 3, unnamed="any"), Interval.at_least(1), id="none-of-two-above-0"
        ),
        pytest.param(effective_firms_bounds([50, 30], 1, unnamed="any").high, math.inf, id="no-high-end"),
        pytest.param(entropy_bounds([50, 25], 2, unnamed="any"), Interval.at_least(1.5), id="bits"),
        pytest.param(entropy_bounds([50], 2, unnamed="any", count=2), Interval(1, 1.5), id="one-or-two"),
        pytest.param(
            hall_tideman_bounds([50], unnamed="smaller"), Interval(0, 0.5, False, True), id="small-firms-count"
        ),
        pytest.param(
            concentration_ratio_bounds([Interval(10, 70, False, False)], 2, unnamed="any"),
            Interval(10, 100, False, True),
            id="any-share-and-all-the-rest",  # 20 + 80
        ),
        pytest.param(
            concentration_ratio_bounds([(49, 51), (20, 22)], 2, unnamed="smaller"), Interval(69, 73), id="reached"
        ),
        pytest.param(
            concentration_ratio_bounds([50, 20], 3, unnamed="smaller"), Interval(70, 90, False, True), id="approached"
        ),
        pytest.param(
            concentration_ratio_bounds([Interval(49, 51, True, False), 20], 1, unnamed="smaller"),
            Interval(49, 51, True, False),
            id="open-where-the-share-is",
        ),
        pytest.param(
            concentration_ratio_bounds([(49, 51), Interval(20, 22, False, False)], 1, unnamed="smaller"),
            Interval(49, 51),
            id="closed-though-a-smaller-share-is-open",
        ),
    ],
)
def test_ends_by_hand(bounds, expected):
    if not isinstance(bounds, Interval):
        assert bounds == expected
        return
    assert (bounds.low, bounds.high) == pytest.approx((expected.low, expected.high), rel=1e-12)
    assert bounds.ends == expected.ends


def test_bounds_take_names():
    named = pd.Series({"Alibaba": 42.9, "Tencent": 11.8})
    assert hhi_bounds(named, unnamed="smaller") == hhi_bounds([42.9, 11.8], unnamed="smaller")
    assert completions(named, unnamed="any").most == completions([42.9, 11.8], unnamed="any").most


@pytest.mark.parametrize("precise", [0, 3, 60])
def test_two_hundred_firms_rounded_alike_take_no_time(precise):
    """Also with some known exactly, which leave nothing to choose, and some to half a point."""
    chance = random.Random(3)
    weights = [chance.expovariate(1) + 0.2 for _ in range(200)]
    shares = [100 * weight / sum(weights) for weight in weights]
    boxes = [(s, s) if i < precise else (s - 0.05, s + 0.05) for i, s in enumerate(shares)]
    boxes[-1] = (shares[-1] - 0.06, shares[-1] + 0.06)
    started = time.process_time()
    for known in ({"unnamed": "any", "count": 0}, {"unnamed": "any"}, {"unnamed": "smaller"}):
        bounds = hhi_bounds(boxes, **known)
        assert bounds.low < hhi(shares) < bounds.high
        assert completions(boxes, **known).most
    assert time.process_time() - started < 3


def test_a_great_many_small_firms_are_no_burden():
    assert hhi_bounds([50, 1e-7], unnamed="smaller").high == pytest.approx(2500, abs=1e-4)
    assert entropy_bounds([50], unnamed="smaller", count=10**9).high == pytest.approx(
        -0.5 * math.log(0.5) - 0.5 * math.log(0.5 / 10**9)
    )


# Indices of a full market whose shares are rounded

FULL_SHARP = {
    "hhi": hhi,
    "effective_firms": effective_firms,
    "hannah_kay": lambda shares: hannah_kay(shares, 0.5),
    "entropy": entropy,
    "renyi": lambda shares: renyi(shares, 3),
    "simpson": simpson,
    "relative_entropy": relative_entropy,
    "hhi_normalised": hhi_normalised,
    "hall_tideman": hall_tideman,
    "gini": gini,
    "theil": theil,
    "stenbacka_threshold": stenbacka_threshold,
}
FULL_SAFE = {"kwoka": kwoka, "grs": grs, "linda": lambda shares: linda(shares, 3)}
PARAMETERS = {
    "hannah_kay": {"order": 0.5},
    "renyi": {"order": 3},
    "linda": {"m": 3},
}

ROUNDED = [
    pytest.param(((49.5, 50.5), (29.5, 30.5), (19.5, 20.5)), id="to-a-percent"),
    pytest.param(((40, 50), (20, 30), (25, 35)), id="wide-and-overlapping"),
    pytest.param(((55, 60), (10, 12), (8, 9), (20, 26)), id="unequal"),
]


def bounds_of(name, boxes):
    return declared(name).bounds(shares=[Interval(*box) for box in boxes], **PARAMETERS.get(name, {}))


@cache
def full_market(boxes):
    """What is reported of a full market; its markets at random are drawn once."""
    return Report(boxes, "any", 0)


def exact_full(index):
    def of_groups(market):
        shares = [share for share, _ in market]
        return index([*shares[:-1], 100 - math.fsum(shares[:-1])])

    return of_groups


@pytest.mark.parametrize("name", FULL_SHARP)
@pytest.mark.parametrize("boxes", ROUNDED)
def test_bounds_of_a_rounded_full_market_are_sharp(boxes, name):
    report, index = full_market(boxes), exact_full(FULL_SHARP[name])
    bounds = bounds_of(name, boxes)
    found = [index(market) for market in report.markets[:300]]
    assert bounds.low - 1e-9 <= min(found)
    assert max(found) <= bounds.high + 1e-9
    for end, lowest in ((bounds.low, True), (bounds.high, False)):
        assert report.searched(index, lowest=lowest) == pytest.approx(end, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("name", FULL_SAFE)
@pytest.mark.parametrize("boxes", ROUNDED)
def test_bounds_of_the_other_indices_are_safe(boxes, name):
    report, index = full_market(boxes), exact_full(FULL_SAFE[name])
    bounds = bounds_of(name, boxes)
    found = [index(market) for market in report.markets[:1000]]
    assert bounds.low - 1e-9 <= min(found)
    assert max(found) <= bounds.high + 1e-9


@pytest.mark.parametrize("name", [*FULL_SHARP, *FULL_SAFE, "dominance"])
def test_without_rounding_bounds_are_the_index_itself(name):
    function = {**FULL_SHARP, **FULL_SAFE, "dominance": dominance}[name]
    bounds = bounds_of(name, [(50, 50), (30, 30), (20, 20)])
    assert bounds.is_exact
    assert bounds.low == pytest.approx(function([50, 30, 20]), rel=1e-12, abs=1e-15)


def test_an_index_that_is_not_monotone_has_no_bounds():
    with pytest.raises(ShareError, match=r"shares\[0\]: \[49.5, 50.5\] is not one number, and .* has no bounds"):
        bounds_of("dominance", [(49.5, 50.5), (29.5, 30.5), (19.5, 20.5)])


@pytest.mark.parametrize("name", ["hhi_normalised", "relative_entropy", "kwoka", "grs"])
def test_a_firm_that_may_have_nothing_leaves_open_how_many_there_are(name):
    with pytest.raises(ShareError, match=r"shares\[2\]: \[0, 1\] leaves open whether this firm counts"):
        bounds_of(name, [(60, 61), (39, 40), (0, 1)])


@pytest.mark.parametrize("name", sorted({*FULL_SHARP, "kwoka", "grs"} - {"stenbacka_threshold"}))
def test_rounded_shares_that_cannot_sum_to_a_hundred_are_no_full_market(name):
    with pytest.raises(ShareError, match=r"sum to at most 80"):
        bounds_of(name, [(49, 50), (29, 30)])


@given(st.permutations([(40, 45), (20, 30), (10, 12), (15, 28)]))
@settings(max_examples=24)
def test_the_order_of_intervals_is_irrelevant(boxes):
    for _, bounded in BOUNDED.values():
        one, other = (bounded(each, unnamed="smaller", count=3) for each in (boxes, sorted(boxes)))
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-12)


def test_knowing_that_the_named_firms_are_the_largest_narrows_every_index():
    for boxes in permutations(CLOUD):
        for _, bounded in BOUNDED.values():
            narrow, wide = (bounded(boxes, unnamed=word, count=6) for word in ("smaller", "any"))
            assert wide.low <= narrow.low * (1 + 1e-12)
            assert narrow.high <= wide.high * (1 + 1e-12)


# Distances between firms, which need the large ones only


def on_a_grid(boxes):
    """Every list of shares in whole units of 5 % that sum to at most 100; the extreme ones are among them."""
    return [
        [5 * share for share in shares]
        for shares in product(*(range(low, high + 1) for low, high in boxes))
        if 0 < sum(shares) <= 20
    ]


@st.composite
def unit_boxes(draw):
    boxes = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), min_size=2, max_size=3))
    return [(low, low + width) for low, width in boxes]


@pytest.mark.parametrize(
    ("function", "more"),
    [(lead, {}), (gap_to_leader, {"firm": 0}), (relative_share, {"firm": 1}), (stenbacka_threshold, {"gamma": 0.8})],
    ids=["lead", "gap_to_leader", "relative_share", "stenbacka_threshold"],
)
@given(boxes=unit_boxes())
def test_bounds_of_distances_are_those_on_a_grid(function, more, boxes):
    assume(sum(low for low, _ in boxes) <= 20)
    found = [function(shares, **more) for shares in on_a_grid(boxes)]
    bounds = declared(function).bounds([Interval(5 * low, 5 * high) for low, high in boxes], **more)
    assert bounds.low == pytest.approx(min(found), abs=1e-9)
    assert bounds.high == pytest.approx(max(found), abs=1e-9)
    assert bounds.ends == "[]"


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        pytest.param([(20, 20), (20, 20)], Interval(800, 800), id="exact"),
        pytest.param([(19, 21), (14, 16)], Interval(2 * 19 * 14, 2 * 21 * 16), id="corners"),
        pytest.param([(40, 70), (30, 60)], Interval(2400, 5000), id="together-at-most-100-and-then-alike"),
        pytest.param([(40, 80), (10, 30)], Interval(800, 2 * 70 * 30), id="as-alike-as-may-be"),
        pytest.param([(0, 5), Interval(10, 20, False, True)], Interval(0, 200), id="nothing-adds-nothing"),
        pytest.param(
            [Interval(10, 20, True, False), (10, 10)], Interval(200, 400, True, False), id="an-open-end-stays-open"
        ),
    ],
)
def test_what_a_merger_adds_is_bounded_by_its_shares(boxes, expected):
    assert declared(merger_delta).bounds(*boxes) == expected


@pytest.mark.parametrize("firm", [0, 1])
def test_a_share_of_rounded_amounts_sets_own_end_against_the_others_opposite_ends(firm):
    values = [Interval(9, 11), Interval(28, 32, True, False), Interval(60, 60)]
    bounds = declared(shares_of).bounds(values, firm)
    others = [value for position, value in enumerate(values) if position != firm]
    low, high = values[firm].low, values[firm].high
    assert bounds.low == pytest.approx(100 * low / (low + sum(other.high for other in others)))
    assert bounds.high == pytest.approx(100 * high / (high + sum(other.low for other in others)))
    assert bounds.ends == ("(]" if firm == 0 else "[)")


def test_more_than_an_amount_may_be_everything():
    bounds = declared(shares_of).bounds([Interval.at_least(30, closed=False), Interval.exactly(30)], 0)
    assert bounds == Interval(50, 100, False, False)


@pytest.mark.parametrize("order", [1.0005, 1.0009, 1.002])
def test_an_order_near_one_leaves_negligible_pieces_out(order):
    """Only the firm of 99.9 counts: (0.999^a)^(1 / (1 − a)); the least is that of 0.999 and 0.001."""
    bounds = effective_firms_bounds([99.9], order, unnamed="any")
    assert bounds.high == pytest.approx(0.999 ** (order / (1 - order)), rel=1e-9)
    assert bounds.low == pytest.approx((0.999**order + 0.001**order) ** (1 / (1 - order)), rel=1e-9)
    assert (bounds.low_closed, bounds.high_closed) == (True, False)


@pytest.mark.parametrize("order", [1 + 1e-12, 1.0001, 1.002])
def test_an_end_beyond_the_largest_number_is_refused(order):
    """0.05^(−501) is more than 10^600."""
    with pytest.raises(ShareError, match="order: so near to 1 it leads to a number too large to compute with"):
        effective_firms_bounds([5], order, unnamed="any")
