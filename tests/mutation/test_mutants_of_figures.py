"""A sample of `make mutate-figures`, and what a mutant is."""

import pytest
from figures import Mutant, apply, caught_by, copied, mutants, next_digit

from marketshare.ledger import read_ledger
from marketshare.notebooks import paths, read

SAMPLE = [
    "cloud-share-alibaba-2018",  # stated again on another line
    "mini-program-category-retail-2018-h1",  # its quote spans lines, and two other figures have the same
    "cloud-growth-tencent-2017",  # ambiguous: its readings move with it
    "mini-program-dau-2019-h1",  # a lower bound
    "cloud-rank-tencent-2018",  # a word, no digit
    "qq-mau-2019-06",  # unreadable: no number at all
]


@pytest.fixture(scope="module")
def stored(root):
    return {path.stem: read(path) for path in paths(root)}


@pytest.fixture(scope="module")
def accepted(root):
    return (root / "reports" / "baseline" / "numbers.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("42.9%", "42.8%"),
        ("7.3%", "7.4%"),
        ("700亿", "701亿"),
        ("8000 多家", "9000 多家"),
        ("1/4", "1/5"),
        ("超过2.5亿", "超过2.6亿"),
        ("第 4", "第 5"),
        ("7.", "8."),
    ],
)
def test_a_mutant_is_one_unit_of_the_last_printed_digit_away(printed, changed):
    assert next_digit(printed) == changed


def test_every_figure_has_a_mutant(root):
    ledger = read_ledger(root)
    found = list(mutants(ledger))
    assert [mutant.figure for mutant in found] == list(ledger.figures)
    assert all(mutant.printed != mutant.changed for mutant in found)


@pytest.mark.parametrize("figure", SAMPLE)
def test_a_changed_figure_is_caught_by_the_baseline_alone(root, tmp_path, stored, accepted, figure):
    (mutant,) = [mutant for mutant in mutants(read_ledger(root)) if mutant.figure == figure]
    study = copied(root, tmp_path / "study")
    assert caught_by(study, stored, accepted) == ""  # nothing is changed yet
    apply(mutant, study)
    assert caught_by(study, stored, accepted) == "baseline"


def test_a_mutant_whose_words_say_the_same_is_caught_too(root, tmp_path, stored, accepted):
    study = copied(root, tmp_path / "study")
    apply(Mutant("mini-program-dau-2019-h1", "超过2.5亿", "多于2.5亿", "user"), study)
    assert caught_by(study, stored, accepted) == "baseline"
