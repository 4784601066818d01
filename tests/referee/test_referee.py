"""What the library answers, against the referee; and that the referee sees planted faults."""

import itertools
import random
from types import SimpleNamespace

import market_cases
import pytest
import random_markets
import verdicts
from cases import OF_BOUNDS, cases
from derive_cases import DECLARED, of_exact_numbers
from market_cases import of_index, of_partial_market
from verdicts import Case, Tally, agreement, namespace, told

import referee
from marketshare.interval import Interval
from marketshare.metrics import ShareError
from marketshare.quantity import DerivationError

SAMPLE = 2000

FUNCTIONS = """
compare | concentration_ratio | concentration_ratio_bounds
effective_firms | effective_firms_bounds | entropy | entropy_bounds | entry_share | entry_share_bounds | exit_share
exit_share_bounds | fewest_unnamed_firms | gap_to_leader | gini | grs | hall_tideman | hall_tideman_bounds | hannah_kay
hhi | hhi_bounds | hhi_normalised | implied_earlier_share | implied_market_growth
instability | instability_bounds | kwoka | lead | linda of three | linda of two | merger_delta | part_of
post_merger_hhi_bounds | rank_bounds | rank_change_bounds | rank_changes | related_entropy | relative_entropy
relative_share | renyi | residual | rule_evaluation concentration-ratio | rule_evaluation hhi
rule_evaluation market-share | rule_evaluation merger-delta | rule_evaluation of two conditions | shares_of | simpson
stenbacka_threshold | theil | turnover | turnover_bounds | unrelated_entropy | years_to_parity
"""


def names_of(text):
    return sorted(name.strip() for line in text.strip().splitlines() for name in line.split("|"))


@pytest.fixture(scope="module")
def sample():
    """A seeded sample, judged."""
    tally, names = Tally(), namespace()
    for case in itertools.islice(cases(1, OF_BOUNDS), SAMPLE):
        tally.add(case, names)
    return tally


def test_the_sample_asks_every_function(sample):
    assert sorted(sample.counts) == names_of(FUNCTIONS)
    assert sample.cases == SAMPLE


@pytest.mark.parametrize("function", names_of(FUNCTIONS))
def test_bounds_of_a_sample_hold_every_market_and_nothing_else(sample, function):
    faults = {fault: examples for (name, fault), examples in sample.failures.items() if name == function}
    report = "\n".join(f"{fault}: {example}" for fault, examples in faults.items() for example in examples)
    assert not faults, report


@pytest.mark.parametrize("metric", DECLARED, ids=[name for name, *_ in DECLARED])
def test_derive_says_of_exact_figures_what_the_plain_function_says(metric):
    tally, names, chance = Tally(), namespace(), random.Random(metric[0])
    for _ in range(12):
        for case in of_exact_numbers(chance, metric):
            tally.add(case, names)
    assert not tally.wrong, tally.table()


def test_stated_ranks_are_asked_of_functions_that_take_them(monkeypatch):
    monkeypatch.setattr(random_markets, "takes_ranks", lambda _function: True)
    monkeypatch.setattr(market_cases, "takes_ranks", lambda _function: True)
    asked = [case for case in itertools.islice(cases(2, (of_partial_market,)), 300) if "ranks={" in case.call]
    assert {case.function for case in asked} >= {"hhi_bounds", "concentration_ratio_bounds", "rank_bounds"}
    assert sum(not case.undecided and case.right is not None for case in asked) > len(asked) / 3


# planted faults


def answering(case, change):
    """A stand-in that gives the right answer to one case, changed."""

    def stand_in(*_args, **_known):
        if case.right is None:
            raise ShareError("no market fits")
        low, low_reached, high, high_reached = case.right
        return change(Interval(float(low), float(high), low_reached, high_reached))

    return stand_in


@pytest.fixture(scope="module")
def of_hhi():
    """Cases of one function, some of which no market fits."""
    chosen = (case for case in cases(5, (of_index,)) if not case.undecided)
    return list(itertools.islice(chosen, 100))


def counted(of_hhi, change):
    """How these cases are judged if the right answers are changed."""
    tally = Tally()
    for case in of_hhi:
        tally.add(case, namespace(hhi_bounds=answering(case, change)))
    return tally.counts["hhi_bounds"]


def refusing(_interval):
    raise ShareError("no")


def failing(_interval):
    raise ZeroDivisionError("division by zero")


def emptied(interval):
    return Interval(interval.high, interval.low - 1)


