"""Index by index against the package concentrationMetrics, on complete random markets.

Where its convention is another one, the test says which.
"""

import math
import random

import numpy as np
import pytest
from concentrationMetrics import Index

from marketshare.metrics import (
    ShareError,
    concentration_ratio,
    effective_firms,
    entropy,
    gini,
    hall_tideman,
    hannah_kay,
    hhi,
    hhi_normalised,
    relative_entropy,
    shares_of,
    simpson,
    theil,
)


def random_markets():
    chance = random.Random(20190815)
    for _ in range(40):
        firms = chance.randint(2, 60)
        tail = chance.choice([0.8, 1.2, 3])
        yield shares_of([chance.paretovariate(tail) for _ in range(firms)])


MARKETS = list(random_markets())


@pytest.fixture(scope="module")
def theirs():
    return Index()


def agree(own, others):
    for shares in MARKETS:
        assert own(shares) == pytest.approx(float(others(np.array(shares))), rel=1e-9, abs=1e-12)


# the same convention


def test_concentration_ratios_are_fractions_there(theirs):
    agree(lambda s: concentration_ratio(s, 2), lambda a: 100 * theirs.cr(a, 2))


def test_simpson(theirs):
    agree(simpson, theirs.simpson)


def test_inverse_simpson_is_the_effective_number_of_order_two(theirs):
    agree(effective_firms, theirs.invsimpson)


@pytest.mark.parametrize("order", [0.5, 1, 2, 3])
def test_hannah_kay_is_called_inverted_there(theirs, order):
    agree(lambda s: hannah_kay(s, order), lambda a: theirs.hk(a, order))


def test_hall_tideman(theirs):
    agree(hall_tideman, theirs.hti)


def test_gini_uncorrected(theirs):
    agree(gini, theirs.gini)


def test_entropy_in_nats(theirs):
    agree(entropy, theirs.shannon)


def test_theil_is_t_there_too(theirs):
    agree(theil, theirs.theil)


# another convention


def test_their_hhi_is_a_fraction_and_normalised_unless_told_otherwise(theirs):
    agree(hhi, lambda a: 10_000 * theirs.hhi(a, normalized=False))
    agree(hhi_normalised, theirs.hhi)


def test_their_normalised_hhi_counts_firms_without_a_share(theirs):
    with_nothing = np.array([60.0, 40.0, 0.0])
    assert theirs.hhi(with_nothing) == pytest.approx((0.52 - 1 / 3) / (1 - 1 / 3))
    assert hhi_normalised(with_nothing) == pytest.approx((0.52 - 1 / 2) / (1 - 1 / 2))


def test_their_normalised_entropy_runs_the_other_way(theirs):
    agree(relative_entropy, lambda a: 1 - theirs.shannon(a, normalized=True))


def test_their_theil_leaves_out_firms_without_a_share(theirs):
    assert theil([60, 40, 0]) == pytest.approx(math.log(3) - entropy([60, 40]))
    assert theirs.theil(np.array([60.0, 40.0, 0.0])) == pytest.approx(theil([60, 40]))


def test_they_rescale_an_incomplete_market_and_we_refuse_it(theirs):
    """Cloud shares of 42.9 and 11.8 become an HHI of 6,616."""
    assert 10_000 * theirs.hhi(np.array([42.9, 11.8]), normalized=False) == pytest.approx(6616, abs=0.5)
    with pytest.raises(ShareError, match=r"so 45\.3 of the market is not reported"):
        hhi([42.9, 11.8])


def test_they_take_amounts_and_we_take_shares(theirs):
    amounts = np.array([3.0, 5.0, 2.0])
    assert theirs.gini(amounts) == pytest.approx(gini(shares_of(amounts)))
    with pytest.raises(ShareError, match="so 90 of the market is not reported"):
        gini(amounts)
