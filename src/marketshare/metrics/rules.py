"""Legal and guideline rules, tested on the markets that fit: true, false, or undetermined."""

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from typing import Any

from marketshare.metrics.checks import ShareError, share_boxes
from marketshare.metrics.feasible import Unnamed, feasible_market
from marketshare.metrics.firms import held, position_of
from marketshare.metrics.firms_together import merging_positions
from marketshare.metrics.rule_subject import Subject
from marketshare.metrics.thresholds import Answer, Condition, Test, conditions_of
from marketshare.quantity.arguments import is_several, rest_of, shown

__all__ = ["RuleEvaluation", "presumption", "rule_evaluation"]


@dataclass(frozen=True)
class RuleEvaluation:
    """A rule, evaluated.

    Attributes:
        answer: ``true`` if every market that the shares allow meets all conditions, ``false`` if none does.
        tests: The conditions in order, with the numbers that they were tested on.
    """

    answer: Answer
    tests: tuple[Test, ...]

    @property
    def certainty(self) -> str:
        """How the rule is met, as a word of a sentence: certainly, certainly not, or possibly."""
        return {"true": "certainly", "false": "certainly not", "undetermined": "possibly"}[self.answer]

    @property
    def decided_by(self) -> tuple[Test, ...]:
        """The tests that the answer rests on: all of a true rule, those that failed, or those left open."""
        return tuple(test for test in self.tests if test.answer == self.answer)


def rule_evaluation(
    conditions: Condition | Iterable[Condition],
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
    firm: Any = None,
    merging: Sequence[Any] = (),
) -> RuleEvaluation:
    """Whether a market meets a rule, given what is known of its shares.

    All conditions of a rule must hold. Alternatives ("or") are rules of their own: see `presumption`. If one condition
    surely fails the rule is false, whatever the others. Conditions that are each open are false together if no market
    meets them all; where that is not shown, they are undetermined.

    Args:
        conditions: One condition or several, with `measure`, `firms`, `operator` and `threshold`.
        shares: Named shares before any merger, percent: numbers (exact) or (low, high) pairs.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.
        firm: The firm that the rule is applied to: position, or name in a Series. A market share is its own, and of k
            firms it is one, with the k − 1 largest others. Without it a concentration ratio is that of the k largest,
            and a `member-share` exempts nobody.
        merging: The firms that merge. Then every measure is taken after the merger, and a market share is theirs.

    Returns:
        ``true``, ``false`` or ``undetermined``, and every condition with the bounds that it was tested on. It holds as
        far as these shares are those of a relevant market, and is no legal advice.

    Raises:
        ShareError: as for every list of shares; no market fits; no condition; an unknown measure or operator; a market
            share without `firm`, a rule about a merger or a rise of the HHI without `merging`, or both of them.

    Example:
        >>> from types import SimpleNamespace
        >>> half = SimpleNamespace(measure="concentration-ratio", firms=1, operator=">=", threshold=50)
        >>> rule_evaluation(half, [(49.85, 49.95), 40.7], unnamed="smaller").answer
        'false'
    """
    wanted = conditions_of(conditions, "conditions")
    shares = held(shares)
    nobody = merging is None or (is_several(merging) and isinstance(merging, Sized) and not len(merging))
    joining = [] if nobody else merging_positions(shares, merging)
    if not joining and getattr(conditions, "about", "") == "merger":
        raise ShareError("merging: the rule is about a merger; name the firms that merge")
    if firm is not None and joining:
        raise ShareError("firm: with `merging` the market share is that of the merged firm; leave one of them away")
    firms = joining or ([position_of(shares, firm)] if firm is not None else [])
    unnamed, count, total, ranks = rest_of(shares, unnamed, count, total, ranks)
    about = Subject(firms, unnamed)
    places = {position_of(shares, each): rank for each, rank in ranks.items()} if isinstance(ranks, Mapping) else ranks
    boxes = share_boxes(shares)
    allowed = partial(feasible_market, unnamed=unnamed, count=count, total=total, ranks=places)
    tests = about.tests(wanted, allowed(boxes))
    answers = {test.answer for test in tests}
    if "false" in answers or answers == {"true"}:
        return RuleEvaluation("false" if "false" in answers else "true", tests)
    narrowed = about.narrowed(boxes, tests)
    try:
        market = allowed(narrowed)
    except ShareError:  # it fits the shares, but not what the conditions leave of them
        return RuleEvaluation("false", tests)
    never = any(test.answer == "false" for test in about.tests(wanted, market))
    return RuleEvaluation("false" if never else "undetermined", tests)


def presumption(
    rules: Iterable[Condition | Iterable[Condition]],
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    **known: Any,
) -> RuleEvaluation:
    """Whether a market, or a firm of it, meets one rule of several: a presumption of dominance by one, two or three.

    Args:
        rules: The rules, each of them one condition or several that must hold together.
        shares: Named shares, percent: numbers (exact) or (low, high) pairs.
        unnamed: What is known of the unnamed firms, as for `rule_evaluation`.
        known: What else `rule_evaluation` takes: with `firm`, whether that firm is presumed dominant.

    Returns:
        ``true`` if one of the rules is certainly met, ``false`` if none can be, and the tests of all of them.

    Raises:
        ShareError: no rules; as `rule_evaluation`.

    Example:
        >>> from types import SimpleNamespace as Row
        >>> two = Row(measure="concentration-ratio", firms=2, operator=">=", threshold=200 / 3)
        >>> below_a_tenth = Row(measure="member-share", firms=1, operator="<", threshold=10)
        >>> [presumption([[two, below_a_tenth]], [65, 8, 7], unnamed="smaller", firm=firm).answer for firm in (0, 1)]
        ['true', 'false']
    """
    if not is_several(rules) or not (listed := list(rules)):
        raise ShareError(f"rules: expected one rule or more, found {shown(rules)}")
    shares = held(shares)
    found = [rule_evaluation(conditions_of(rule, "rules"), shares, unnamed=unnamed, **known) for rule in listed]
    answers = {each.answer for each in found}
    best: Answer = "true" if "true" in answers else "undetermined" if "undetermined" in answers else "false"
    return RuleEvaluation(best, tuple(test for each in found for test in each.tests))
