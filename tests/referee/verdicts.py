"""What the library answers to a call, against what is right."""

import math
from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace

from true_market import Undecided

import marketshare.metrics
from marketshare.interval import Interval
from marketshare.metrics import ShareError
from marketshare.quantity import DerivationError, Passage, Quantity, UnitError, declared, derive

__all__ = ["COLUMNS", "SAFE_ONLY", "Case", "Tally", "agreement", "derived", "evaluated", "judged", "namespace"]

FAULTS = (
    "excluded",
    "not attained",
    "answered though infeasible",
    "not sharp",
    "refused though feasible",
    "raw error",
    "derive disagrees",
    "derive's own words",
)
COLUMNS = ("cases", "not judged", *FAULTS)
NEAR = 1e-9
NOT_OFFERED = (
    "cannot be combined",
    "under a stated total",
    "too many",
    "like fractions",
    "leaves open whether this firm counts",
)
"""What a function says that does not take such a question at all, or asks for more than a market."""

OWN_WORDS = "both refuse, derive with words of its own:"

SAFE_ONLY = frozenset({"grs", "linda"})
"""Metrics whose bounds hold every possible value, and may hold more."""


@dataclass(frozen=True)
class Case:
    """A call, as an expression, and the right answer: ends, a word, or None if no market fits.

    Attributes:
        sure: Whether it is certain that each end is, or is not, reached.
        sharp: Whether the answer may hold nothing that is impossible.
    """

    function: str
    call: str
    right: object
    sure: tuple[bool, bool] = (True, True)
    sharp: bool = True
    undecided: bool = False


def quantity(name, entity, box, unit):
    """A figure of a note, known to an interval."""
    bounds = box if isinstance(box, Interval) else Interval(*box) if isinstance(box, tuple) else Interval.exactly(box)
    value = bounds.low if bounds.is_exact else None
    return Quantity(name, name, unit, value, bounds, Passage("note", "1", name, name, "", entity, "share"))


def quantities(function, arguments):
    """Numbers and intervals as figures, wherever a metric takes quantities."""
    takes = declared(function).takes
    given = {}
    for name, value in arguments.items():
        unit = {"same": "user", "any": "user"}.get(takes.get(name, ""), takes.get(name, ""))
        if name not in takes or value is None:
            given[name] = value
        elif isinstance(value, list):
            given[name] = [quantity(f"{name}-{at}", f"firm {at}", each, unit) for at, each in enumerate(value)]
        elif isinstance(value, dict):
            given[name] = {key: quantity(f"{name}-{key}", f"firm {key}", each, unit) for key, each in value.items()}
        else:
            given[name] = quantity(name, "firm", value, unit)
    return given


def derived(function, **arguments):
    """What `derive` makes of numbers and intervals."""
    function = getattr(marketshare.metrics, function)
    return derive(function, id="result", label="Result", **quantities(function, arguments))


def agreement(function, **arguments):
    """Whether `derive` says of exact figures what the plain function says of the numbers, word for word.

    Figures of a note have a unit, so that `derive` need not take them for fractions. What is infinite, like the years
    until something that never happens, is no figure: there `derive` refuses, or has no end above.
    """
    plain = getattr(marketshare.metrics, function)
    try:
        right, refused = plain(**arguments), None
    except ShareError as refusal:
        right, refused = None, str(refusal)
        if "like fractions" in refused:
            return "agree"
    try:
        answer = derived(function, **arguments)
    except (ShareError, DerivationError, UnitError) as refusal:
        if right == math.inf:
            return "agree"
        if refused is None:
            return f"derive refuses, {refusal}; the plain function answers {right!r}"
        return "agree" if refused in str(refusal) else f"{OWN_WORDS} {refusal}; the plain function, {refused}"
    if refused is not None:
        return f"derive answers {answer.bounds}; the plain function refuses, {refused}"
    if right == math.inf:
        return "agree" if answer.bounds.high == math.inf else f"derive answers {answer.bounds}; the plain function ∞"
    wanted = right if isinstance(right, Interval) else Interval.exactly(right)
    if answer.bounds != wanted:
        return f"derive answers {answer.value!r} in {answer.bounds}; the plain function {right!r}"
    if not isinstance(right, Interval) and answer.value != right:
        return f"derive has the value {answer.value!r}; the plain function {right!r}"
    return "agree"


