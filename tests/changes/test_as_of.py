"""What was said of a number or a claim at a commit, and what has moved since."""

import csv

import pytest

from marketshare.as_of import explained_as_of, known_as_of
from marketshare.changes import since

CLOUD = "data/cloud_share.csv"


def told(text, begins):
    return [line.strip() for line in text.splitlines() if line.strip().startswith(begins)]


def test_a_number_that_did_not_move_is_told_as_it_was_with_the_sentences_it_came_from(study, now):
    text = explained_as_of(since("HEAD", now(study)), "china-cloud-2018-lead")
    assert text.splitlines()[0].endswith("(2026-06-30, Li Wei: Accepted)")
    assert "  value    31.1 pp" in text.splitlines()  # 42.9 less 11.8
    assert "  bounds   31.0 to 31.2 pp   [31, 31.2] percentage point" in text.splitlines()
    assert "line 89 of tencent-note: 腾讯云以位居第二（11.8%）" in told(text, "line")
    assert "shown in notebooks/03_cloud.ipynb" in told(text, "shown")
    assert told(text, "nothing moved") == ["nothing moved: neither it nor what it rests on"]


def test_the_sentences_that_told_a_number_are_told_and_what_replaced_them(study, now):
    path = study / "notebooks" / "03_cloud.ipynb"
    content = path.read_text("utf-8")
    path.write_text(content.replace("Tencent Cloud gained", "Tencent Cloud has gained"), "utf-8")
    found = explained_as_of(since("HEAD", now(study)), "china-cloud-2016-2018-change-tencent-cloud")
    rest = "4.5 pp since 2016; what it had in 2017 is not given."  # 11.8 less 7.3
    assert told(found, "told in") == [f"told in notebooks/03_cloud.ipynb: Tencent Cloud gained {rest}"]
    assert told(found, "no longer told") == [f"no longer told: Tencent Cloud gained {rest}"]
    assert told(found, "told now") == [f"told now: Tencent Cloud has gained {rest}"]


def test_what_moved_since_names_old_and_new_its_row_and_who_accepted_it(study, commit, now, accept, share_of_418):
    accept(study, "the author's errata", "Wang Fang", "2026-09-30")
    commit(study, "Errata", day="2026-09-30")
    text = explained_as_of(since("2026-07-31", now(study)), "china-cloud-2018-lead")
    before, _, after = text.partition("since then")
    assert "31.1 pp" in before
    assert "41.8" not in before
    assert f"because of row {CLOUD}:{share_of_418}: cloud-share-tencent-2018: 11.8% → 41.8%, printed as 41.8%" in after
    assert told(after, "accepted: the author's errata. (2026-09-30 09:00 UTC, Wang Fang, marketshare ")
    assert "number china-cloud-2018-lead: 31.1 pp (31.0 to 31.2 pp) → 1.1 pp (1.0 to 1.2 pp)" in told(after, "number")
    assert "number cloud-share-tencent-2018: 11.8% (11.75 to 11.85%) → 41.8% (41.75 to 41.85%)" in told(after, "number")
    assert "payment" not in after


def test_a_claim_is_told_with_its_verdict_of_then_and_of_now(study, now, share_of_418):  # noqa: ARG001
    text = explained_as_of(since("HEAD", now(study)), "line-117-1")
    before, _, after = text.partition("since then")
    assert "  verdict  supported" in before.splitlines()
    (turned,) = told(after, "verdict line-117-1")
    assert turned.startswith("verdict line-117-1: supported: ")
    assert "→ contradicted: " in turned
    assert "not accepted yet" in after


