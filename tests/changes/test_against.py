"""What moved between two commits of a study, or between one and now: by cause, with who accepted it and why."""

import csv
import shutil

import pytest

from marketshare.changes import (
    Changes,
    Move,
    across,
    as_grouped_text,
    as_page,
    since,
    state_of,
)
from marketshare.changes.grouped import edited as edited_notebooks
from marketshare.changes.grouped import flips, groups, outcome
from marketshare.changes.history import HistoryError
from marketshare.notebooks import pictures
from marketshare.studies import Study

CLOUD = "data/cloud_share.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"


def test_nothing_moved_since_a_commit_that_is_as_the_study_is(study, now):
    found = since("HEAD", now(study))
    assert (found.changes.moves, found.entries, found.undone, found.commits) == ((), (), (), ())
    assert found.not_compared == ()


def test_what_moved_and_is_not_accepted_yet_says_so(study, share_of_418, now):
    found = since("HEAD", now(study))
    (group,) = (
        group for group in groups(found.changes, found) if "china-cloud-2018-lead" in {m.id for m in group.moves}
    )
    assert [cause.place for cause in group.causes] == [f"{CLOUD}:{share_of_418}"]
    assert (group.entries, group.pending) == ((), True)
    (lead,) = (move for move in group.moves if move.id == "china-cloud-2018-lead")
    assert (lead.old, lead.new) == ("31.1 pp (31.0 to 31.2 pp)", "1.1 pp (1.0 to 1.2 pp)")  # 42.9 less 11.8, 41.8


def test_from_commit_to_commit_who_when_and_why_stand_beside_what_moved(study, commit, share_of_418, now, accept):  # noqa: ARG001
    accept(study, "the author's errata", "Wang Fang", "2026-09-30")
    commit(study, "Errata", author="Wang Fang", day="2026-09-30")
    for found in (across(study, "HEAD~1..HEAD"), since("HEAD~1", now(study)), since("2026-08-01", now(study))):
        (group,) = (g for g in groups(found.changes, found) if "china-cloud-2018-lead" in {m.id for m in g.moves})
        (entry,) = group.entries
        assert (entry.because, entry.author, entry.date) == (
            "the author's errata.",
            "Wang Fang",
            "2026-09-30 09:00 UTC",
        )
        assert not group.pending
        assert [each.author for each in found.commits] == ["Wang Fang"]


def test_a_verdict_that_turned_comes_first(study, share_of_418, now):  # noqa: ARG001
    found = since("HEAD", now(study))
    turned = {move.id: (move.old.partition(":")[0], move.new.partition(":")[0]) for move in flips(found.changes)}
    assert turned["line-117-1"] == ("supported", "contradicted")  # 41.8 is more than half of 42.9
    first = groups(found.changes, found)[0]
    assert set(turned) & {move.id for move in first.moves}
    assert as_grouped_text(found).index("turned") < as_grouped_text(found).index("because of")


def test_going_back_says_what_is_undone(study, commit, share_of_418, accept):  # noqa: ARG001
    accept(study, "the author's errata", "Wang Fang", "2026-09-30")
    commit(study, "Errata")
    found = across(study, "HEAD..HEAD~1")
    assert [entry.because for entry in found.undone] == ["the author's errata."]
    assert (found.entries, found.not_compared) == ((), ())
    assert "undone: the author's errata. (2026-09-30 09:00 UTC, Wang Fang, marketshare" in as_grouped_text(found)


def test_what_another_branch_accepted_is_told_as_undone_here(study, commit, git, share_of_418, now, accept):  # noqa: ARG001
    git(study, "checkout", "-q", "-b", "errata")
    accept(study, "the author's errata", "Wang Fang", "2026-09-30")
    commit(study, "Errata")
    git(study, "checkout", "-q", "main")
    commit(study, "Meanwhile")
    found = since("errata", now(study))
    assert [entry.because for entry in found.undone] == ["the author's errata."]
    assert found.not_compared[-1].endswith("lies on another branch: what only it accepted is shown as undone")


def test_a_cell_that_was_edited_is_shown_with_who_edited_it(study, commit):
    path = study / "notebooks" / "03_cloud.ipynb"
    path.write_text(path.read_text("utf-8").replace("from marketshare import", "from marketshare import  ", 1), "utf-8")
    commit(study, "Spaces", author="Wang Fang")
    found = across(study, "HEAD~1..")
    (notebook,) = edited_notebooks(found)
    assert notebook.name == "03_cloud"
    assert [each.author for each in notebook.commits] == ["Wang Fang"]
    assert [move.kind for move in found.changes.moves] == ["cell"]


