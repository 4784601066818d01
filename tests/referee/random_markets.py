"""Markets at random, biased towards ends that touch, sums of 100, zeros and the impossible; how calls are written."""

import inspect
from fractions import Fraction

from polytope import fractions, scaled
from true_market import Box, Market, Undecided
from verdicts import SAFE_ONLY, Case

import marketshare.metrics

__all__ = [
    "around",
    "boxes",
    "boxes_of",
    "case",
    "inside",
    "known",
    "listed",
    "market",
    "market_of",
    "number",
    "point",
    "said",
    "takes_ranks",
    "written",
]

# what a call says, and what is meant


def number(value):
    """A number as it is printed."""
    if value is None:
        return "inf"
    value = float(value)
    return str(int(value)) if value == int(value) else repr(value)


def written(box):
    """A share as an argument."""
    low, high = number(box.low), number(box.high)
    if box.low == box.high:
        return low
    if box.low_closed and box.high_closed and box.high is not None:
        return f"Interval({low}, {high})"
    return f"Interval({low}, {high}, {box.low_closed}, {box.high_closed})"


def listed(boxes):
    return f"[{', '.join(map(written, boxes))}]"


def boxes_of(*shares):
    """Boxes from numbers and from texts such as "[50,60)"."""
    found = []
    for each in shares:
        text = str(each)
        if text[0] not in "[(":
            found.append(Box(Fraction(text), Fraction(text)))
            continue
        low, high = text[1:-1].split(",")
        above = None if high.strip() == "inf" else Fraction(high)
        found.append(Box(Fraction(low), above, text[0] == "[", text[-1] == "]" and above is not None))
    return tuple(found)


def market_of(*shares, unnamed="any", count=None, total=None, ranks=None):
    """A market from numbers and texts."""
    return Market(boxes_of(*shares), unnamed, count, boxes_of(total)[0] if total is not None else None, ranks or {})


# chance


def point(chance, size, total):
    """Decimals that sum to a total, of one or two places or none."""
    step = chance.choice([1, 1, 5, 10, Fraction(1, 10), Fraction(1, 10), Fraction(1, 100)])
    units = int(Fraction(total) / step)
    marks = sorted(chance.randint(0, units) for _ in range(size - 1))
    return [(b - a) * step for a, b in zip([0, *marks], [*marks, units], strict=True)], step


def around(chance, share, step, limit=100):
    """A box that has a share in it, or at one of its ends."""
    kind = chance.random()
    width = step * chance.choice([1, 1, 2, 5, 10])
    if step < 1 and chance.random() < 0.3:
        width = Fraction(chance.choice([1, 5, 10, 20]))
    if kind < 0.3:
        return Box(share, share)
    low = share if kind < 0.5 else max(share - width, Fraction(0))
    high = share if 0.5 <= kind < 0.7 else share + width
    if limit is not None:
        high = min(high, Fraction(limit))
    if low >= high:
        return Box(share, share)
    return Box(Fraction(low), Fraction(high), chance.random() < 0.6, chance.random() < 0.6)


def boxes(chance, size, *, full):
    """Boxes around shares that sum to 100, or to less, or now and then to a little more."""
    total = 100 if full or chance.random() < 0.4 else Fraction(chance.randint(20, 105))
    shares, step = point(chance, size, total)
    if full and chance.random() < 0.06:
        shares[0] = min(max(shares[0] + chance.choice([-2, -1, 1]) * step, Fraction(0)), Fraction(100))
    return tuple(around(chance, Fraction(share), step) for share in shares)


def market(chance):
    """Any market of up to four named firms."""
    size = chance.choice([1, 2, 2, 3, 3, 4])
    count = chance.choice([None, None, 0, 1, 2, 3, 4])
    unnamed = chance.choice(["smaller", "any"])
    named = boxes(chance, size, full=count == 0 and chance.random() < 0.9)
    total = None
    if size > 1 and chance.random() < 0.12:
        middle = sum((chance.choice([box.low, box.high]) for box in named), Fraction(0))
        if 0 < middle <= 100:
            total = around(chance, middle, chance.choice([Fraction(1, 10), Fraction(1)]))
    ranks = {}
    if takes_ranks("hhi_bounds") and total is None and chance.random() < 0.15:
        firm = chance.randrange(size)
        ranks = {firm: chance.randint(1, size + 1)}
    return Market(named, unnamed, count, total, ranks)


def takes_ranks(function):
    """Whether a function takes stated ranks."""
    return "ranks" in inspect.signature(getattr(marketshare.metrics, function)).parameters


def inside(chance, parts, count=12):
    """Some markets of a union of parts, as they come."""
    for part in parts:
        middle, corners = part.barycentre(), part.points
        yield part, middle
        for _ in range(count):
            towards = chance.choice(corners)
            weight = Fraction(chance.choice([1, 1, 5, 9, 99]), 100)
            mixed = [weight * a + (1 - weight) * b for a, b in zip(fractions(middle), fractions(towards), strict=True)]
            yield part, scaled(mixed)


# questions to a partly reported market


def case(function, call, right, **kept):
    """A case whose right answer is computed; undecided if the referee does not know it."""
    try:
        ends = right()
    except Undecided:
        return Case(function, call, None, undecided=True)
    return Case(function, call, ends, **{"sharp": function not in SAFE_ONLY, **kept})


def known(market, ends):
    """Ends, unless no market fits."""
    return lambda: None if market.is_empty else ends()


def said(market, *, total=True):
    words = f'unnamed="{market.unnamed}", count={market.count}'
    if total and market.total is not None:
        words += f", total={written(market.total)}"
    if market.ranks:
        words += f", ranks={market.ranks}"
    return words
