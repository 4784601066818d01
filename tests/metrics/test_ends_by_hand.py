"""Intervals of derived numbers at their edges: what an end that is open, zero, infinite or refused leads to."""

import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    brand_development_index,
    concentration_ratio,
    contribution_to_growth,
    entropy,
    entry_share,
    entry_share_bounds,
    exit_share,
    exit_share_bounds,
    fewest_unnamed_firms,
    gap_to_leader,
    gini,
    grs,
    hhi_normalised,
    implied_market_growth,
    instability,
    instability_bounds,
    kwoka,
    lead,
    linda,
    merger_delta,
    part_of,
    penetration,
    rank_changes,
    related_entropy,
    relative_entropy,
    relative_share,
    residual,
    share_from_components,
    shares_of,
    stenbacka_threshold,
    unrelated_entropy,
    years_to_full,
    years_to_parity,
)
from marketshare.metrics.feasible import feasible_market
from marketshare.metrics.lifted import between, corner_bounds
from marketshare.quantity import declared


def bounds(function, **given):
    return declared(function).bounds(**given)


def exact(*values):
    return [Interval.exactly(value) for value in values]


def box(low, high, ends="[]"):
    return Interval(low, high, ends[0] == "[", ends[1] == "]")


ONE = Interval.exactly(1)


# ranks


@pytest.mark.parametrize(
    ("before", "after", "firm", "expected"),
    [
        pytest.param([0, 50, 30], [10, 45, 30], 1, (0, 0), id="a-firm-without-a-share-is-no-smallest-one"),
        pytest.param([0, 50, 30, 20], [10, 20, 30, 40], 2, (0, 0), id="nor-does-it-count-as-a-place"),
        pytest.param([box(0, 5), 50, 45], [20, 50, 30], 0, (0, 0), id="a-firm-that-may-have-nothing-has-a-rank"),
        pytest.param([box(0, 5), 50, 45], [20, 50, 30], 1, (0, 0), id="and-keeps-its-place-before-others"),
        pytest.param([0.5, 60, 39.5], [20, 50, 30], 0, (0, 0), id="half-a-percent-is-a-share"),
        pytest.param([0.5, 60, 39.5], [20, 50, 30], 1, (0, 0), id="half-a-percent-has-a-place"),
        pytest.param([1, 60, 39], [20, 50, 30], 0, (0, 0), id="one-percent-is-a-share"),
        pytest.param([60, 40], [box(45, 55), box(45, 55)], 0, (-1, 0), id="rounding-leaves-two-ranks"),
    ],
)
def test_a_change_of_rank_by_hand(before, after, firm, expected):
    lists = [
        [value if isinstance(value, Interval) else Interval.exactly(value) for value in values]
        for values in (before, after)
    ]
    found = bounds(rank_changes, before=lists[0], after=lists[1], firm=firm)
    assert (found.low, found.high) == expected


def test_a_firm_without_a_share_has_no_change_of_rank():
    with pytest.raises(ShareError, match="firm: 0 has no share in before, so no rank"):
        bounds(rank_changes, before=exact(0, 60, 40), after=exact(20, 50, 30), firm=0)


# concentration


@pytest.mark.parametrize(
    ("shares", "k", "expected"),
    [
        (exact(60, 20, 0), 1, Interval.exactly(60)),  # a firm with 0 does not make unnamed ones smaller than 0
        ([*exact(60), box(0, 10)], 2, box(60, 70)),  # the second largest that is named may have nothing
        (exact(10, 0, 10, 20), 4, Interval.exactly(40)),  # as may the fourth
        (exact(60, 30, 0.5), 3, Interval.exactly(90.5)),
        (exact(60, 40), 3, Interval.exactly(100)),
        ([*exact(60), box(30, 40, "(]"), box(0, 10, "(]")], 3, box(90, 100, "(]")),  # 60 + 35 + 5
    ],
)
def test_a_concentration_ratio_of_named_firms_by_hand(shares, k, expected):
    assert bounds(concentration_ratio, shares=shares, k=k) == expected


def test_the_largest_share_is_no_more_than_the_others_leave():
    # 31 has at least 30.5, which leaves 69.5; and 70 has no less
    assert bounds(concentration_ratio, shares=[box(69.5, 70.5), box(30.5, 31.5)], k=1) == Interval.exactly(69.5)


def test_a_ratio_of_more_firms_than_are_named_is_refused_unless_they_are_all():
    with pytest.raises(ShareError, match="of the market to nobody"):
        bounds(concentration_ratio, shares=exact(60, 30), k=3)


