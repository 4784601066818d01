"""A second note corrects a figure, or differs on one."""

import csv
import hashlib
import shutil

import nbformat
import pytest

from frozen import ROOT
from marketshare import show
from marketshare.claims import judge
from marketshare.cli import main
from marketshare.ledger import DataError, read_ledger
from marketshare.metrics import joint_share, share_change
from marketshare.notebooks import numbers_of, paths, read
from marketshare.quantity import DerivationError, derive
from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.studies import Study

NOTE = "更正：2018年腾讯云市场份额为12.1%。\n"


@pytest.fixture
def root(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "seeds" / "correction.txt").write_text(NOTE, "utf-8")
    digest = hashlib.sha256(NOTE.encode()).hexdigest()
    add(
        tmp_path,
        "sources",
        id="correction",
        file="seeds/correction.txt",
        title="Correction",
        sha256=digest,
        rights="Own",
    )
    return tmp_path


def add(root, name, **cells):
    path = root / "data" / f"{name}.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    assert set(cells) <= set(header)
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])


def share(root, **cells):
    row = {
        "id": "cloud-share-tencent-2018-corrected", "entity": "tencent-cloud", "market": "china-cloud",
        "measure": "market-share", "period": "2018", "printed": "12.1%", "value": "12.1", "status": "stated",
        "source": "correction", "line": "1", "quote": "腾讯云市场份额为12.1%",
    }  # fmt: skip
    add(root, "cloud_share", **{**row, **cells})


def problems(root):
    with pytest.raises(DataError) as caught:
        read_ledger(root)
    return [str(problem) for problem in caught.value.problems]


def test_a_correction_stands_for_the_figure_that_it_corrects(root):
    share(root, supersedes="cloud-share-tencent-2018")
    found = Study.at(root)["cloud-share-tencent-2018"]
    assert (found.id, found.value, found.origin.source) == ("cloud-share-tencent-2018-corrected", 12.1, "correction")


def test_the_corrected_figure_keeps_its_row(root):
    share(root, supersedes="cloud-share-tencent-2018")
    assert read_ledger(root).figures["cloud-share-tencent-2018"].quantity.value == 11.8


def test_a_correction_is_no_conflict(root):
    share(root, supersedes="cloud-share-tencent-2018")
    assert Study.at(root).conflicts == []


def test_two_sources_for_one_thing_are_both_kept_and_compared(root):
    share(root)
    (conflict,) = Study.at(root).conflicts
    assert (conflict.first.id, conflict.second.id) == ("cloud-share-tencent-2018", "cloud-share-tencent-2018-corrected")
    assert conflict.apart == pytest.approx(0.2)  # from 11.85 to 12.05
    assert not conflict.meet


def test_the_table_of_conflicts_says_how_far_apart_they_are(root):
    share(root)
    ((first, _, second, _, unit, apart, meet),) = Study.at(root).conflicts_table.to_numpy().tolist()
    assert (first, second, unit) == ("cloud-share-tencent-2018", "cloud-share-tencent-2018-corrected", "percent")
    assert (round(apart, 6), meet) == (0.2, False)


def test_check_names_what_sources_differ_on(root, capsys):
    share(root)
    assert main(["--root", str(root), "check"]) == 0
    line = "sources differ: cloud-share-tencent-2018 (11.8%) and cloud-share-tencent-2018-corrected (12.1%); "
    assert line + "their bounds do not meet" in capsys.readouterr().out


def test_a_correction_of_another_period_is_refused(root):
    share(root, supersedes="cloud-share-tencent-2016")
    assert problems(root) == [
        "data/cloud_share.csv:6: supersedes: cloud-share-tencent-2016 is of another period; "
        "a correction is of the same thing"
    ]


