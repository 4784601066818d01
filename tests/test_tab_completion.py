"""What may stand where a text ends."""

import time

import pytest

from marketshare import show
from marketshare.studies import Study
from marketshare.tab_completion import candidates


class Watched:
    """Not of the library; whoever looks at its attributes is told off."""

    @property
    def costly(self):
        raise AssertionError("looked at")


@pytest.fixture(scope="module")
def names(root):
    return {"study": Study.at(root), "show": show, "other": Watched(), "numbers": [1]}


@pytest.mark.parametrize(
    ("typed", "beginning", "offered"),
    [
        ("study['cloud-share-a", "cloud-share-a", ["cloud-share-alibaba-2018"]),
        ('a = study[ "cloud-share-a', "cloud-share-a", ["cloud-share-alibaba-2018"]),
        ('study.replacing({"revenue-share-vas": "50%", "cloud-share-a', "cloud-share-a", ["cloud-share-alibaba-2018"]),
        ('study.replacing({"cloud-share-alibaba-2018": "', "", ["42.9%"]),
        ('study.replacing({"no-such-figure": "', "", []),
        ('study.printed("cloud-share-a', "cloud-share-a", ["cloud-share-alibaba-2018"]),
        ('study.meaning("cloud-share-a', "cloud-share-a", []),  # it is not ambiguous
        ('study.meaning("cloud-growth-tencent-2017", "', "", ["level", "since-2016", "yearly"]),
        ('study.printed("cloud-growth-tencent-2017", "', "", []),
        ('study.readings("cloud-growth-tencent-2017")["le', "le", ["level"]),
        ('show.readings(study, "cloud-growth-tencent-2017", "cloud-growth-a', "cloud-growth-a",
         ["cloud-growth-alibaba", "cloud-growth-alibaba-years"]),
        ('study["cloud-share-alibaba-2018"].bounds_', "bounds_", ["bounds_text"]),
        ('study.readings("cloud-growth-tencent-2017")[', "", ['"level"', '"since-2016"', '"yearly"']),
        ("study.cloud_s", "cloud_s", ["cloud_share"]),
        ("study._ipy", "_ipy", ["_ipython_key_completions_"]),
        ("study['cloud-share-alibaba-2018'].bounds_t", "bounds_t", ["bounds_text"]),
        ('study.replacing(printed={"cloud-share-a', "cloud-share-a", ["cloud-share-alibaba-2018"]),
        ('study.replacing({"cloud-share-tencent-2018": "41.8%"})["cloud-share-a', "cloud-share-a",
         ["cloud-share-alibaba-2018"]),
        ('study.readings(figure_id="cloud-growth-a', "cloud-growth-a",
         ["cloud-growth-alibaba", "cloud-growth-alibaba-years"]),
        ('study.meaning("cloud-growth-tencent-2017", reading="', "", ["level", "since-2016", "yearly"]),
        ('study.meaning(figure_id="cloud-growth-tencent-2017", reading="le', "le", ["level"]),
        ('study.table("cloud_', "cloud_", ["cloud_business", "cloud_share"]),
        ('study.rules("us-2023-', "us-2023-", ["us-2023-hhi", "us-2023-share"]),
        ('study.market("china-cloud", "', "", ["2016", "2018"]),
        ('study.market("china-cloud", period="2018', "2018", ["2018"]),
        ('study.market("china-cloud", "2018")["', "", ["alibaba-cloud", "tencent-cloud"]),
        ('study.market("china-cloud", "2018").relative_s', "relative_s", ["relative_share"]),
        ('study.market("china-cloud", "2018").relative_share("a', "a", ["alibaba-cloud"]),
        ('study.market("china-cloud", "2018").merge("alibaba-cloud", "t', "t", ["tencent-cloud"]),
        ('study.market("china-cloud", "2018").meets("us-2023-h', "us-2023-h", ["us-2023-hhi"]),
        ('study.series("china-cloud")["', "", ["2016", "2018"]),
        ('study.series("china-cloud")["2018"]["', "", ["alibaba-cloud", "tencent-cloud"]),
        ('study.series("china-cloud").change("tencent-cloud", "', "", ["2016", "2018"]),
        ('study.series("china-cloud").change(firm="t', "t", ["tencent-cloud"]),
        ("from marketshare import cha", "cha", ["charts"]),
        ("from marketshare.metrics import cagr, hhi_b", "hhi_b", ["hhi_bounds"]),
        ("study.cloud_share.drop_d", "drop_d", ["drop_duplicates"]),
    ],
)  # fmt: skip
def test_what_begins_so_is_offered(names, typed, beginning, offered):
    assert candidates(typed, names) == (beginning, offered)


@pytest.mark.parametrize(
    "typed",
    [
        "", "study", 'study["a"]', "unknown.", 'unknown["', 'unknown.replacing({"', "other.costly.", "numbers.", '1["',
        "study[x", 'study["no-such-figure"].', "study.conflicts_table(",
        'study.find("', "42.", 'study.market("no-such-market", "', 'study.market("no-such-market", "2018")["',
        "from marketshare.no_such import ", 'other.study["', 'numbers[0].study["', 'x.readings("', 'study[1]["',
    ],
)  # fmt: skip
def test_elsewhere_nothing_is_offered_and_nothing_computed(names, typed):
    assert candidates(typed, names)[1] == []


def test_every_id_is_offered_behind_an_open_bracket(names):
    assert candidates('study["', names) == ("", list(names["study"].ledger.figures))


def test_a_long_line_does_not_keep_tab_waiting(names):
    start = time.perf_counter()
    for typed in ("a" * 5000, "a." * 2500, "f(x" * 1600, "f(x)" * 1200, 'f("x", ' * 700, "x.f(a, " * 700):
        assert candidates(typed + '["', names)[1] == []
    assert time.perf_counter() - start < 1