def test_a_number_of_firms_in_words_is_refused():
    with pytest.raises(ShareError, match="k: '2' is not a number of firms"):
        bounds(concentration_ratio, shares=exact(60, 40), k="2")


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        # 25 is left for firms of 25, but below 25 it takes two; at 20 it is 30, two as well
        ([*exact(50), box(20, 25, "[)")], Interval.exactly(2)),
        ([*exact(50), box(20, 25)], box(1, 2)),
        # nothing is left at 50 and 50; a little below it is something, for one firm; at 40 it is 10
        ([*exact(50), box(40, 50, "[)")], Interval.exactly(1)),
        ([*exact(50), box(40, 50)], box(0, 1)),
        ([*exact(50), box(40, 60, "[)")], box(0, 1)),
        # 23 is left for firms of 27 at the most, and 33 for firms of 17: one, or two
        ([*exact(50), box(17, 27, "[)")], box(1, 2)),
        # one of two ends is open, and it is that of the largest: 20 and a little are left for firms of 20
        ([box(50, 60, "[)"), *exact(20)], Interval.exactly(2)),
        # 30 is nearly left for three of a little more than 10; at 5 it is 35 for seven
        ([*exact(60), box(5, 10.00000001, "[)")], box(3, 7)),
    ],
)
def test_the_fewest_unnamed_firms_by_hand(shares, expected):
    assert bounds(fewest_unnamed_firms, shares=shares) == expected


def test_shares_known_beyond_rounding_errors_still_have_a_number_of_unnamed_firms():
    """Of 25 just not reached: more than 25 is left for firms below 25."""
    narrow = [*exact(50), box(25 - 1e-13, 25, "[)")]
    assert bounds(fewest_unnamed_firms, shares=narrow) == Interval.exactly(2)


def test_a_firm_with_next_to_nothing_still_counts_in_the_normalised_index():
    """Of three firms (H − 1/3) / (2/3): H is .46 at (60, 30, 10) and .52 at (60, 40, 0), neither reached."""
    found = bounds(hhi_normalised, shares=[*exact(60), box(30, 40, "(]"), box(0, 10, "(]")])
    assert (found.low, found.high) == (pytest.approx(0.19), pytest.approx(0.28))
    assert found.ends == "()"


def test_a_firm_with_next_to_nothing_still_counts_in_relative_entropy():
    """Entropies of (60, 40, 0) and (60, 30, 10) over ln 3, neither reached."""
    found = bounds(relative_entropy, shares=[*exact(60), box(30, 40, "(]"), box(0, 10, "(]")])
    assert (found.low, found.high) == (pytest.approx(0.6126, abs=5e-5), pytest.approx(0.8173, abs=5e-5))
    assert found.ends == "()"


@pytest.mark.parametrize(("function", "ends"), [(hhi_normalised, "[)"), (relative_entropy, "(]")])
def test_two_firms_of_which_one_may_have_next_to_nothing_are_anywhere_from_equal_to_monopoly(function, ends):
    assert bounds(function, shares=[box(50, 100), box(0, 50, "(]")]) == box(0, 1, ends)


@pytest.mark.parametrize("function", [hhi_normalised, relative_entropy])
def test_a_firm_that_has_nothing_does_not_count(function):
    assert bounds(function, shares=exact(50, 50, 0)) == Interval.exactly(function([50, 50]))


@pytest.mark.parametrize("function", [hhi_normalised, relative_entropy])
def test_a_firm_with_half_a_percent_counts(function):
    shares = [50, 49.5, 0.5]
    assert bounds(function, shares=exact(*shares)) == Interval.exactly(function(shares))


# inequality


def test_a_firm_that_may_have_nothing_is_one_of_two_all_the_same():
    """Of two firms the index is half the distance of their shares: 98 at least, 100 at most."""
    assert bounds(gini, shares=[box(99, 100), box(0, 1)]) == box(0.49, 0.5)


# entry and exit


def test_in_a_full_market_newcomers_hold_no_more_than_their_own_shares():
    """Those that stayed leave up to 100 − 69.5 − 19.9 = 10.6, but the newcomer has at most 10.1."""
    one, other = exact(70, 30, 0), [box(69.5, 70.5), box(19.9, 20.1), box(9.9, 10.1)]
    assert bounds(entry_share, before=one, after=other) == box(9.9, 10.1)
    assert bounds(exit_share, before=other, after=one) == box(9.9, 10.1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # the second or the third has had 40, so that only the other one is new
        ([*exact(60), box(0, 40), box(0, 40)], [*exact(50), box(10, 20), box(30, 40)], box(0, 40)),
        # only both together have had 40
        ([*exact(60), box(0, 20), box(0, 20)], exact(50, 20, 30), Interval.exactly(0)),
        # nothing was left for the third
        ([*exact(60, 40), box(0, 5)], exact(50, 30, 20), Interval.exactly(20)),
        ([*exact(60), box(40, 45, "(]"), box(0, 5)], exact(50, 30, 20), None),
        ([*exact(60), box(35, 40, "[)"), box(0, 5)], exact(50, 30, 20), Interval.exactly(0)),
    ],
)
def test_a_newcomer_leaves_those_that_were_there_what_makes_a_full_market(before, after, expected):
    for function, first, second in ((entry_share, before, after), (exit_share, after, before)):
        if expected is None:
            with pytest.raises(ShareError, match="sum to more than 100"):
                bounds(function, before=first, after=second)
        else:
            assert bounds(function, before=first, after=second) == expected


