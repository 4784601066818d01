"""The tests that claims name: each a function of the study's figures that returns a verdict."""

import re
from collections.abc import Callable
from fractions import Fraction

from marketshare.claims.comparable import refuse_no_firms_of_one_market, refuse_no_two_dates, refuse_other_firm
from marketshare.claims.race import Case, Race, cases, growth_readings, span, ways
from marketshare.claims.verdict import Outcome, Verdict, over_all
from marketshare.errors import did_you_mean
from marketshare.ledger import Figure, current, superseded
from marketshare.metrics import per, share_change
from marketshare.quantity import Quantity, derive
from marketshare.studies import Study
from marketshare.wording import render_value

__all__ = ["TESTS", "ClaimTest"]

ClaimTest = Callable[..., Verdict]
TESTS: dict[str, ClaimTest] = {}
"""By the name that ``claims.csv`` uses."""

FIGURES_OF_A_RACE = 6
"""At least: with more than one year, each has a growth."""

HANGS_ON_ROUNDING = "it hangs on rounding"


def _named(function: ClaimTest) -> ClaimTest:
    TESTS[function.__name__] = function
    return function


@_named
def missing(study: Study, measure: str, words: str, *, bears: str = "") -> Verdict:
    """Untestable: the note has no figure of what the claim speaks of.

    Args:
        study: Where figures are.
        measure: Id that a measure of it would have.
        words: What is missing.
        bears: Ids of figures that bear on the claim without deciding it, with commas between.
    """
    found = [figure for figure in _in_force(study) if figure["measure"] == measure]
    if found:
        ids = ", ".join(figure.id for figure in found)
        return Verdict("undetermined", f"there are figures now ({ids}), and the claim needs a test of its own")
    names = [name.strip() for name in bears.split(",") if name.strip()]
    torn = {figure.id for figure in _in_force(study) if figure["status"] == "unreadable"}
    legible = [name for name in names if current(study.ledger.figures, name) not in torn]
    near = tuple(quantity for name in legible for quantity in ways(study, name).values())
    said = "; ".join(f"{quantity.text}, {quantity.label}" for quantity in near)
    hint = f"; what bears on it: {said}" if said else ""
    return Verdict("untestable", f"no figure in the note: {words}{hint}", near)


@_named
def leads(study: Study, share: str, *rivals: str, second: str) -> Verdict:
    """A firm has more than every rival, named or not.

    Args:
        study: Where figures are.
        share: The firm's share.
        rivals: Other shares of that market.
        second: Rank of the first of `rivals`; if it is 2, no unnamed firm is larger than that rival.
    """
    if not rivals:
        raise ValueError("leads takes the firm's share and those of its rivals, found no rival")
    refuse_no_firms_of_one_market(study, share, *rivals)
    refuse_other_firm(study, rivals[0], second, same=("entity", "market", "period"))
    if study[second].unit != "rank":
        raise ValueError(f"second: {second} is no rank; expected that of {rivals[0]}")
    own, others, rank = study[share], [study[rival] for rival in rivals], study[second]
    unnamed = 100 - own.bounds.low - sum(rival.bounds.low for rival in others)
    if rank.value == 2:
        unnamed = min(unnamed, others[0].bounds.high)
    strongest = max(rival.bounds.high for rival in others)
    inputs = (own, *others, rank)
    shares = ", ".join(rival.text for rival in others)
    period = study.ledger.figures[share]["period"] or "an unstated period"
    if own.bounds.low > max(strongest, unnamed):
        return Verdict(
            "supported",
            f"in {period} its share is {own.text}, that of the next {shares}, which is ranked {rank.text}",
            inputs,
        )
    if own.bounds.high < max(rival.bounds.low for rival in others):
        return Verdict("contradicted", f"its share is {own.text}, less than {shares}", inputs)
    cap = render_value(unnamed, "percent")
    why = HANGS_ON_ROUNDING if strongest >= own.bounds.low else f"a firm without a figure could hold up to {cap}"
    return Verdict("undetermined", f"its share is {own.text}, that of the next {shares}, and {why}", inputs)


@_named
def ranked(study: Study, place: str, share: str, *larger: str) -> Verdict:
    """A firm has a place by share; a firm without a figure could be larger than it.

    Args:
        study: Where figures are.
        place: The place, 1 for the largest.
        share: The firm's share.
        larger: Shares of the firms said to be larger.
    """
    if not re.fullmatch("[1-9][0-9]*", place):
        raise ValueError(f"{place!r} is no place; expected 1 for the largest, 2, and so on")
    refuse_no_firms_of_one_market(study, share, *larger)
    own, others = study[share], [study[rival] for rival in larger]
    inputs = (own, *others)
    certainly = sum(rival.bounds.low > own.bounds.high for rival in others)
    perhaps = sum(rival.bounds.high > own.bounds.low for rival in others)
    rest = 100 - own.bounds.low - sum(rival.bounds.low for rival in others)
    said = f"{certainly} of the shares stated is larger than {own.text}"
    if certainly >= int(place):
        return Verdict("contradicted", said, inputs)
    if certainly == perhaps == int(place) - 1 and rest < own.bounds.low:
        return Verdict("supported", f"{said}, and the rest of the market is smaller", inputs)
    cap = render_value(rest, "percent")
    words = f"{said}, but a firm without a figure could hold up to {cap}: only the stated rank itself speaks against it"
    return Verdict("undetermined", words, inputs)