def test_right_answers_are_not_wrong(of_hhi):
    judged = counted(of_hhi, lambda interval: interval)
    assert set(judged) == {"cases"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda i: Interval(i.low, i.high - (i.high - i.low) / 100), "excluded"),
        (lambda i: i if i.is_exact else Interval(i.low, i.high, False, False), "excluded"),
        (lambda i: Interval(i.low, i.high), "not attained"),
        (lambda i: Interval(i.low * 0.999, i.high, False, i.high_closed), "not sharp"),
        (refusing, "refused though feasible"),
        (failing, "raw error"),
        (emptied, "raw error"),
    ],
)
def test_a_planted_fault_is_counted(of_hhi, change, fault):
    judged = counted(of_hhi, change)
    assert judged[fault] > 10
    assert not set(judged) - {"cases", fault}


def test_an_answer_where_no_market_fits_is_counted(of_hhi):
    tally = Tally()
    for case in of_hhi:
        if case.right is None:
            tally.add(case, namespace(hhi_bounds=lambda *_args, **_known: Interval(0, 10000)))
    assert tally.counts["hhi_bounds"]["answered though infeasible"] == tally.cases > 2


@pytest.mark.parametrize(("answer", "fault"), [("true", "excluded"), ("undetermined", "not sharp")])
def test_a_planted_answer_to_a_rule_is_counted(answer, fault):
    tally = Tally()
    tally.add(Case("rule", "rule()", "false"), namespace(rule=lambda: answer))
    assert tally.counts["rule"] == {"cases": 1, fault: 1}


def test_an_undecided_case_is_counted_as_such_and_not_as_right():
    tally = Tally()
    tally.add(Case("hhi_bounds", "hhi_bounds()", None, undecided=True), {})
    assert tally.counts["hhi_bounds"] == {"cases": 1, "not judged": 1}
    assert tally.wrong == 0


def test_derive_that_answers_otherwise_or_refuses_otherwise_is_seen(monkeypatch):
    class Wrong:
        bounds, value = Interval.exactly(5001), 5001

    def refusing_otherwise(*_args, **_known):
        raise DerivationError("no")

    monkeypatch.setattr(verdicts, "derived", lambda *_args, **_known: Wrong)
    assert agreement("hhi", shares=[50, 50]).startswith("derive answers")
    assert agreement("hhi", shares=[50, 20]).startswith("derive answers [5001, 5001]; the plain function refuses")
    monkeypatch.setattr(verdicts, "derived", refusing_otherwise)
    assert agreement("hhi", shares=[50, 50]).startswith("derive refuses")
    assert agreement("hhi", shares=[50, 20]).startswith(verdicts.OWN_WORDS)


def test_a_failure_is_told_as_a_call_that_can_be_repeated():
    tally, names = Tally(), namespace()
    tally.add(Case("hhi_bounds", 'hhi_bounds([60, 40], unnamed="any", count=0)', (1, True, 2, True)), names)
    ((_, fault), (example,)) = next(iter(tally.failures.items()))
    call, answered, right = example.splitlines()
    assert fault == "excluded"
    assert eval(call, names) == Interval.exactly(5200)
    assert answered.strip() == "answered [5200, 5200]"
    assert right.strip() == f"right is {told((1, True, 2, True))}"
    assert tally.table().endswith("1 wrong")


# the long run


def test_a_chunk_of_cases_is_the_same_for_one_seed(monkeypatch):
    monkeypatch.setattr(referee, "CHUNK", 60)
    first, second = referee.judged(3), referee.judged(3)
    assert first.cases == 60
    assert first.counts == second.counts
    assert first.counts != referee.judged(4).counts
    assert all(function.startswith("derive ") for function in referee.judged(8).counts)


@pytest.mark.parametrize("wrong", [0, 3])
def test_a_long_run_fails_if_anything_is_wrong(monkeypatch, wrong):
    asked = []

    def run(*given):
        asked.append(given)
        return SimpleNamespace(wrong=wrong)

    monkeypatch.setattr(referee, "run", run)
    assert referee.main([]) == (1 if wrong else 0)
    assert referee.main(["--minutes", "2", "--cases", "500", "--seed", "9"]) == (1 if wrong else 0)
    assert asked == [(30, 200_000, 1), (2, 500, 9)]


def test_what_the_library_answers_to_one_call_is_printed(capsys):
    assert referee.main(["--call", 'hhi_bounds([60, 40], unnamed="any", count=0)']) == 0
    assert capsys.readouterr().out == "[5200, 5200]\n"


def test_tallies_of_several_workers_are_one():
    tally, names = Tally(), namespace()
    for right in ((1, True, 2, True), (5200, True, 5200, True)):
        part = Tally()
        part.add(Case("hhi_bounds", 'hhi_bounds([60, 40], unnamed="any", count=0)', right), names)
        tally.merge(part)
    assert tally.counts == {"hhi_bounds": {"cases": 2, "excluded": 1}}
    assert [len(examples) for examples in tally.failures.values()] == [1]