def test_what_is_left_before_a_market_that_was_full_was_nobody():
    """The third has had nothing, nor has anyone else: 10 and the rest of 10 are new."""
    assert entry_share_bounds([60, 40, (0, 5)], [50, 30, 10]) == Interval.exactly(20)
    assert exit_share_bounds([50, 30, 10], [60, 40, (0, 5)]) == Interval.exactly(20)


def test_an_end_that_is_reached_within_an_open_range_is_closed():
    """Those that stayed leave 14.5 to 15.5: the newcomer reaches both well below the 16 that it stays under."""
    after = [box(69.5, 70.5), *exact(15), box(9, 16, "[)")]
    assert bounds(entry_share, before=exact(80, 20, 0), after=after) == box(14.5, 15.5)


def test_a_firm_with_next_to_nothing_was_in_the_market():
    """Both named firms stayed, which leaves 20 for others."""
    assert entry_share_bounds([60, box(0, 5, "(]")], [50, 30]) == box(0, 20)
    assert exit_share_bounds([50, 30], [60, box(0, 5, "(]")]) == box(0, 20)


@pytest.mark.parametrize("function", [entry_share, exit_share])
def test_a_date_whose_shares_sum_to_more_than_100_is_refused_by_its_name(function):
    with pytest.raises(ShareError, match="before: they sum to at least 120"):
        bounds(function, before=exact(60, 60), after=exact(50, 50))


# shares of amounts, and contributions


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([*exact(10), Interval.at_least(30)], box(0, 25, "(]")),  # of ever more, ever less but never nothing
        ([box(0, 10), Interval.at_least(30)], box(0, 25)),
        ([*exact(0), box(30, 40, "()")], Interval.exactly(0)),
        ([*exact(0), Interval.at_least(30)], Interval.exactly(0)),
        ([box(10, 20, "[)"), box(0, 30)], box(25, 100)),  # if the other has nothing, it is all whatever it has
        ([Interval.at_least(5), box(0, 10)], box(100 / 3, 100)),
        ([Interval.at_least(5), box(0, 10, "(]")], box(100 / 3, 100, "[)")),
        ([Interval.at_least(5), box(1, 10)], box(100 / 3, 100, "[)")),
        ([box(0, 2)], Interval.exactly(100)),
        ([box(0, 2), *exact(0)], Interval.exactly(100)),
        ([box(0, 2), box(0, 3)], box(0, 100)),
        ([box(0, 2, "(]"), box(0, 3)], box(0, 100, "(]")),
    ],
)
def test_a_share_of_amounts_by_hand(values, expected):
    assert bounds(shares_of, values=values, firm=0) == expected


def test_amounts_that_are_all_nothing_have_no_shares():
    with pytest.raises(ShareError, match="values: they sum to 0"):
        bounds(shares_of, values=exact(0, 0), firm=0)


def test_who_may_have_nothing_may_have_no_share_of_a_rival_whatever_that_has():
    assert bounds(relative_share, shares=[box(40, 50, "[)"), box(0, 10)], firm=1) == box(0, 0.25)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([box(50, 60), *exact(49.5)], box(0.5, 1)),  # at most half a point is left for the first
        # 40 and 40 would leave exactly the 20 that the others have more than
        ([*exact(40), box(30, 45), box(20, 25, "(]")], box(0, 10, "(]")),
        ([*exact(40), box(30, 45), box(10, 25, "(]"), *exact(10)], box(0, 10, "(]")),
        ([*exact(40), box(30, 45), *exact(20)], box(0, 10)),
    ],
)
def test_a_lead_is_cut_by_what_is_left_for_a_firm(shares, expected):
    assert bounds(lead, shares=shares) == expected


@pytest.mark.parametrize(("third", "ends"), [("[]", "[]"), ("(]", "()")])
def test_a_tie_that_fills_the_market_is_a_tie_whatever_its_last_digit(third, ends):
    """45.6, 45.6 and 8.8: in binary the second has a digit less."""
    found = bounds(lead, shares=[box(45.6, 45.7), box(0, 50), box(8.8, 9.1, third)])
    assert (found.low, found.ends) == (0, ends)


def test_a_firm_that_can_just_be_level_with_the_leader_is_no_distance_behind():
    """32.1, 32.1, 17.9 and 17.9: in binary the second has a digit less."""
    assert bounds(gap_to_leader, shares=[*exact(32.1), box(0, 50), *exact(17.9, 17.9)], firm=1) == box(0, 32.1)


