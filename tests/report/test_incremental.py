"""A report built on the last one is that of a build from nothing; a sample of `make soak`."""

import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "soak"))
from incremental import EDITS, edit, from_nothing, report, workplace


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return workplace(tmp_path_factory.mktemp("incremental") / "study", ("01_revenue_mix",))


def test_a_changed_module_gives_the_report_of_a_build_from_nothing(study, tmp_path):
    before = report(study)
    assert edit(study, "the ink of charts", random.Random(1))
    after = report(study)
    assert after != before
    assert after == from_nothing(study, tmp_path / "cold")


def test_every_edit_finds_what_it_edits(tmp_path):
    folder = workplace(tmp_path / "study")
    for name, pattern, _ in EDITS.values():
        assert re.search(pattern, (folder / name).read_text("utf-8"), re.M), name
