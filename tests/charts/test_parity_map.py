import pytest

from frozen import ROOT
from marketshare import charts
from marketshare.claims import Race, cases
from marketshare.studies import Study

RACE = Race(
    "cloud-share-alibaba-2018", "cloud-share-tencent-2016", "cloud-share-tencent-2018", "cloud-growth-alibaba",
    "cloud-growth-alibaba-years", "cloud-growth-tencent-2017", "cloud-growth-tencent-2018",
)  # fmt: skip


def drawn(assumed):
    study = Study.at(ROOT)
    study = study.replacing(assumed) if assumed else study
    found = list(cases(study, RACE))
    return found, charts.parity_map(found, study[RACE.leader], study[RACE.challenger], ax=charts.axes(height=4.2))


def test_every_combination_of_readings_is_a_point():
    found, ax = drawn({})
    points = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines}
    assert points == {(case.leader_growth.value, case.challenger_growth.value) for case in found}


def test_each_reading_is_named_once():
    _, ax = drawn({})
    words = [text.get_text() for text in ax.texts]
    assert [words.count(f"read as {name}") for name in ("yearly", "since-2016", "level")] == [1, 1, 1]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("share", ["41.8%", "42.8%", "2.0%"])
def test_a_close_race_and_a_hopeless_one_can_be_drawn(share):
    _, ax = drawn({"cloud-share-tencent-2018": share})
    assert charts.render(ax, "svg").startswith(b"<?xml")