def test_a_firm_that_just_fits_into_what_is_left_keeps_its_open_end():
    assert bounds(relative_share, shares=[box(40, 50, "[)"), *exact(50)], firm=0) == box(0.8, 1, "[)")


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (lead, {}),
        (gap_to_leader, {"firm": 0}),
        (relative_share, {"firm": 0}),
        (residual, {}),
        (concentration_ratio, {"k": 1}),
    ],
)  # fmt: skip
def test_shares_of_more_than_100_together_are_refused_at_open_ends_too(function, given):
    with pytest.raises(ShareError, match="shares: they sum to more than 100"):
        bounds(function, shares=[box(50, 60, "(]"), box(50, 60)], **given)


def test_the_fewest_unnamed_firms_of_shares_that_no_market_fits_are_refused():
    with pytest.raises(ShareError, match="shares: they sum to more than 100"):
        bounds(fewest_unnamed_firms, shares=[box(50, 60, "(]"), box(50, 60)])
    with pytest.raises(ShareError, match="at least 10 of the market, and no firm smaller than a named one of 0"):
        bounds(fewest_unnamed_firms, shares=[box(50, 60), *exact(30, 0)])


def test_beside_a_named_firm_of_nothing_there_is_no_unnamed_one():
    assert bounds(fewest_unnamed_firms, shares=[box(50, 70), box(30, 40), *exact(0)]) == Interval.exactly(0)


def test_a_firm_that_may_have_next_to_nothing_may_have_any_number_of_smaller_ones():
    assert bounds(fewest_unnamed_firms, shares=[*exact(60), box(0, 10)]) == Interval.at_least(3)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        # 60 at most, which the second may have; 50 at least
        ([box(40, 60, "[)"), box(40, 60)], box(40, 60)),
        # the first has 40 at least, whatever the second has
        ([box(40, 60), box(10, 20, "()")], box(40, 60)),
        ([box(40, 60, "()"), box(10, 20)], box(40, 60, "()")),
        # 70 is left by 30, but not by more
        ([box(60, 80), box(30, 40, "(]")], box(60, 70, "[)")),
    ],
)
def test_the_largest_share_is_closed_where_it_is_reached(shares, expected):
    assert bounds(concentration_ratio, shares=shares, k=1) == expected


def test_the_only_firm_is_no_distance_behind_itself():
    assert bounds(gap_to_leader, shares=exact(60), firm=0) == Interval.exactly(0)


def test_a_negative_amount_is_refused_by_position():
    with pytest.raises(ShareError, match=r"values\[1\]: -1 must be at least 0"):
        bounds(shares_of, values=[*exact(10), box(-1, 5)], firm=0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # (12 − 10) / (10 + rest): from 2 / ∞ to 2 / 20
        ([*exact(10), Interval.at_least(10)], exact(12, 10), box(0, 10)),
        # a firm that had ever more and has 12 loses nearly all, if the others had 10
        ([Interval.at_least(12), *exact(10)], exact(12, 10), box(-100, 0)),
        ([Interval.at_least(12), Interval.at_least(10)], exact(12, 10), box(-100, 0)),
        ([box(10, 20), *exact(0)], exact(10, 10), box(-50, 0)),
        (exact(10, 30), exact(18, 10), Interval.exactly(20)),
        ([box(0, 5), *exact(0)], exact(10, 3), Interval.at_least(100)),  # from 5 to 10, or from next to nothing
        ([*exact(10), box(100, 200)], exact(11, 50), box(100 / 210, 100 / 110)),
        ([*exact(10), box(100, 200)], exact(9, 50), box(-100 / 110, -100 / 210)),
        ([*exact(10), box(100, 200)], [box(11, 12), *exact(50)], box(100 / 210, 200 / 110)),
        ([*exact(10), box(100, 200)], [box(8, 9), *exact(50)], box(-200 / 110, -100 / 210)),
        (exact(0.5, 0.5), exact(1, 10), Interval.exactly(50)),
        # from nothing to 3, beside others who had 5 at most: 3 / 5 and up
        ([*exact(0), box(0, 5, "(]")], [*exact(3), box(1, 2)], Interval.at_least(60)),
        ([*exact(0), box(0, 5, "(]")], exact(0, 2), Interval.exactly(0)),
        ([box(0, 5, "(]"), *exact(0)], exact(0, 2), Interval.exactly(-100)),
        ([*exact(0), box(0, 5, "(]")], [box(0, 3), *exact(2)], Interval.at_least(0)),  # from nothing, none loses
        ([box(0, 5), box(0, 5, "(]")], exact(0, 2), box(-100, 0)),  # to nothing, none gains
        ([box(1, 2), box(3, 4)], [box(1, 2), box(3, 4)], box(-20, 25)),  # 2 to 1 beside 3, 1 to 2 beside 3
    ],
)
def test_a_contribution_to_growth_by_hand(before, after, expected):
    found = bounds(contribution_to_growth, before=before, after=after, firm=0)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_a_firm_that_loses_all_that_there_was_need_not_have_had_the_most_it_could():
    """With 1.5 of 1.5 before and nothing after it takes away everything."""
    found = bounds(contribution_to_growth, before=[box(1, 2, "[)"), box(0, 5)], after=[box(0, 3), box(1, 2)], firm=0)
    assert found == box(-100, 200)


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_negative_amount_at_either_date_is_refused(name):
    lists = {"before": exact(10, 30), "after": exact(10, 30)} | {name: [*exact(10), box(-1, 30)]}
    with pytest.raises(ShareError, match=rf"{name}\[1\]: -1 must be at least 0"):
        bounds(contribution_to_growth, **lists, firm=0)


