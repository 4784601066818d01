"""The pages of report --watch: served to this machine alone, they hear of every build."""

import http.client
import json
import re
import threading

import pytest

from marketshare.report.manifest import manifest_of
from marketshare.report.pages import Pages, listening


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


def test_a_page_is_to_be_seen_before_the_files_that_follow_it(pages):
    events = ask(pages, "events")
    told(events)
    events.readline()
    pages.begin()
    pages.show(b"<head></head><body>two</body>")
    assert told(events) == {"version": 1, "error": ""}
    assert "two" in ask(pages).read().decode()


def test_who_asks_for_another_file_during_a_build_gets_that_of_the_build(pages):
    pages.begin()
    (pages.reports / "numbers.csv").write_text("old")
    threading.Timer(0.2, lambda: ((pages.reports / "numbers.csv").write_text("new"), pages.tell())).start()
    assert ask(pages, "numbers.csv").read() == b"new"


def test_a_build_that_does_not_end_is_told_to_who_asks_for_a_file(pages, monkeypatch):
    monkeypatch.setattr("marketshare.report.pages.PATIENCE", 0.01)
    pages.begin()
    assert ask(pages, "numbers.csv").status == 503


def test_a_build_that_changes_nothing_reloads_nothing(pages):
    pages.tell()
    before = pages.page()
    pages.begin()
    pages.show((pages.reports / "report.html").read_bytes())
    pages.tell()
    assert pages.page() == before


def test_a_page_knows_its_version_so_that_none_is_missed_before_it_listens(pages):
    pages.show(b"<head></head><body>two</body>")
    pages.show(b"<head></head><body>three</body>")
    page = ask(pages).read().decode()
    assert '<meta name="build" content="2">' in page
    assert "three" in page


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
    assert "note.textContent = told.error" in listening("<body></body>", 0)