def namespace(**planted):
    """The names that calls use; planted ones take the place of the library's."""
    public = {name: getattr(marketshare.metrics, name) for name in marketshare.metrics.__all__}
    return (
        public
        | {
            "Interval": Interval,
            "SimpleNamespace": SimpleNamespace,
            "derived": derived,
            "agreement": agreement,
            "inf": math.inf,
        }
        | planted
    )


def evaluated(call, names):
    """The answer to a call, or the error that refuses it, or the fault that it raised."""
    try:
        return eval(call, names), None, None
    except (ShareError, DerivationError, UnitError) as refusal:
        return None, refusal, None
    except Exception as error:
        return None, None, error


def judged(case, names):
    """The kind of fault, or None, and what was answered."""
    answer, refusal, error = evaluated(case.call, names)
    if error is not None:
        return "raw error", f"{type(error).__name__}: {error}"
    if refusal is not None:
        text = str(refusal)
        if any(words in text for words in NOT_OFFERED):
            return "not judged", text
        if case.right is None:
            return ("raw error", "a refusal without a word") if not text.strip() else (None, text)
        return "refused though feasible", text
    if isinstance(answer, Quantity):
        answer = answer.bounds
    if case.right is None:
        return "answered though infeasible", repr(answer)
    if isinstance(case.right, str):
        if answer == case.right:
            return None, answer
        if case.right == "agree":
            return ("derive's own words" if answer.startswith(OWN_WORDS) else "derive disagrees"), answer
        return ("not sharp" if answer == "undetermined" else "excluded"), answer
    return _compared(answer, case), repr(answer)


def _near(one, other):
    return one == other or (
        math.isfinite(one) and math.isfinite(other) and abs(one - other) <= NEAR * max(1.0, abs(one), abs(other))
    )


def _compared(answer, case):
    low, low_reached, high, high_reached = case.right
    ends = [
        (answer.low, float(low), answer.low_closed, low_reached, case.sure[0], 1),
        (answer.high, float(high), answer.high_closed, high_reached, case.sure[1], -1),
    ]
    found = set()
    for told, right, closed, reached, sure, inwards in ends:
        if not _near(told, right):
            found.add("excluded" if (told - right) * inwards > 0 else "not sharp")
        elif sure and reached and not closed and (told - right) * inwards >= 0:
            found.add("excluded")
        elif sure and closed and not reached:
            found.add("not attained")
    if not case.sharp:
        found -= {"not sharp", "not attained"}
    return next((fault for fault in FAULTS if fault in found), None)


@dataclass
class Tally:
    """How many cases of each function were judged, and how; and some of those that failed."""

    counts: dict[str, Counter] = field(default_factory=dict)
    failures: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, case, names):
        """Judge one case."""
        if case.undecided:
            self.count(case.function, "not judged")
            return
        try:
            fault, answer = judged(case, names)
        except Undecided:
            fault, answer = "not judged", ""
        self.count(case.function, fault)
        if fault and fault != "not judged":
            examples = self.failures.setdefault((case.function, fault), [])
            if len(examples) < 3:
                examples.append(f"{case.call}\n    answered {answer}\n    right is {told(case.right)}")

    def count(self, function, fault):
        counter = self.counts.setdefault(function, Counter())
        counter["cases"] += 1
        if fault:
            counter[fault] += 1

    def merge(self, other):
        for function, counter in other.counts.items():
            self.counts.setdefault(function, Counter()).update(counter)
        for key, examples in other.failures.items():
            mine = self.failures.setdefault(key, [])
            mine += examples[: 3 - len(mine)]

    @property
    def cases(self):
        return sum(counter["cases"] for counter in self.counts.values())

    @property
    def wrong(self):
        return sum(counter[fault] for counter in self.counts.values() for fault in FAULTS)

    def table(self):
        """The table of all functions, the failures, and the last line."""
        width = max(map(len, [*self.counts, "function"])) + 2
        lines = ["function".ljust(width) + "  ".join(COLUMNS)]
        for function in sorted(self.counts):
            row = "  ".join(f"{self.counts[function][column]:>{len(column)}}" for column in COLUMNS)
            lines.append(function.ljust(width) + row)
        for (function, fault), examples in sorted(self.failures.items()):
            lines += [f"\n{function}: {fault}"] + [f"  {example}" for example in examples]
        return "\n".join([*lines, "", f"{self.wrong} wrong"])


def told(right):
    """A right answer in words."""
    if right is None:
        return "a refusal: no market fits"
    if isinstance(right, str):
        return right
    low, low_reached, high, high_reached = right
    return f"{'[' if low_reached else '('}{float(low):.12g}, {float(high):.12g}{']' if high_reached else ')'}"