def test_growth_from_nothing_has_no_contributions():
    with pytest.raises(ShareError, match="before: the values sum to 0"):
        bounds(contribution_to_growth, before=exact(0, 0), after=exact(10, 10), firm=0)


# growth


def test_a_share_that_may_have_fallen_to_nothing_means_any_market_growth():
    found = bounds(implied_market_growth, firm_growth=Interval.exactly(0), share_start=10, share_end=box(0, 5))
    assert found == Interval.at_least(100)


@pytest.mark.parametrize(
    ("growth", "message"), [(box(-150, 0), "-150 must be at least -100"), (Interval.at_most(-5), "not a finite number")]
)
def test_growth_that_leaves_less_than_nothing_implies_nothing(growth, message):
    with pytest.raises(ShareError, match=f"firm_growth: .*{message}"):
        bounds(implied_market_growth, firm_growth=growth, share_start=box(10, 11), share_end=box(10, 11))


@pytest.mark.parametrize("growth", [Interval.exactly(100), box(100, 200), box(-100, 0)])
def test_a_share_of_nothing_is_approached_only(growth):
    """From 0, which is no share to compare with, but anything above it is."""
    found = bounds(implied_market_growth, firm_growth=growth, share_start=box(0, 60, "[)"), share_end=20)
    assert found == box(-100, 100 * ((1 + growth.high / 100) * 60 / 20 - 1), "()")
    found = bounds(implied_market_growth, firm_growth=growth, share_start=20, share_end=box(0, 20))
    assert (found.high, found.low_closed) == (math.inf, growth.low > -100)


def test_growth_of_exactly_nothing_left_is_refused():
    with pytest.raises(ShareError, match="firm_growth: -100 leaves nothing"):
        bounds(implied_market_growth, firm_growth=Interval.exactly(-100), share_start=10, share_end=10)


def test_growth_that_leaves_next_to_nothing_implies_as_much():
    assert bounds(
        implied_market_growth, firm_growth=box(-100, 0, "(]"), share_start=10, share_end=10
    ) == box(-100, 0, "(]")  # fmt: skip


@pytest.mark.parametrize("name", ["share_start", "share_end"])
def test_a_share_of_nothing_at_either_date_implies_no_growth(name):
    shares = {"share_start": 10, "share_end": 10} | {name: 0}
    with pytest.raises(ShareError, match=f"{name}: 0 is no share to compare with"):
        bounds(implied_market_growth, firm_growth=Interval.at_least(10), **shares)


@pytest.mark.parametrize("name", ["leader_growth", "challenger_growth", "market_growth"])
@pytest.mark.parametrize(
    ("growth", "message"), [(box(-100, 5), "-100 leaves nothing"), (Interval.at_most(5), "-inf is not a finite number")]
)
def test_growth_that_leaves_nothing_never_fills_a_market(name, growth, message):
    growths = dict.fromkeys(["leader_growth", "challenger_growth", "market_growth"], box(0, 10)) | {name: growth}
    with pytest.raises(ShareError, match=f"{name}: {message}"):
        bounds(years_to_full, leader_share=box(20, 30), challenger_share=box(20, 30), **growths)


def test_growth_that_leaves_nothing_is_refused_in_a_race():
    with pytest.raises(ShareError, match="leader_growth: -120 leaves nothing"):
        bounds(
            years_to_parity, leader_share=40, challenger_share=10, leader_growth=box(-120, 50),
            challenger_growth=Interval.exactly(100),
        )  # fmt: skip


def test_two_firms_that_have_everything_have_it_at_once_however_they_grow():
    found = bounds(
        years_to_full, leader_share=box(50, 60), challenger_share=Interval.exactly(40), leader_growth=box(-5, 5, "[)"),
        challenger_growth=box(5, 6), market_growth=box(0, 10),
    )  # fmt: skip
    assert found == Interval.at_least(0)


