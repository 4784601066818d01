"""report --watch: builds on save, at once, and only what the save concerns."""

import sys
import time
from pathlib import Path

import pytest

from marketshare.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / "soak"))
from watching import Watching, cells, change, study_in

VAS = 'from marketshare import show, study\nshow.say("It has {x}.", x=study["revenue-share-vas"])'
CLOUD = 'from marketshare import show, study\nshow.say("It has {x}.", x=study["cloud-share-tencent-2018"])'


@pytest.fixture(scope="module")
def watching(tmp_path_factory):
    watching = Watching(study_in(tmp_path_factory.mktemp("watched"), **{"01_vas": VAS, "02_cloud": CLOUD}))
    try:
        watching.done()
        yield watching
    finally:
        watching.stop()


@pytest.mark.parametrize("option", [["--set", "revenue-share-vas=55%"], ["--force"], ["--profile"]])
def test_an_option_that_watching_would_ignore_is_refused(root, option, capsys):
    assert main(["--root", str(root), "report", "--watch", *option]) == 2
    assert "leave out --set, --force and --profile, or --watch" in capsys.readouterr().err


def test_a_changed_gloss_runs_only_the_notebook_that_reads_it(watching):
    change(watching.root / "data" / "revenue_mix.csv", "Value-added services make up", "Value-added services are")
    said = watching.done()
    assert "01_vas: running" in said
    assert "02_cloud: unchanged" in said
    assert "Value-added services are" in watching.get("").read().decode()


def test_a_page_is_shown_before_the_pdf_is_typeset(watching):
    before = watching.state["version"]
    cells(watching.root / "notebooks" / "01_vas.ipynb", VAS, VAS.replace("It has", "Again it has"))
    watching.until(lambda watching: watching.state["version"] > before)
    assert not any("PDF: written" in line for line in watching.said)
    watching.done()


def test_an_error_is_shown_in_both_places_until_it_is_mended(watching):
    path, version = watching.root / "data" / "revenue_mix.csv", watching.state["version"]
    change(path, ",54,", ",55,")
    watching.until(lambda watching: watching.state["error"])
    assert watching.state["error"].startswith("data/revenue_mix.csv:4: value: 55, but")
    assert any("data/revenue_mix.csv:4: value: 55, but" in line for line in watching.said)
    change(path, ",55,", ",54,")
    watching.until(lambda watching: not watching.state["error"])
    assert watching.state["version"] == version
    watching.said = []


def test_a_save_during_a_build_begins_the_next_one_and_nobody_is_told_to_run_it_again(watching):
    path = watching.root / "notebooks" / "01_vas.ipynb"
    cells(path, "import time; time.sleep(60)")
    watching.until(lambda watching: "01_vas: running" in watching.said)
    cells(path, VAS.replace("It has", "At last it has"))
    said = watching.done()
    assert not any("run it again" in line for line in said)
    assert "At last it has" in watching.get("").read().decode()


def test_a_save_that_leaves_everything_as_it_was_builds_nothing(watching):
    path = watching.root / "data" / "revenue_mix.csv"
    path.write_bytes(path.read_bytes())
    (watching.root / "notebooks" / ".ipynb_checkpoints").mkdir()
    (watching.root / "notebooks" / ".ipynb_checkpoints" / "01_vas-checkpoint.ipynb").write_text("{}")
    time.sleep(0.5)
    assert watching.said == []