@_named
def at_most_part(study: Study, share: str, whole: str, limit: str) -> Verdict:
    """One share is at most a part of another: "low", "far behind".

    Args:
        study: Where figures are.
        share: The smaller one.
        whole: The larger one.
        limit: The part, for instance ``1/2``.
    """
    refuse_no_firms_of_one_market(study, share, whole)
    bound = _limit(limit, "part of a whole", "1/2 or 0.5")
    own, other = study[share], study[whole]
    part = derive(per, id=f"{share}--over--{whole}", label="One share over the other", amount_of=own, base=other)
    inputs = (own, other, part)
    said = f"{own.text} is {part.text} times {other.text}"
    if part.bounds.high <= bound:
        return Verdict("supported", f"{said}, at most {limit}", inputs)
    if part.bounds.low > bound:
        return Verdict("contradicted", f"{said}, more than {limit}", inputs)
    return Verdict("undetermined", f"{said}, and whether that is at most {limit} hangs on rounding", inputs)


@_named
def gained(study: Study, start: str, end: str) -> Verdict:
    """A share rose, so that its firm grew faster than the market."""
    refuse_no_two_dates(study, start, end)
    before, after = study[start], study[end]
    change = derive(share_change, id=f"{start}--to--{end}", label="Change of the share", start=before, end=after)
    inputs = (before, after, change)
    said = f"from {before.text} to {after.text} its share changed by {change.text} ({change.bounds_text})"
    if change.bounds.low > 0:
        return Verdict("supported", f"{said}, so it grew faster than the market", inputs)
    if change.bounds.high < 0:
        return Verdict("contradicted", f"{said}, so it grew more slowly than the market", inputs)
    return Verdict("undetermined", f"{said}, and its sign hangs on rounding", inputs)


@_named
def grew(study: Study, percent: str, *growths: str) -> Verdict:
    """Growth was at least so many percent, in every figure and under every reading."""
    limit, outcomes, inputs = _limit(percent), [], []
    for growth in growths:
        for quantity in ways(study, growth).values():
            inputs.append(quantity)
            outcomes.append(_above(quantity, limit))
    outcome = over_all(outcomes)
    lowest = min(inputs, key=lambda quantity: quantity.bounds.low)
    said = f"the lowest figure{' or reading' if len(inputs) > len(growths) else ''} is {lowest.text}"
    words = {
        "supported": f"{said}, above {percent}%",
        "contradicted": f"no figure or reading is above {percent}%",
        "undetermined": f"{said}, and whether that is above {percent}% hangs on the reading or on rounding",
    }
    return Verdict(outcome, words[outcome], tuple(inputs))


@_named
def grew_a_year(study: Study, percent: str, *growths: str) -> Verdict:
    """Growth a year, over all years that have a figure, was at least so many percent, under every reading of them."""
    if not growths:
        raise ValueError("grew_a_year takes percent and the growth of each year, found no growth")
    limit = _limit(percent)
    found = list(growth_readings(study, *growths).values())
    outcome = over_all([_above(growth, limit) for growth in found])
    lowest = min(found, key=lambda growth: growth.bounds.low)
    hang = ", and the verdict hangs on the reading or on rounding" if outcome == "undetermined" else ""
    said = f"over {span(len(growths))} it grew {lowest.text} a year at the lowest reading"
    return Verdict(outcome, f"{said}, against a limit of {percent}%{hang}", tuple(found))


@_named
def exceeds(study: Study, figure: str, amount: str) -> Verdict:
    """An amount is above a round number: "huge", "many"."""
    quantity, limit = study[figure], _limit(amount)
    outcome = _above(quantity, limit)
    side = {"supported": "above", "contradicted": "not above", "undetermined": "perhaps above"}[outcome]
    return Verdict(outcome, f"it is {quantity.text}, {side} {render_value(limit, quantity.unit)}", (quantity,))