# audience


def test_a_part_of_nothing_is_refused_and_of_at_most_something_is_not():
    with pytest.raises(ShareError, match="population: 0 has no parts"):
        bounds(penetration, buyers=Interval.exactly(0), population=Interval.exactly(0))
    assert bounds(penetration, buyers=Interval.exactly(1), population=ONE) == Interval.exactly(100)
    assert bounds(penetration, buyers=ONE, population=box(0, 4)) == box(25, 100)


@pytest.mark.parametrize(("buyers", "population"), [((-1, 5), (10, 10)), ((1, 5), (-10, 10))])
def test_a_negative_number_of_people_is_refused(buyers, population):
    with pytest.raises(ShareError, match=r"-\d+ must be at least 0"):
        bounds(penetration, buyers=Interval(*buyers), population=Interval(*population))


@pytest.mark.parametrize(
    ("function", "part", "whole"), [(penetration, "buyers", "population"), (part_of, "part", "whole")]
)
def test_a_part_that_may_be_more_or_less_than_its_whole_is_no_more(function, part, whole):
    """2.95 of 3.05 is 96.72 %; 3.05 of 2.95 cannot be."""
    found = bounds(function, **{part: box(2.95, 3.05), whole: box(2.95, 3.05)})
    assert (found.low, found.high) == (pytest.approx(100 * 2.95 / 3.05), 100)


def test_components_of_everything_are_everything_whatever_their_last_digit():
    """2.9 · 34.48275862068966 = 100, in binary a digit more."""
    found = bounds(
        share_from_components, penetration_share=2.9, share_of_requirements=100,
        heavy_usage_index=Interval.exactly(34.48275862068966),
    )  # fmt: skip
    assert found == Interval.exactly(100)


@pytest.mark.parametrize("function", [related_entropy, unrelated_entropy])
def test_one_group_of_everything_is_everything_whatever_its_last_digit(function):
    """19.6 + 1.6 + 67.4 + 11.4 = 100, in binary a digit more: nothing is between groups, all within the one."""
    shares = [19.6, 1.6, 67.4, 11.4]
    found = bounds(function, shares=exact(*shares), groups="a a a a")
    assert found.is_exact
    assert found.low == pytest.approx(0 if function is unrelated_entropy else entropy(shares), abs=1e-12)
    assert found.low == pytest.approx(function(shares, "a a a a"), abs=1e-12)


def test_half_a_user_in_a_hundred_is_half_a_percent():
    assert bounds(penetration, buyers=Interval.exactly(0.5), population=Interval.exactly(100)) == Interval.exactly(0.5)


def test_a_negative_usage_index_is_refused():
    with pytest.raises(ShareError, match="heavy_usage_index: -1 must be at least 0"):
        bounds(
            share_from_components, penetration_share=box(10, 20), share_of_requirements=box(10, 20),
            heavy_usage_index=box(-1, 1),
        )  # fmt: skip


def test_nobody_is_no_part_of_any_population():
    assert bounds(penetration, buyers=Interval.exactly(0), population=box(0, 10)) == Interval.exactly(0)


def test_no_buyers_are_no_penetration_of_a_population_whose_high_end_is_open():
    assert bounds(penetration, buyers=box(0, 5), population=box(10, 20, "[)")) == box(0, 50)


def test_no_sales_are_no_development_whatever_the_share_of_the_population():
    found = bounds(brand_development_index, sales_share=box(0, 30), population_share=box(10, 50, "[)"))
    assert found == box(0, 300)


@pytest.mark.parametrize("unit", [1, 1e9])
def test_an_open_end_of_a_population_is_open_in_its_penetration_however_large(unit):
    population = Interval(10 * unit, 20 * unit, True, False)
    assert bounds(penetration, buyers=box(1 * unit, 5 * unit), population=population) == box(5, 50, "(]")


def test_an_open_end_of_a_population_known_to_one_person_is_open():
    found = bounds(penetration, buyers=Interval.exactly(5e8), population=box(1e9, 1e9 + 1, "[)"))
    assert found.ends == "(]"


# what is left, and dominance


def test_what_is_left_is_open_where_a_share_is():
    assert bounds(residual, shares=[box(40, 60, "[)"), *exact(40)]) == box(0, 20, "(]")
    assert bounds(residual, shares=[box(40, 70, "[)"), *exact(40)]) == box(0, 20)


def test_a_sum_above_100_by_a_rounding_error_leaves_nothing():
    assert bounds(residual, shares=exact(50.00000002, 50.00000002)) == Interval.exactly(0)