def test_of_what_is_new_since_nothing_was_said(study, now, append, add_note):
    add_note("errata", "2017年腾讯云市场份额为9.9%。\n")
    with (study / CLOUD).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    cells = {
        "id": "cloud-share-tencent-2017", "entity": "tencent-cloud", "market": "china-cloud",
        "measure": "market-share", "period": "2017", "printed": "9.9%", "value": "9.9", "status": "stated",
        "source": "errata", "line": "1", "quote": "2017年腾讯云市场份额为9.9%",
    }  # fmt: skip
    append(CLOUD, ",".join(cells.get(column, "") for column in header))
    text = explained_as_of(since("HEAD", now(study)), "cloud-share-tencent-2017")
    assert "cloud-share-tencent-2017: nothing was said of it" in text
    assert "number cloud-share-tencent-2017: nothing: it is new → 9.9% (9.85 to 9.95%)" in told(text, "number")


def test_of_what_is_gone_since_is_told_what_was_said(study, now):
    (study / "notebooks" / "03_cloud.ipynb").unlink()
    found = since("HEAD", now(study))
    assert "china-cloud-2018-lead" in known_as_of(found)
    text = explained_as_of(found, "china-cloud-2018-lead")
    assert "  value    31.1 pp" in text
    assert told(text, "number china-cloud-2018-lead: ")[0].endswith("→ nothing: it is gone")


def test_a_figure_that_was_corrected_since_leads_to_its_correction(study, now, append, add_note):
    add_note("errata", "更正：2018年腾讯云市场份额为12.4%。\n")
    with (study / CLOUD).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    cells = {
        "id": "cloud-share-tencent-2018-corrected", "entity": "tencent-cloud", "market": "china-cloud",
        "measure": "market-share", "period": "2018", "printed": "12.4%", "value": "12.4", "status": "stated",
        "source": "errata", "line": "1", "quote": "腾讯云市场份额为12.4%", "supersedes": "cloud-share-tencent-2018",
    }  # fmt: skip
    append(CLOUD, ",".join(cells.get(column, "") for column in header))
    text = explained_as_of(since("HEAD", now(study)), "cloud-share-tencent-2018")
    before, _, after = text.partition("since then")
    assert "  value    11.8%" in before
    assert "cloud-share-tencent-2018 is corrected by cloud-share-tencent-2018-corrected, which is in force" in after
    assert "value    12.4%" in told(after, "value")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("explain", "china-cloud-2018-led", "--as-of", "HEAD"), 1, "did you mean:\n  china-cloud-2018-lead"),
        (("explain", "china-cloud-2018-lead", "--as-of", "nowhere"), 1, "'nowhere': no commit is called so"),
        (("explain", "china-cloud-2018-lead", "--as-of=-x"), 1, "'-x': no commit is called so"),
        (
            ("explain", "china-cloud-2018-lead", "--as-of", "HEAD", "--set", "cloud-share-tencent-2018=41.8%"),
            2,
            "--as-of tells what was said, and --set what nobody has said",
        ),
        (("diff", "--against", "nowhere..HEAD"), 1, "'nowhere': no commit is called so"),
        (("diff", "--against", "HEAD...HEAD"), 1, "expected two commits with two dots"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(study, run, arguments, code, said):
    found, out, errors = run(study, *arguments)
    assert (found, out) == (code, "")
    assert said in errors


def test_the_commands_print_what_the_library_says(study, run, now, commit, accept, share_of_418, tmp_path):  # noqa: ARG001
    accept(study, "errata", "Wang Fang", "2026-09-30")
    commit(study, "Errata")
    code, out, _ = run(study, "explain", "china-cloud-2018-lead", "--as-of", "HEAD~1")
    assert (code, out) == (0, explained_as_of(since("HEAD~1", now(study)), "china-cloud-2018-lead") + "\n")
    code, out, _ = run(study, "diff", "--against", "HEAD~1..HEAD", "--html", str(tmp_path / "page.html"))
    assert code == 1
    assert "  accepted: errata. (2026-09-30 09:00 UTC, Wang Fang, marketshare" in out
    assert "UTC</time>, Wang Fang, marketshare" in (tmp_path / "page.html").read_text("utf-8")
    assert run(study, "diff", "--against", "HEAD..HEAD")[0] == 0