def test_a_figure_cannot_be_corrected_twice(root):
    share(root, supersedes="cloud-share-tencent-2018")
    add_line = "再更正：腾讯云为12.3%。\n"
    (root / "seeds" / "correction.txt").write_text(NOTE + add_line, "utf-8")
    digest = hashlib.sha256((NOTE + add_line).encode()).hexdigest()
    sources = root / "data" / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace(hashlib.sha256(NOTE.encode()).hexdigest(), digest), "utf-8")
    share(
        root,
        id="second",
        line="2",
        quote="腾讯云为12.3%",
        printed="12.3%",
        value="12.3",
        supersedes="cloud-share-tencent-2018",
    )
    assert problems(root) == [
        "data/cloud_share.csv:7: supersedes: cloud-share-tencent-2018 is corrected by "
        "cloud-share-tencent-2018-corrected already; correct that one"
    ]


def test_a_new_note_must_be_covered_too(root):
    assert problems(root)[0].startswith("seeds/correction.txt:1: '12.1' is number-like text")


# A correction holds wherever its figure is asked for

OLD, NEW = "cloud-share-tencent-2018", "cloud-share-tencent-2018-corrected"
GROWTH = "cloud-growth-alibaba"


@pytest.fixture
def corrected(root):
    share(root, supersedes=OLD)
    return root


def write_note(root, text):
    (root / "seeds" / "correction.txt").write_text(text, "utf-8")
    sources = root / "data" / "sources.csv"
    old, new = (hashlib.sha256(words.encode()).hexdigest() for words in (NOTE, text))
    sources.write_text(sources.read_text("utf-8").replace(old, new), "utf-8")


def growth(root, *, readings=(), **cells):
    """A correction of the leader's growth, which the first note leaves ambiguous."""
    write_note(root, "更正：阿里云增长到30倍。\n")
    row = {
        "id": "growth-corrected", "entity": "alibaba-cloud", "measure": "growth-ratio", "printed": "30倍",
        "value": "30", "status": "stated", "source": "correction", "line": "1", "quote": "增长到30倍",
        "supersedes": GROWTH,
    }  # fmt: skip
    add(root, "cloud_business", **{**row, **cells})
    for name, value in readings:
        add(root, "readings", figure="growth-corrected", reading=name, value=value, meaning="So.")


def test_a_correction_of_another_source_is_compared_with_what_its_figure_was_compared_with(corrected):
    study = Study.at(corrected)
    gain = derive(share_change, id="g", label="g", start=study["cloud-share-tencent-2016"], end=study[OLD])
    assert gain.value == pytest.approx(12.1 - 7.3)


def test_a_figure_of_another_source_that_corrects_nothing_is_not(root):
    share(root)
    study = Study.at(root)
    with pytest.raises(DerivationError, match=r"cloud-share-tencent-2016 .* and cloud-share-tencent-2018-corrected"):
        derive(share_change, id="g", label="g", start=study["cloud-share-tencent-2016"], end=study[NEW])


def test_two_notes_with_one_primary_source_are_of_one_source(root):
    path, cell = root / "data" / "cloud_share.csv", "7.3 % in 2016 to 11.8 % in 2018.,,"
    path.write_text(path.read_text("utf-8").replace(cell, f"{cell}IDC"), "utf-8")
    share(root, primary_source="IDC")
    study = Study.at(root)
    assert study["cloud-share-tencent-2016"].origin.primary_source == "IDC"
    assert derive(share_change, id="g", label="g", start=study["cloud-share-tencent-2016"], end=study[NEW]).value > 0


def test_a_correction_between_two_sources_does_not_join_them(corrected):
    """It is of its own note and of that which it corrects; figures of the two stay apart."""
    write_note(corrected, NOTE + "2016年腾讯云为7.9%。\n")
    share(corrected, id="other", period="2016", line="2", quote="腾讯云为7.9%", printed="7.9%", value="7.9")
    study = Study.at(corrected)
    shares = [study[key] for key in (OLD, "cloud-share-tencent-2016", "other")]
    with pytest.raises(DerivationError, match=r"cloud-share-tencent-2016 .* and other .* different sources"):
        derive(joint_share, id="j", label="j", shares=shares)
    gain = derive(share_change, id="g", label="g", start=shares[2], end=shares[0])
    assert gain.value == pytest.approx(12.1 - 7.9)


