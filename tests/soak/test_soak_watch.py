"""Attacks on report --watch; after each, the report is that of a build from nothing."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time

import pytest
from watching import ROOT, Watching, cells, change, study_in

pytestmark = pytest.mark.soak

SAY = 'from marketshare import show, study\nshow.say("{words} {{x}}.", x=study["{figure}"])'
VAS = SAY.format(words="It has", figure="revenue-share-vas")
CLOUD = SAY.format(words="It has", figure="cloud-share-tencent-2018")
ENDLESS = "import time\ntime.sleep(600)"


@pytest.fixture(scope="module")
def watching(tmp_path_factory):
    """A watched study with its own copy of the library."""
    study = study_in(tmp_path_factory.mktemp("watched") / "study", **{"01_vas": VAS, "02_cloud": CLOUD})
    shutil.copytree(ROOT / "src", study / "src", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["git", "init", "-q", study], check=True)
    (study / ".gitignore").write_text("/reports/\n__pycache__/\n")
    commit(study, "first")
    watching = Watching(study, PYTHONPATH=str(study / "src"))
    try:
        watching.done()
        yield watching
    finally:
        watching.stop()


def commit(study, words):
    git = ["git", "-C", study, "-c", "user.name=A", "-c", "user.email=a@b"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", words], check=True)


def checkout(study, *what):
    subprocess.run(["git", "-C", study, "checkout", "-q", *what], check=True)


def notebook(watching, name="01_vas"):
    return watching.root / "notebooks" / f"{name}.ipynb"


def settled(watching):
    """Wait until the report is of what is there; then compare it with one that is built from nothing."""
    code = (
        "import sys; from pathlib import Path; from marketshare.report.inputs import up_to_date; "
        "sys.exit(not up_to_date(Path(sys.argv[1])))"
    )
    environment = {**os.environ, "PYTHONPATH": str(watching.root / "src")}
    for _ in range(120):
        time.sleep(0.5)
        if subprocess.run([sys.executable, "-c", code, watching.root], env=environment, check=False).returncode == 0:
            break
    else:
        raise AssertionError((watching.state, watching.said))
    time.sleep(1)
    assert watching.state["error"] == ""
    cold = watching.root.parent / "cold"
    shutil.copytree(watching.root, cold, ignore=shutil.ignore_patterns("reports", "__pycache__", ".git"))
    try:
        environment["PYTHONPATH"] = str(cold / "src")
        command = [sys.executable, "-m", "marketshare", "--root", cold, "report"]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        fresh, ours = (json.loads((at / "reports" / "manifest.json").read_text()) for at in (cold, watching.root))
        assert fresh == ours
        assert (cold / "reports" / "report.html").read_text("utf-8").split("<body>")[1].split("</body>")[0] in (
            watching.get("").read().decode()
        )
    finally:
        shutil.rmtree(cold)
    said, watching.said = watching.said, []
    assert not any("run it again" in line for line in said), said
    return said


def running(watching, name="01_vas"):
    watching.until(lambda watching: f"{name}: running" in watching.said)


def test_a_figure_a_firm_and_a_rule(watching):
    change(watching.root / "data" / "cloud_share.csv", "its market share reached 42.9 %", "its share reached 42.9 %")
    settled(watching)
    change(watching.root / "data" / "entities.csv", "tencent-vas,Value-added services", "tencent-vas,Added services")
    settled(watching)
    change(watching.root / "data" / "rules.csv", "1800", "1900")
    settled(watching)


def test_a_notebook_is_deleted_while_it_runs(watching):
    cells(notebook(watching), ENDLESS)
    running(watching)
    notebook(watching).unlink()
    assert "02_cloud: unchanged" in settled(watching)
    cells(notebook(watching), VAS)
    settled(watching)


def test_two_saves_quickly_and_many(watching):
    for count in range(12):
        cells(notebook(watching), SAY.format(words=f"It has ({'abcdefghijkl'[count]})", figure="revenue-share-vas"))
        time.sleep(0.02 * count)
    settled(watching)


def test_a_syntax_error_and_its_mending(watching):
    cells(notebook(watching), "x = (")
    watching.until(lambda watching: "SyntaxError" in watching.state["error"])
    cells(notebook(watching), VAS)
    settled(watching)


def test_a_notebook_is_renamed(watching):
    notebook(watching).rename(notebook(watching, "03_vas"))
    assert "02_cloud: unchanged" in settled(watching)
    notebook(watching, "03_vas").rename(notebook(watching))
    settled(watching)


def test_a_data_file_goes_away_during_a_build_and_comes_back(watching):
    cells(notebook(watching), ENDLESS)
    running(watching)
    path = watching.root / "data" / "rules.csv"
    content = path.read_bytes()
    path.unlink()
    watching.until(lambda watching: "rules.csv" in watching.state["error"])
    path.write_bytes(content)
    cells(notebook(watching), VAS)
    settled(watching)


def test_a_checkout_of_other_notebooks_and_data_and_back(watching):
    study = watching.root
    commit(study, "before")
    checkout(study, "-b", "other")
    change(study / "data" / "revenue_mix.csv", "Value-added services make up", "Value-added services are")
    cells(notebook(watching, "02_cloud"), VAS.replace("It has", "Also"))
    commit(study, "other")
    settled(watching)
    checkout(study, "-")
    settled(watching)
    checkout(study, "other")
    settled(watching)
    checkout(study, "-")
    settled(watching)


@pytest.mark.parametrize("name", ["notebooks", "data"])
def test_a_folder_is_put_in_the_place_of_another_and_still_listened_to(watching, name):
    folder = watching.root / name
    shutil.copytree(folder, watching.root / "new")
    shutil.rmtree(folder)
    time.sleep(0.5)
    (watching.root / "new").rename(folder)
    settled(watching)
    cells(notebook(watching), VAS.replace("It has", f"After {name} it has"))
    change(watching.root / "data" / "revenue_mix.csv", "Online advertising", f"Online advertising ({name})")
    settled(watching)
    assert f"After {name} it has" in watching.get("").read().decode()


def test_the_library_is_changed_broken_and_mended(watching):
    style = watching.root / "src" / "marketshare" / "show" / "prose.py"
    build = watching.root / "src" / "marketshare" / "report" / "glossary.py"
    style.write_text(style.read_text("utf-8") + "\n# a word\n", "utf-8")
    settled(watching)
    mended = build.read_text("utf-8")
    build.write_text("x = (", "utf-8")
    watching.until(lambda watching: "SyntaxError" in watching.state["error"])
    build.write_text(mended + "\n# another word\n", "utf-8")
    settled(watching)


def test_a_notebook_that_writes_beside_itself_does_not_build_for_ever(watching):
    cells(notebook(watching), 'import time\nopen("clock.txt", "w").write(str(time.time()))')
    watching.until(lambda watching: "clock.txt: saved again and again" in watching.state["error"])
    (watching.root / "notebooks" / "clock.txt").unlink()
    cells(notebook(watching), VAS)
    watching.until(lambda watching: not watching.state["error"])
    settled(watching)


def test_whatever_is_saved_at_any_moment_of_a_build(watching):
    path = watching.root / "data" / "revenue_mix.csv"
    for count in range(20):
        threading.Event().wait(0.15 * count)
        text = path.read_text("utf-8")
        path.write_text(text.replace("Online advertising", "Online advertising ", 1), "utf-8")
    settled(watching)


def test_ctrl_c_during_a_build_ends_at_once(watching):
    cells(notebook(watching), ENDLESS)
    running(watching)
    start = time.monotonic()
    assert watching.stop() == 0
    assert time.monotonic() - start < 3
