"""report --watch: builds on save, and the open page hears of it."""

import http.client
import json
import re
import signal
import subprocess
import sys
import threading

import pytest

from marketshare.cli import main
from marketshare.report.manifest import manifest_of
from marketshare.report.watch import Pages, listening


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "report.html").write_text(
        "<html><head><meta content=\"script-src 'sha256-x'\"></head><body>one</body></html>", "utf-8"
    )
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "manifest.json").write_bytes(manifest_of({"report.html": b"", "report.pdf": b"", "numbers.csv": b""}))
    (tmp_path / "numbers.csv").write_text("id")
    served = Pages(tmp_path)
    threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


def ask(pages, path="", method="GET", token=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", pages.server_address[1], timeout=20)
    connection.request(method, f"/{pages.token if token is None else token}/{path}", headers=headers)
    return connection.getresponse()


def told(response):
    return json.loads(response.readline().decode().removeprefix("data: "))


def test_the_page_is_the_report_with_ears(pages):
    page = ask(pages).read().decode()
    assert "one" in page
    assert "EventSource" in page
    assert re.search(r"connect-src 'self'; script-src 'sha256-[\w+/=]+' 'sha256-x'", page)


def test_the_report_itself_has_no_ears(pages):
    assert "EventSource" not in (pages.reports / "report.html").read_text("utf-8")


def test_an_open_page_hears_of_a_build_and_of_an_error(pages):
    events = ask(pages, "events")
    assert told(events) == {"version": 0, "error": ""}
    events.readline()
    pages.tell()
    assert told(events) == {"version": 1, "error": ""}
    events.readline()
    pages.tell("data/x.csv:3: value: 5")
    assert told(events) == {"version": 1, "error": "data/x.csv:3: value: 5"}


def test_only_this_machine_is_served(pages):
    assert pages.server_address[0] == "127.0.0.1"
    assert ask(pages, Host="evil.example").status == 403
    assert ask(pages, Host="localhost:80").status == 200


def test_a_page_elsewhere_is_not_told_what_there_is(pages):
    assert ask(pages, "report.html", method="HEAD", Host="evil.example").status == 403


@pytest.mark.parametrize("token", ["", "x", "report.html", "%00"])
def test_who_does_not_know_the_token_sees_nothing(pages, token):
    for path in ("", "events", "report.html", "numbers.csv"):
        assert ask(pages, path, token=token).status == 403


def test_each_run_has_a_token_of_its_own(pages, tmp_path):
    other = Pages(tmp_path)
    other.server_close()
    assert len(pages.token) > 20
    assert pages.token != other.token
    assert pages.address.endswith(f"/{pages.token}/")


def test_a_link_that_leads_out_does_not_tell_the_token(pages):
    assert ask(pages).getheader("Referrer-Policy") == "no-referrer"


@pytest.mark.parametrize("option", [["--set", "revenue-share-vas=55%"], ["--force"], ["--profile"]])
def test_an_option_that_watching_would_ignore_is_refused(root, option, capsys):
    assert main(["--root", str(root), "report", "--watch", *option]) == 2
    assert "leave out --set, --force and --profile, or --watch" in capsys.readouterr().err


def test_a_file_of_the_report_is_served_and_no_other(pages):
    assert ask(pages, "numbers.csv").read() == b"id"
    assert ask(pages, "report.pdf").status == 404  # it is not there yet
    for path in ("mine.txt", "manifest.json", ".lock", "figures/", "x", "../numbers.csv", "%2e%2e/numbers.csv", "/"):
        assert ask(pages, path).status == 404


def test_nothing_is_served_through_a_link(pages):
    (pages.reports / "report.pdf").symlink_to("/etc/hostname")
    (pages.reports / "report.html").unlink()
    (pages.reports / "report.html").symlink_to("/etc/hostname")
    assert ask(pages, "report.pdf").status == 404
    assert "The first build is not done yet" in ask(pages).read().decode()


@pytest.mark.parametrize(("error", "is_told"), [(BrokenPipeError(), False), (ValueError(), True)])
def test_a_page_that_is_closed_while_it_is_served_is_no_error(pages, capsys, error, is_told):
    try:
        raise error
    except type(error):
        pages.handle_error(None, ("127.0.0.1", 1))
    assert ("Traceback" in capsys.readouterr().err) == is_told


def test_markup_in_an_error_is_text_on_the_page():
    assert "note.textContent = told.error" in listening("<body></body>")


def test_a_save_builds_again_and_an_error_is_shown_in_both_places(small):
    command = [sys.executable, "-m", "marketshare.cli", "--root", str(small), "report", "--watch"]
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/(.+)/; Ctrl-C ends", watching.stderr.readline())
        until(watching, "PDF: written")
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        connection.request("GET", f"/{found[2]}/events")
        events = connection.getresponse()
        state = told(events)
        while state["version"] == 0:
            events.readline()
            state = told(events)
        path = small / "data" / "revenue_mix.csv"
        right = path.read_bytes()
        path.write_bytes(right.replace(b",54,", b",55,"))
        until(watching, "saved: revenue_mix.csv")
        until(watching, "data/revenue_mix.csv:4: value: 55, but '54%' in percent says 54")
        while not state["error"]:
            events.readline()
            state = told(events)
        assert state["error"].startswith("data/revenue_mix.csv:4: value: 55")
        path.write_bytes(right)
        while state["error"]:
            events.readline()
            state = told(events)
        assert state["version"] == 2
        watching.send_signal(signal.SIGINT)
        assert "stopped watching" in watching.communicate(timeout=30)[1]
        assert watching.returncode == 0
    finally:
        watching.kill()
        watching.communicate()


def until(process, words):
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(f"it ended without saying {words!r}")