def test_every_number_of_every_notebook_can_be_computed_from_a_correction(corrected):
    stored = [(path.stem, read(path)) for path in paths(ROOT)]
    numbers = numbers_of(stored, Study.at(corrected))
    assert numbers.refused == {}
    assert numbers.quantities["china-cloud-2016-2018-change-tencent-cloud"].value == pytest.approx(4.8)


def test_claims_are_judged_on_the_correction(corrected):
    verdicts = {claim.id: claim for claim in judge(Study.at(corrected))}
    assert verdicts["line-085-2"].verdict == "undetermined"  # the race, which stands on it
    assert "12.1% is 0.282 times 42.9%" in verdicts["line-117-1"].because
    assert all(given.id != OLD for claim in verdicts.values() for given in claim.given.inputs)


@pytest.mark.parametrize("figure", [OLD, NEW])
def test_a_what_if_on_either_id_is_about_the_correction(corrected, figure):
    what_if = Study.at(corrected).replacing({figure: "50%"})
    assert what_if.hypothetical == {NEW: "50%"}
    assert (what_if[OLD].value, what_if[NEW].value) == (50, 50)


def test_a_what_if_on_both_ids_is_refused(corrected):
    with pytest.raises(DataError) as refusal:
        Study.at(corrected).replacing({OLD: "50%", NEW: "40%"})
    message = f"what-if: {NEW}: is one figure with {OLD}: {NEW} is in force for both; assume it once"
    assert str(refusal.value) == message


def test_set_says_where_an_assumption_on_a_corrected_figure_went(corrected, run):
    code, out, err = run(corrected, "explain", "line-117-1", "--set", f"{OLD}=41.8%")
    assert code == 0
    assert err == f"{OLD} is corrected by {NEW}: the assumption is about that one\n"
    assert f"what if  {NEW} were 41.8%: the verdict turns" in out


def test_a_figure_that_is_set_twice_is_refused(corrected, run):
    code, _, err = run(corrected, "explain", NEW, "--set", f"{NEW}=41.8%", "--set", f"{NEW}=14.8%")
    assert code == 1
    assert f"what-if: {NEW}: assumed more than once; give each figure one --set" in err


def test_explain_on_a_corrected_figure_leads_to_its_correction(corrected, run):
    code, out, _ = run(corrected, "explain", OLD)
    assert code == 0
    assert out.startswith(f"{OLD} is corrected by {NEW}, which is in force:\n\n{NEW}: Tencent Cloud")
    assert f"\n  corrects {OLD}: 11.8%, line 89 of tencent-note\n" in out


def test_a_corrected_figure_that_is_found_names_its_correction_which_is_found_with_it(corrected, run):
    code, out, _ = run(corrected, "find", "位居第二")  # words of the first note only
    assert code == 0
    assert f"{OLD}: 11.8% (corrected by {NEW}, which is in force), line 89 of tencent-note" in out
    assert f"\n{NEW}: 12.1%, line 1 of correction" in out


def test_check_counts_what_is_corrected(corrected, run):
    assert "(48 stated, 5 ambiguous, 1 unreadable, 1 corrected)" in run(corrected, "check")[1]


def test_a_table_marks_corrected_rows_and_assumptions(corrected):
    table = Study.at(corrected).replacing({OLD: "50%"}).cloud_share
    assert table["superseded_by"].to_dict() == dict.fromkeys(table.index, "") | {OLD: NEW}
    assert table["status"].to_dict() == dict.fromkeys(table.index, "stated") | {NEW: "hypothetical"}


def test_a_quantity_says_what_it_corrects(corrected):
    assert f"corrects {OLD} (11.8%)" in str(Study.at(corrected)[OLD])


