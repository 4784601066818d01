import shutil

import pytest

from frozen import ROOT
from marketshare.ledger import DataError, read_ledger


def damaged(tmp_path, name, old, new):
    root = tmp_path / "study"
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    path = root / "data" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataError) as caught:
        read_ledger(root)
    return [str(problem) for problem in caught.value.problems]


def test_to_32_times_is_32_and_by_32_times_is_33(study):
    given = study.readings("cloud-growth-alibaba")
    assert {name: (q.value, q.bounds.low, q.bounds.high) for name, q in given.items()} == {
        "to": (32, 31.5, 32.5),
        "by": (33, 32.5, 33.5),
    }


def test_tens_of_times_are_20_to_99_or_one_more(study):
    given = study.readings("app-ratio-maoyan-kfc")
    assert {name: (q.bounds.low, q.bounds.high) for name, q in given.items()} == {"to": (20, 99), "by": (21, 100)}


def test_five_years_are_five_intervals_or_four(study):
    assert {name: q.value for name, q in study.readings("cloud-growth-alibaba-years").items()} == {
        "intervals": 5,
        "points": 4,
    }


def test_a_level_of_195_percent_is_a_growth_of_95(study):
    assert study.readings("cloud-growth-tencent-2017")["level"].value == 95


def test_an_ambiguous_figure_has_no_number_of_its_own(study):
    with pytest.raises(KeyError, match=r"ambiguous; choose one of study.readings\('cloud-growth-alibaba'\): by, to"):
        study["cloud-growth-alibaba"]


def test_readings_are_asked_for_by_ambiguous_figures_only(study):
    with pytest.raises(KeyError, match="'cloud-share-tencent-2018' is not ambiguous"):
        study.readings("cloud-share-tencent-2018")


def test_a_reading_is_computed_again_from_what_is_printed(tmp_path):
    said = damaged(tmp_path, "readings.csv", "cloud-growth-alibaba,by,33", "cloud-growth-alibaba,by,34")
    assert said == ["data/readings.csv:4: value: 34, but '32倍' read as 'by' is 33"]


def test_bounds_of_a_reading_are_computed_again(tmp_path):
    said = damaged(tmp_path, "readings.csv", '"[21, 100]"', '"[20, 100]"')
    assert said == ["data/readings.csv:2: bounds: [20, 100], but '几十倍' read as 'by' needs [21, 100]"]


def test_a_reading_belongs_to_an_ambiguous_figure(tmp_path):
    said = damaged(tmp_path, "readings.csv", "cloud-growth-alibaba,by", "cloud-share-alibaba-2018,by")
    assert "data/readings.csv:4: figure: 'cloud-share-alibaba-2018': this figure is not ambiguous" in said[1]


def test_one_reading_is_not_enough(tmp_path):
    said = damaged(
        tmp_path, "readings.csv", 'cloud-growth-alibaba,by,33,,"By 32 times the start, so to 33 times."\n', ""
    )
    assert said == [
        "data/cloud_business.csv:4: status: ambiguous, but data/readings.csv has 1 reading of it; "
        "give two or more, or make it stated"
    ]


def test_an_ambiguous_figure_has_no_value_in_its_row(tmp_path):
    said = damaged(tmp_path, "cloud_business.csv", "32倍,,,ambiguous", "32倍,32,,ambiguous")
    assert said == [
        "data/cloud_business.csv:4: value: 32; "
        "an ambiguous figure has a value only under a reading, in data/readings.csv"
    ]