@pytest.mark.parametrize(
    ("shares", "low", "high", "ends"),
    [
        (exact(60, 40, 0), 0.04, 0.04, "[]"),  # who has nothing is no neighbour
        (exact(60, 39.5, 0.5), 0.194125, 0.194125, "[]"),  # .205² + .39²
        ([*exact(60, 37), box(0, 5, "(]")], 0.1685, 0.1685, "[]"),  # .23² + .34²: the last has the 3 that are left
        ([box(50, 100), box(0, 50, "(]")], 0.0, 1.0, "[)"),
    ],
)
def test_kwoka_s_index_of_intervals_by_hand(shares, low, high, ends):
    found = bounds(kwoka, shares=shares)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.ends == ends


@pytest.mark.parametrize(
    ("shares", "low", "high", "ends"),
    [
        ([box(40, 60), box(40, 60)], 0, 0.04, "[]"),
        # 50, 35, 15 have gaps of 15 and 20; 60, 35, 5 of 25 and 30
        ([box(50, 60), box(30, 40), box(5, 15)], 0.0625, 0.1525, "[]"),
        ([box(50, 60, "(]"), box(30, 40), box(5, 15)], 0.0625, 0.1525, "(]"),
        ([box(50, 60), box(30, 40), box(5, 15, "(]")], 0.0625, 0.1525, "[)"),
        # 50, y and 50 − y: (50 − y)² + (2y − 50)² is least at y = 30, and 50² at y = 50
        ([*exact(50), box(0, 50, "()"), box(0, 50, "()")], 0.05, 0.25, "[)"),
    ],
)
def test_kwoka_s_index_takes_its_shares_from_one_market(shares, low, high, ends):
    found = bounds(kwoka, shares=shares)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.ends == ends


@given(st.data())
@settings(max_examples=30)
def test_kwoka_s_index_of_every_market_on_a_grid_is_within_its_bounds_and_the_most_is_reached(data):
    ends = st.tuples(st.integers(1, 14), st.integers(1, 14)).map(sorted)
    boxes = [Interval(5 * low, 5 * high) for low, high in (data.draw(ends) for _ in range(3))]
    to_zero = data.draw(st.booleans())
    grids = [[step / 2 for step in range(int(2 * each.low), int(2 * each.high) + 1, 5)] for each in boxes]
    found = [kwoka(shares, to_zero) for shares in product(*grids) if sum(shares) == 100]
    if all(100 / 3 in each for each in boxes):
        found.append(kwoka([100 / 3] * 3, to_zero))
    assume(found)
    interval = bounds(kwoka, shares=boxes, to_zero=to_zero)
    assert interval.low <= min(found) + 1e-12
    assert interval.high == pytest.approx(max(found), abs=1e-12)


def test_twenty_one_firms_rounded_alike_have_bounds_of_kwoka_s_index():
    shares = [5.7 - number / 10 for number in range(20)]
    shares.append(100 - sum(shares))
    found = bounds(kwoka, shares=[Interval(round(share - 0.05, 2), round(share + 0.05, 2)) for share in shares])
    assert found.low <= kwoka(shares) <= found.high


def test_shares_that_overlap_in_too_many_ways_are_refused_by_kwoka_s_index():
    nested = [Interval(10 - width, 10 + width) for width in range(1, 10)]
    with pytest.raises(ShareError, match="overlap in too many ways"):
        bounds(kwoka, shares=[*nested, box(5, 15)])


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([box(60, 80), box(35, 70)], box(0.75, 65 / 70)),  # 60 beside 40, 65 beside 35
        ([box(60, 80, "(]"), box(35, 70)], box(0.75, 65 / 70, "(]")),
        ([box(40, 60), box(30, 50)], box(0.5, 1)),
        ([box(40, 60), box(0, 50, "(]")], Interval.at_least(0.5)),
    ],
)
def test_linda_s_index_of_two_takes_them_from_one_market(shares, expected):
    found = bounds(linda, shares=shares, m=2)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.ends == expected.ends


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (stenbacka_threshold, {"shares": [box(50, 60, "(]"), box(50, 60)]}),
        (merger_delta, {"a": box(50, 60, "(]"), "b": box(50, 60)}),
        (linda, {"shares": [box(50, 60, "(]"), box(50, 60)], "m": 2}),
        (kwoka, {"shares": [box(50, 60, "(]"), box(50, 60)]}),
        (grs, {"shares": [box(50, 60, "(]"), box(50, 60)]}),
        (related_entropy, {"shares": [box(50, 60, "(]"), box(50, 60)], "groups": "a a"}),
        (instability, {"before": [box(50, 60, "(]"), box(50, 60)], "after": exact(50, 50)}),
        (instability_bounds, {"before": exact(50, 50), "after": [box(50, 60, "(]"), box(50, 60)]}),
        (entry_share, {"before": [box(50, 60, "(]"), box(50, 60)], "after": exact(50, 50)}),
        (exit_share_bounds, {"before": exact(50, 50), "after": [box(50, 60, "(]"), box(50, 60)]}),
    ],
)
def test_what_open_ends_make_too_much_is_refused(function, given):
    with pytest.raises(ShareError, match="sum to more than 100"):
        bounds(function, **given)