def test_a_report_says_what_a_figure_corrects(corrected, monkeypatch):
    study, bundles = Study.at(corrected), []
    monkeypatch.setattr("marketshare.show.outputs.display", lambda bundle, raw: bundles.append(bundle))  # noqa: ARG005
    show.say("It is {share}.", share=study[OLD])
    output = nbformat.v4.new_output("display_data", bundles[0])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    page = render_html(document([("99_x", notebook)], study, title="x"))
    assert f"<dt>Note</dt><dd>corrects {OLD}, 11.8%</dd>" in page


def test_a_chain_of_corrections_leads_to_its_end(corrected):
    write_note(corrected, NOTE + "再更正：腾讯云为12.3%。\n")
    share(corrected, id="again", line="2", quote="腾讯云为12.3%", printed="12.3%", value="12.3", supersedes=NEW)
    study = Study.at(corrected)
    assert {study.in_force(key) for key in (OLD, NEW, "again")} == {"again"}
    assert study.replacing({OLD: "13%"})[NEW].value == 13
    gain = derive(share_change, id="g", label="g", start=study["cloud-share-tencent-2016"], end=study[OLD])
    assert gain.value == pytest.approx(5)


# A correction of what was ambiguous


def test_a_correction_that_settles_an_ambiguous_figure_is_its_one_reading(root):
    growth(root)
    study = Study.at(root)
    assert study[GROWTH].value == 30
    assert {name: given.id for name, given in study.readings(GROWTH).items()} == {"stated": "growth-corrected"}
    assert study.in_force(f"{GROWTH}--by") == "growth-corrected"
    assert study.printed(GROWTH) == "30倍"
    assert study.meaning(GROWTH, "stated")


def test_every_number_can_be_computed_when_what_was_ambiguous_is_settled(root):
    growth(root)
    numbers = numbers_of([(path.stem, read(path)) for path in paths(ROOT)], Study.at(root))
    assert numbers.refused == {}
    assert numbers.quantities["cloud-cagr-alibaba-by-intervals"].value == pytest.approx(100 * (30**0.2 - 1))


def test_a_race_has_one_case_where_there_were_two_readings(root):
    growth(root)
    verdict = next(claim for claim in judge(Study.at(root)) if claim.id == "line-085-2").given
    assert all("-stated-" in given.id for given in verdict.inputs if given.id.startswith("race"))


def test_a_correction_may_be_ambiguous_itself(root):
    growth(root, status="ambiguous", value="", readings=[("by", "31"), ("to", "30")])
    study = Study.at(root)
    assert {name: given.value for name, given in study.readings(GROWTH).items()} == {"by": 31, "to": 30}
    assert study.in_force(f"{GROWTH}--by") == "growth-corrected--by"
    with pytest.raises(KeyError, match=r"growth-corrected is ambiguous; choose one of study\.readings"):
        study[GROWTH]


def test_readings_of_what_was_never_ambiguous_are_refused_by_its_correction(corrected):
    with pytest.raises(KeyError, match=f"'{OLD}', corrected by '{NEW}', is not ambiguous"):
        Study.at(corrected).readings(OLD)


def test_a_torn_figure_that_a_later_note_gives_bears_on_claims(root):
    write_note(root, "更正：QQ的智能终端月活跃账户数为7亿。\n")
    old = read_ledger_row(root, "qq-mau-2019-06")
    new = {"id": "qq", "printed": "7亿", "value": "700000000", "status": "stated", "source": "correction", "line": "1"}
    add(
        root,
        "active_users",
        **{**old, **new, "quote": "月活跃账户数为7亿", "supersedes": old["id"], "also_on": "", "gloss": ""},
    )
    from marketshare.claims.trials import TESTS

    verdict = TESTS["missing"](Study.at(root), "developers", "developers", bears="qq-mau-2019-06")
    assert [given.id for given in verdict.inputs] == ["qq"]


def read_ledger_row(root, key):
    with (root / "data" / "active_users.csv").open(encoding="utf-8", newline="") as lines:
        return next(row for row in csv.DictReader(lines) if row["id"] == key)
