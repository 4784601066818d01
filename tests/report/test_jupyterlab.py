"""A notebook in JupyterLab, as an analyst meets it: one server and one page for all tests, in their order."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time

import pytest
from bs4 import BeautifulSoup
from chromium import needs_chromium

pytestmark = needs_chromium

NOTEBOOK = "06_claims"
"""It has prose, tables, charts, links to them, and sliders."""


@pytest.fixture(scope="module")
def folder(root, repository, tmp_path_factory):
    """A study with one notebook as `refresh` stores it, committed to git."""
    study = tmp_path_factory.mktemp("lab") / "study"
    for name in ("data", "seeds"):
        shutil.copytree(root / name, study / name)
    (study / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / f"{NOTEBOOK}.ipynb", study / "notebooks")
    shutil.copy(repository / ".gitignore", study)
    command = [sys.executable, "-m", "marketshare", "--root", study, "refresh"]
    subprocess.run([*command, "--because", "a test"], check=True, capture_output=True)
    git(study, "init", "-q")
    git(study, "add", "-A")
    git(study, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "accepted")
    return study


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def server(folder, repository, tmp_path_factory):
    """The address of a notebook in a JupyterLab with no settings, and with the names of our two reports in its menu."""
    place = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(repository / "src" / "marketshare" / "labextension", place / "extensions" / "marketshare")
    own = {f"JUPYTER_{name}_DIR": str(place / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {f"JUPYTERLAB_{name}_DIR": str(place / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
    options = {
        "ServerApp.port": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": folder,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "t",
        "LabServerApp.extra_labextensions_path": place / "extensions",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env={**os.environ, **own, "IPYTHONDIR": str(place / "ipython")}
        )
    try:
        address = wait_for(lambda: next((place / "runtime").glob("jpserver-*.json"), None), place / "log", process)
        yield f"{json.loads(address.read_text())['url']}lab/tree/notebooks/{NOTEBOOK}.ipynb?token=t&reset"
    finally:
        process.terminate()
        process.wait(20)


def wait_for(found, log, process, seconds=60):
    for _ in range(seconds * 10):
        if (what := found()) and process.poll() is None:
            return what
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def lab(browser, server):
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    with page.expect_response(lambda response: "/api/nbconvert" in response.url):  # from it, the export menu is made
        page.goto(server)
    idle(page)
    yield page
    page.close()


def idle(page):
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)


def menu(page, *entries):
    page.locator("li.lm-MenuBar-item", has_text=entries[0]).click()
    for entry in entries[1:-1]:
        page.locator(".lm-Menu-item", has_text=entry).first.hover()
    last = page.locator(".lm-Menu-item", has_text=entries[-1]).first
    last.wait_for()
    return last


def saved(page):
    with page.expect_response(lambda response: response.request.method == "PUT" and "/api/contents/" in response.url):
        menu(page, "File", "Save Notebook").click()


def test_opening_and_saving_changes_nothing(lab, folder):
    saved(lab)
    assert git(folder, "status", "--porcelain") == ""


def test_running_all_and_saving_changes_nothing(lab, folder):
    menu(lab, "Run", "Run All Cells").click()
    lab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=busy]")
    idle(lab)
    lab.wait_for_selector(".widget-slider")
    saved(lab)
    assert git(folder, "diff") == ""
    assert git(folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("target", ["figure-race-start", "table-race"])
def test_a_link_leads_to_the_upper_edge_of_a_chart_or_a_table(lab, target):
    lab.locator(f'.jp-MarkdownOutput a[href="#{target}"]').click()
    picture = f"[data-jupyter-id={target}], #{target}"
    shown = lab.locator(".jp-OutputArea", has=lab.locator(picture)).locator("img, table").first
    panel = lab.locator(".jp-WindowedPanel-outer").bounding_box()
    lab.wait_for_timeout(300)
    assert 0 <= shown.bounding_box()["y"] - panel["y"] + 1 < panel["height"] / 4


def test_a_caption_stands_under_its_chart(lab):
    area = lab.locator(".jp-OutputArea", has=lab.locator("[data-jupyter-id=figure-parity], #figure-parity"))
    picture, words = area.locator("img").bounding_box(), area.get_by_text("Years until Tencent Cloud").bounding_box()
    assert 0 <= words["y"] - (picture["y"] + picture["height"]) < 40


def test_the_point_follows_a_slider_within_a_tenth_of_a_second(lab):
    lab.locator(".widget-slider .noUi-handle").first.focus()
    lab.evaluate(
        """() => {
            window.times = [];
            const over = document.querySelector('.widget-html svg').closest('.widget-html');
            const handle = document.querySelector('.widget-slider .noUi-handle');
            handle.addEventListener('keydown', () => { window.pressed = performance.now() }, true);
            new MutationObserver(() => requestAnimationFrame(() => {
                if (window.pressed) window.times.push(performance.now() - window.pressed);
                window.pressed = 0;
            })).observe(over, {childList: true, subtree: true, attributes: true});
        }"""
    )
    x = "document.querySelector('.widget-html svg circle').getAttribute('cx')"
    before = float(lab.evaluate(x))
    for moves in range(1, 10):
        lab.keyboard.press("ArrowRight")
        lab.wait_for_function(f"window.times.length >= {moves}", timeout=30_000)
    assert float(lab.evaluate(x)) > before
    assert statistics.median(lab.evaluate("window.times")) < 100  # milliseconds
    assert "Level after" in lab.locator(".widget-html", has_not=lab.locator("svg")).last.inner_text()


def test_the_point_is_drawn_over_its_map(lab):
    ground, over = lab.locator(".widget-image").bounding_box(), lab.locator(".widget-html svg").first.bounding_box()
    assert ground == over


def test_tab_completes_the_name_of_a_chart(lab):
    lab.locator(".jp-CodeCell .cm-content").first.click()
    for key in ("Escape", "b", "Enter"):  # a cell below
        lab.keyboard.press(key)
    lab.keyboard.type("charts.parity")
    lab.keyboard.press("Tab")
    lab.locator(".jp-Completer-item", has_text="parity_map").wait_for()
    lab.keyboard.press("Enter")
    assert lab.locator(".jp-Cell.jp-mod-active .cm-content").inner_text() == "charts.parity_map"
    for key in ("Escape", "d", "d"):
        lab.keyboard.press(key)


def test_the_report_is_exported_from_the_menu_under_its_name(lab):
    assert menu(lab, "File", "Save and Export Notebook As", "Market-share report (PDF)").is_visible()
    with lab.expect_download() as download:
        lab.locator(".lm-Menu-item", has_text="Market-share report (HTML)").click()
    report = BeautifulSoup(download.value.path().read_text("utf-8"), "html.parser")
    assert report.select_one('a.number[data-id="cloud-share-alibaba-2018"]')