def test_a_commit_that_kept_no_verdicts_and_charts_is_not_taken_for_one_that_had_none(study, commit, git, now):
    for name in ("claims.csv", "charts.csv", "statements.csv", "inputs.csv"):
        (study / "reports" / "baseline" / name).unlink()
    old = commit(study, "Kept less")
    git(study, "checkout", "-q", "HEAD~1", "--", "reports")
    found = since(old, now(study))
    assert found.changes.moves == ()
    assert found.not_compared == (
        f"not compared, as {found.first.short} did not keep them: verdicts, charts, rules, tables, sentences",
    )


def test_a_register_that_said_less_of_figures_is_completed_from_the_tables_of_its_time(study, commit, git, edit, now):
    path = study / "reports" / "baseline" / "numbers.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kept = ["id", "label", "value", "low", "high", "ends", "unit", "formula", "inputs", "notebook"]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "formula": row["formula"] if row["inputs"] else ""} for row in rows)
    old = commit(study, "As baselines once were")
    git(study, "checkout", "-q", "HEAD~1", "--", "reports")
    assert since(old, now(study)).changes.moves == ()
    row = edit("data/active_users.csv", "mini-program-dau-2018-06,mini-programs,,dau,2018-06,",
               "mini-program-dau-2018-06,mini-programs,,dau,2018,")  # fmt: skip
    causes = {cause for move in since(old, now(study)).changes.moves for cause in move.causes}
    assert f"data/active_users.csv:{row}" in {cause.place for cause in causes}


def keep_pictures_alone(study, now):
    """Make a baseline of its numbers, verdicts and pictures, as they once were."""
    baseline = study / "reports" / "baseline"
    for name in ("statements.csv", "inputs.csv", "charts.csv"):
        (baseline / name).unlink()
    for name, png in pictures(now(study).notebooks.values()):
        (baseline / name).parent.mkdir(exist_ok=True)
        (baseline / name).write_bytes(png)


def test_a_baseline_that_kept_no_statements_is_not_taken_for_one_that_stated_nothing(study, commit, git, edit, now):
    keep_pictures_alone(study, now)
    old = commit(study, "As baselines once were")
    git(study, "checkout", "-q", "HEAD~1", "--", "reports")
    found = since(old, now(study))
    assert found.changes.moves == ()
    assert found.not_compared == (f"not compared, as {found.first.short} did not keep them: rules, tables, sentences",)
    row = edit("data/entities.csv", "alibaba-cloud,Alibaba Cloud,", "alibaba-cloud,Aliyun,")
    moved = since(old, now(study)).changes.of("number")
    assert {cause.place for move in moved for cause in move.causes} == {f"data/entities.csv:{row}"}


def test_without_statements_of_then_a_number_has_its_own_words_and_nothing_is_said_of_rows(
    study, commit, git, now, request
):
    keep_pictures_alone(study, now)
    old = commit(study, "As baselines once were")
    git(study, "checkout", "-q", "HEAD~1", "--", "reports")
    request.getfixturevalue("share_of_418")
    found = since(old, now(study)).changes
    told = {move.id: (move.old, move.new) for move in found.of("number")}
    assert told["cloud-share-tencent-2018"] == ("11.8% (11.75 to 11.85%)", "41.8% (41.75 to 41.85%)")
    assert told["china-cloud-2018-lead"] == ("31.1 pp (31.0 to 31.2 pp)", "1.1 pp (1.0 to 1.2 pp)")
    assert {move.kind for move in found.moves} == {"number", "verdict", "chart"}
    assert {(move.old, move.new) for move in found.of("chart")} == {("a picture", "another picture")}


def test_a_legal_outcome_that_turned_comes_first_with_its_rule(edited, commit):
    study = edited("03_cloud")
    commit(study.root, "Accepted")
    line = "It is presumed to lessen competition; rebuttable.,hhi,1,>,"
    study.edit("data/rules.csv", f"{line}1800,", f"{line}2800,")  # the HHI is 1,974 to 2,500
    found = since("HEAD", state_of(Study.at(study.root), study.ran()))
    (turned,) = flips(found.changes)
    assert (turned.kind, turned.label[:30]) == ("rule", "US Merger Guidelines 2023, HHI")
    assert outcome(turned, turned.old) == "asks for a merger; HHI > 1,800: true"
    assert outcome(turned, turned.new) == "asks for a merger; HHI > 2,800: false"


