"""What may stand where a text ends."""

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
        'study.find("', "42.", 'x.readings("', 'study[1]["',
    ],
)  # fmt: skip
def test_elsewhere_nothing_is_offered_and_nothing_computed(names, typed):
    assert candidates(typed, names)[1] == []


def test_every_id_is_offered_behind_an_open_bracket(names):
    assert candidates('study["', names) == ("", list(names["study"].ledger.figures))