@_named
def parity_beyond(study: Study, years: str, *figures: str) -> Verdict:
    """A challenger does not draw level with a leader within some years, under every reading of both growth rates.

    Args:
        study: Where figures are.
        years: What counts as the short term.
        figures: Those of a `Race`, in its order.
    """
    limit = _limit(years)
    if len(figures) < FIGURES_OF_A_RACE:
        expected = "leader; start; challenger; leader's multiple; its years; the challenger's growth in each year"
        raise ValueError(f"parity_beyond takes years and {expected}; found {len(figures)} figures")
    found = list(cases(study, Race(*figures)))
    outcomes: list[Outcome] = [_beyond(case, limit) for case in found]
    outcome = over_all(outcomes)
    inputs = {quantity.id: quantity for case in found for quantity in (case.parity, case.full) if quantity}
    by_reading: dict[str, list[Case]] = {}
    for case in found:
        by_reading.setdefault(case.challenger_reading, []).append(case)
    said = "; ".join(f"{_parity_words(group)} if growth is read as {name}" for name, group in by_reading.items())
    hang = "; it hangs on the reading" if outcome == "undetermined" else ""
    words = f"parity, with {years} years taken as the short term, comes {said}{hang}"
    return Verdict(outcome, words, tuple(inputs.values()))


@_named
def rate_known(study: Study, entity: str) -> Verdict:
    """A yearly growth rate of something is stated as one number, not only as a bound."""
    _refuse_unknown(study, entity)
    found = [figure for figure in _in_force(study) if figure["measure"] in {"growth", "growth-ratio"}]
    parts = {key for key, row in study.ledger.entities.items() if row["parent"] == entity}
    growths = [f.quantity for f in found if f["entity"] in {entity, *parts} and f["status"] == "stated"]
    own = [f.quantity for f in found if f["entity"] == entity and f["status"] == "stated"]
    known = [quantity for quantity in own if not quantity.bounds.is_one_sided]
    if known:
        return Verdict("supported", f"it is {', '.join(quantity.text for quantity in known)}", tuple(known))
    if growths:
        said = ", ".join(f"{quantity.text} ({quantity.label})" for quantity in growths)
        words = f"no single rate of it is stated, and no series of years; there is {said}"
        return Verdict("undetermined", words, tuple(growths))
    return Verdict("untestable", "no figure in the note: growth of it from one year to the next")


@_named
def stated_apart(study: Study, together: str, *parts: str) -> Verdict:
    """Business lines are stated one by one, not as one."""
    _refuse_unknown(study, together)
    figures = _in_force(study)
    apart = [found.quantity for found in figures if found["entity"] in parts and found["measure"] == "revenue-share"]
    joint = [found.quantity for found in figures if found["entity"] == together and found["measure"] == "revenue-share"]
    if len(apart) == len(parts):
        return Verdict(
            "supported", f"each has a figure: {', '.join(quantity.text for quantity in apart)}", tuple(apart)
        )
    if joint:
        words = (
            f"the note states them as one line, {joint[0].text}; whether they are apart in another sense no figure says"
        )
        return Verdict("undetermined", words, tuple(joint))
    return Verdict("untestable", "no figure in the note: revenue of either line")


def _limit(written: str, what: str = "number", example: str = "50 or 1000000") -> float:
    try:
        return float(Fraction(written))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise ValueError(f"{written!r} is no {what}; expected for instance {example}") from error


def _refuse_unknown(study: Study, entity: str) -> None:
    if entity not in study.ledger.entities:
        raise ValueError(f"no entity has the id {entity!r}{did_you_mean(entity, study.ledger.entities)}")


def _in_force(study: Study) -> list[Figure]:
    """All figures that no other corrects."""
    figures = study.ledger.figures
    old = superseded(figures.values())
    return [figure for key, figure in figures.items() if key not in old]


def _above(quantity: Quantity, limit: float) -> Outcome:
    bounds = quantity.bounds
    if bounds.low > limit or (bounds.low == limit and not bounds.low_closed):
        return "supported"
    return "contradicted" if bounds.high <= limit else "undetermined"


def _beyond(case: Case, limit: float) -> Outcome:
    if case.parity is None or case.parity.bounds.low > limit:
        return "supported"
    return "contradicted" if case.parity.bounds.high <= limit else "undetermined"


def _parity_words(group: list[Case]) -> str:
    reached = [case.parity.bounds for case in group if case.parity is not None]
    if all(case.challenger_growth.bounds.high <= case.leader_growth.bounds.low for case in group):
        return "never, as the challenger does not grow faster,"
    if not reached:
        full = [case.full.bounds.low for case in group if case.full is not None]
        if not full:
            return "never"
        first = min(full)
        return f"never, as both would have the whole market in {render_value(first, 'year')} years or later,"
    low, high = min(bounds.low for bounds in reached), max(bounds.high for bounds in reached)
    some = "" if len(reached) == len(group) else ", or never"
    return f"in {render_value(low, 'year')} to {render_value(high, 'year')} years{some}"