def test_another_threshold_that_decides_the_same_is_no_turn():
    rule = Move("rule", "t", "One firm", "Met: HHI > 1,800: true; Citation: a", "Met: HHI > 1,900: true; Citation: b")
    assert flips(Changes((rule,), {}, {}, {})) == []


def test_a_notebook_that_is_new_since_and_one_that_is_gone_are_compared_with_nothing(study, commit, accept):
    (study / "notebooks" / "01_revenue_mix.ipynb").unlink()
    accept(study, "one less", "Wang Fang", "2026-09-30")
    commit(study, "One less")
    for span, old in (("HEAD~1..HEAD", True), ("HEAD..HEAD~1", False)):
        found = across(study, span)
        cells = found.changes.of("cell")
        assert {move.id for move in cells} == {"01_revenue_mix"}
        assert all(bool(move.old) is old and bool(move.new) is not old for move in cells)
        assert found.changes.of("sentence")


@pytest.mark.parametrize("span", ["HEAD...HEAD", "A..B..C", "..."])
def test_anything_but_two_dots_is_refused(study, span):
    with pytest.raises(HistoryError, match=r"expected two commits with two dots between them, A\.\.B"):
        across(study, span)


def test_a_commit_that_accepted_nothing_is_named(study, commit, now):
    shutil.rmtree(study / "reports")
    commit(study, "Nothing accepted")
    for look in (lambda: since("HEAD", now(study)), lambda: across(study, "HEAD~1..HEAD")):
        with pytest.raises(HistoryError, match=r"Nothing accepted.: nothing was accepted there yet"):
            look()


def test_data_of_a_commit_that_cannot_be_read_are_named_with_the_commit(study, commit, edit):
    edit(CLOUD, "42.9%,42.9,", "42.9%,43.9,")
    commit(study, "Wrong data")
    with pytest.raises(HistoryError, match=r"Wrong data.: this version of marketshare cannot read its data") as caught:
        across(study, "HEAD~1..HEAD")
    assert "data/cloud_share.csv:" in str(caught.value)


def test_a_damaged_baseline_of_a_commit_is_named_with_the_commit(study, commit, now):
    path = study / "reports" / "baseline" / "numbers.csv"
    whole = path.read_text("utf-8")
    path.write_text(f"<<<<<<< ours\n{whole}", "utf-8")
    old = commit(study, "Half merged")
    path.write_text(whole, "utf-8")
    with pytest.raises(HistoryError, match=r"Half merged.: reports/baseline/numbers\.csv"):
        since(old, now(study))


def test_the_page_names_study_dates_commits_reasons_and_sentences(study, commit, share_of_418, accept):  # noqa: ARG001
    accept(study, "the <author>'s errata", "Wang Fang", "2026-09-30")
    last = commit(study, "Errata", author="Wang Fang", day="2026-09-30")
    found = across(study, "HEAD~1..HEAD")
    page = as_page(found.changes, title=found.title, since=found)
    for told in (
        "Tencent against Alibaba: what the figures of a research note say",
        "2026-06-30",
        "2026-09-30",
        last[:7],
        "the &lt;author&gt;&#39;s errata.",
        "Accepted: <time>2026-09-30 09:00 UTC</time>, Wang Fang, marketshare",
        "In cloud computing Tencent&#39;s market share is far behind Alibaba&#39;s.",
    ):
        assert told in page, told
    assert page.index("<h2>Turned</h2>") < page.index("<section>")


def test_an_older_entry_has_the_author_and_day_of_the_commit_that_added_it(study, commit, now):
    for day, words in (("2026-07-31", "second"), ("2026-08-31", "third")):
        path = study / "CHANGELOG.md"
        older = path.read_text("utf-8").partition("\n\n")[2] if path.exists() else ""
        path.write_text(f"# Changelog\n\n- **figures**: {words}.\n  - `a`: 1 → 2\n{older}", "utf-8")
        commit(study, words, author="Wang Fang", day=day)
    found = since("HEAD~2", now(study))
    assert [(entry.because, entry.date, entry.author) for entry in found.entries] == [
        ("second.", "2026-07-31", "Wang Fang"),
        ("third.", "2026-08-31", "Wang Fang"),
    ]
    assert [entry.because for entry in across(study, "HEAD~1..HEAD").entries] == ["third."]