@pytest.mark.parametrize("function", [instability, entry_share, exit_share])
@pytest.mark.parametrize("date", ["before", "after"])
def test_what_open_ends_make_too_little_of_a_full_market_is_refused(function, date):
    given = {"before": exact(60, 40), "after": exact(60, 40)} | {date: [box(52.5, 60, "[)"), box(30, 40, "(]")]}
    with pytest.raises(ShareError, match=f"{date}: they sum to less than 100, .*_bounds gives what can be said"):
        bounds(function, **given)


def test_kwoka_s_index_is_never_above_1():
    """1² + .5² if each distance is taken by itself."""
    assert bounds(kwoka, shares=[box(50, 100), box(0, 50, "(]"), box(0, 50, "(]")]).high == 1


def test_one_firm_has_a_distance_to_nothing_only_if_asked_for():
    with pytest.raises(ShareError, match="one firm has everything"):
        bounds(kwoka, shares=exact(100))
    assert bounds(kwoka, shares=exact(100), to_zero=True) == Interval.exactly(1)


def test_the_threshold_of_shares_that_can_only_be_at_their_low_ends_is_one_number():
    """60 and 40, since they sum to 100: 50 (1 − .36 + .16)."""
    assert bounds(stenbacka_threshold, shares=[box(60, 61), box(40, 41)]) == Interval.exactly(40)


def test_the_threshold_of_a_monopoly_is_0():
    assert bounds(stenbacka_threshold, shares=exact(100)) == Interval.exactly(0)


@pytest.mark.parametrize("shares", [exact(60), [box(60, 100)]])
def test_a_threshold_needs_the_second_firm_unless_there_is_none(shares):
    with pytest.raises(ShareError, match="the threshold needs the second largest"):
        bounds(stenbacka_threshold, shares=shares)


def test_a_negative_weight_of_the_distance_is_refused():
    with pytest.raises(ShareError, match="gamma: -1 must be at least 0"):
        bounds(stenbacka_threshold, shares=exact(60, 40), gamma=-1)


def test_linda_s_index_needs_no_full_market():
    """40 / 30, over 2."""
    assert bounds(linda, shares=exact(40, 30), m=2).low == pytest.approx(2 / 3)


def test_grs_is_never_above_1():
    assert bounds(grs, shares=[box(50, 100), box(0, 50, "(]")]).high == 1


# groups of a mix


def test_three_parts_of_one_group_have_the_entropy_of_three():
    assert bounds(related_entropy, shares=[box(20, 40)] * 3, groups="a a a").high == pytest.approx(math.log(3))


@pytest.mark.parametrize(
    ("first", "ends"),
    [(box(40, 50, "(]"), "[)"), (box(40, 50, "[)"), "(]")],  # even at 50 and 50; most uneven at 70 and 30
)
def test_entropy_between_groups_is_open_where_a_part_is(first, ends):
    found = bounds(unrelated_entropy, shares=[first, box(10, 20), box(30, 50)], groups="a a b")
    assert found.high == pytest.approx(math.log(2))
    assert found.low == pytest.approx(-0.7 * math.log(0.7) - 0.3 * math.log(0.3))
    assert found.ends == ends


# what the bounds of every metric are made with


def ratio_with_limit(x):
    return math.nan if math.isinf(x) else x


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (box(100, 110), Interval.exactly(100)),
        (box(-10, 0), Interval.exactly(0)),
        (Interval.at_most(20), box(0, 20)),  # a limit that is anything
        (Interval.at_least(5), box(5, 100)),
        (box(0, 20, "(]"), box(0, 20, "(]")),
        (box(5, 100, "[)"), box(5, 100, "[)")),
        (box(-5, 120, "()"), box(0, 100)),
    ],
)
def test_what_a_result_can_be_at_all_cuts_its_corners(x, expected):
    assert corner_bounds(ratio_with_limit, rising={"x": x}, falling={}, within=Interval(0, 100)) == expected


def test_a_function_that_does_not_move_has_one_value_even_of_an_open_interval():
    assert corner_bounds(lambda x: 7.0 + 0 * x, rising={"x": box(0, 1, "()")}, falling={}) == Interval.exactly(7)


@pytest.mark.parametrize(
    "given", [box(3, 4, "(]"), box(3, 4, "[)"), box(1, 1.000001, "()"), box(1, 1.0000000000001, "()")]
)
def test_an_end_that_moves_with_an_open_input_is_open(given):
    market = feasible_market([given], unnamed="any")

    def ends(each):
        return Fraction(each.lows[0], market.grains), Fraction(each.highs[0], market.grains)

    assert between(ends, market) == given
