"""Rules on a market: which of them it meets, a row each, with what was measured."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from marketshare.errors import DisplayError
from marketshare.ledger import Rule
from marketshare.market import Market
from marketshare.metrics import RuleEvaluation, rule_evaluation
from marketshare.payload import COLUMNS_OF_RULES
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import refuse_plain
from marketshare.show.outputs import Segment, cell, each_of, marked, number
from marketshare.show.tables import show_rows
from marketshare.wording import render_bounds

__all__ = ["rules"]

SOURCES = {
    "primary": "read in the text itself",
    "secondary": "from an account of it",
    "no": "not verified",
}
"""What the column ``verified`` of ``rules.csv`` says."""


def rules(
    wanted: Iterable[Rule],
    shares: Market | Sequence[Quantity],
    *,
    unnamed: Literal["smaller", "any"] | None = None,
    count: int | None = None,
    firm: Any = None,
    merging: Sequence[Any] = (),
    measured: Mapping[str, Quantity] | None = None,
    name: str,
    caption: str,
) -> None:
    """Display which rules a market meets: true, false or undetermined, with the conditions of each and their source.

    A rule about a merger has no answer without one; then only its lines of the HHI are compared with the market's.

    Args:
        wanted: Rules, from ``study.rules()``.
        shares: The market before any merger, or its named shares.
        unnamed: What is known of the unnamed firms, as for `rule_evaluation`; a `Market` knows it.
        count: How many unnamed firms there are at most, in the same way.
        firm: Position in `shares`, or key in a `Market`, of the firm whose share is tested, and that may be exempt.
        merging: Positions or keys of the firms that merge.
        measured: Numbers of the report to show, by what `rule_evaluation` calls that which it measured:
            ``concentration-ratio of 2``, ``hhi``, ``hhi after the merger``. A `Market` without a merger gives its own.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        ShareError: as for `rule_evaluation`.
        DisplayError: a number in `measured` that these shares exclude.
    """
    wanted = each_of(Rule, wanted, "wanted", "rules, such as study.rules() gives")
    refuse_plain(measured or {}, "measured", by=("what is measured",))
    given = dict(measured or {})
    if isinstance(shares, Market):
        boxes: Any = shares
        members = list(shares.shares.values())
    else:
        members = list(shares) if isinstance(shares, Iterable) else shares
        refuse_plain(tuple(members) if isinstance(members, list) else members, "shares")
        boxes = [share.bounds for share in members]
    if isinstance(shares, Market) and firm is None and not merging and unnamed is None and count is None:
        given = _own(shares, wanted) | given
    evaluated = partial(rule_evaluation, shares=boxes, unnamed=unnamed, count=count, firm=firm, merging=merging)
    shown: dict[str, Quantity] = {}
    rows = []
    for rule in wanted:
        pieces, met = _answered(rule, evaluated, given, shown, members, one_firm=firm is not None, merger=bool(merging))
        outcome = f"Where met: {rule.outcome}" if rule.conditions else rule.outcome
        words = " ".join([f"{rule.name}.", *(condition.words for condition in rule), outcome])
        until = f"In force until {rule.in_force_until}." if rule.in_force_until else ""
        source = " ".join(filter(None, [f"{rule.citation} ({SOURCES[rule.verified]}).", until, rule.remark]))
        lines = " and ".join(condition.line for condition in rule) or "none"
        rows.append(
            [
                [{"text": words}],
                pieces or cell(None),
                [{"text": lines}],
                [{"text": marked(met, members)}],
                [{"text": source}],
            ]
        )
    assumed = [share for share in members if share.hypothetical]
    show_rows(name, caption, COLUMNS_OF_RULES, rows, [*shown.values(), *assumed])


def _own(market: Market, wanted: Iterable[Rule]) -> dict[str, Quantity]:
    """The numbers of a market that rules measure, by what `rule_evaluation` calls them, as fine as their rounding."""
    conditions = [condition for rule in wanted for condition in rule]
    ratios = {condition.firms for condition in conditions if condition.measure == "concentration-ratio"}
    found = {f"concentration-ratio of {k}": market.concentration_ratio(k, decimals=2) for k in sorted(ratios)}
    return found | ({"hhi": market.hhi()} if any(condition.measure == "hhi" for condition in conditions) else {})


def _answered(
    rule: Rule,
    evaluated: Callable[..., RuleEvaluation],
    given: Mapping[str, Quantity],
    shown: dict[str, Quantity],
    shares: Sequence[Quantity],
    *,
    one_firm: bool,
    merger: bool,
) -> tuple[list[Segment], str]:
    """What was measured, and the answer in words; the numbers that are shown are added to `shown`."""
    if not rule.conditions:
        return [], "no threshold"
    asks = rule.about == "merger" and not merger
    asked = [condition for condition in rule if condition.measure == "hhi" or not asks]
    asked = [condition for condition in asked if one_firm or condition.measure != "member-share"]  # it exempts a firm
    evaluation = evaluated(asked) if asked else RuleEvaluation("undetermined", ())
    pieces: dict[str, Segment] = {}
    for condition, test in zip(asked, evaluation.tests, strict=True):
        quantity = given.get(test.measure)
        if quantity is None:
            unit = "hhi_point" if condition.measure in {"hhi", "merger-delta"} else "percent"
            pieces[test.measure] = {"text": marked(render_bounds(test.bounds, unit), shares)}
        elif not quantity.bounds.meets(test.bounds):
            found = f"{quantity.id} is {quantity.bounds}"
            raise DisplayError(
                f"{found}, but by these shares the {test.measure} is {test.bounds}; is it of this market?"
            )
        else:
            pieces[test.measure] = number(quantity, "bounds")
            shown[test.measure] = quantity
    lines = [f"{condition.line}: {test.answer}" for condition, test in zip(asked, evaluation.tests, strict=True)]
    met = "; ".join(["asks for a merger", *lines]) if asks else evaluation.answer
    met += ", if that is the line" if rule.verified == "no" else ""
    return [piece for segment in pieces.values() for piece in ({"text": "; "}, segment)][1:], met
