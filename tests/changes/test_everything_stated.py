"""Whatever a report states is compared with what was accepted; the edit that moved it is named, and no other."""

import re
from base64 import b64decode, b64encode

import nbformat
import pytest
from changed_study import BASELINE, correct_tencent, cut_out

from marketshare.changes import Cause, as_text
from marketshare.changes.plotted import digest_of
from marketshare.notebooks import read
from marketshare.payload import MIME, PNG
from marketshare.quantity import Quantity

MIX, PAYMENTS, OVERVIEW, CLOUDS = "01_revenue_mix", "04_payments", "00_overview", "03_cloud"
CORRECTION = "cloud-share-tencent-2018-corrected"
RULE = "It is presumed dominant; rebuttable.,concentration-ratio,1,>=,"


def the(moves):
    (move,) = moves
    return move


def causes(move):
    return [(cause.kind, cause.place) for cause in move.causes]


def test_nothing_moves_where_nothing_was_edited(edited):
    found = edited(MIX).changes()
    assert found.moves == ()
    assert found.stale == ()


def test_a_cell_that_no_report_shows_moves_nothing(edited):
    study = edited(MIX)
    study.edit("data/revenue_mix.csv", "No period is stated. Payments", "No period stated. Payments")
    assert study.changes().moves == ()


def test_a_changed_threshold_is_a_legal_outcome_that_moved(edited):
    study = edited(PAYMENTS)
    row = study.edit("data/rules.csv", f"{RULE}1/2,One firm holds half", f"{RULE}2/5,One firm holds half")
    found = study.changes()
    move = the(found.of("rule"))
    assert move.id == "payment-presumption"
    assert move.old == "Threshold: joint share of 1 >= 50%; Met: false"  # Alipay has 49.9 %
    assert move.new == "Threshold: joint share of 1 >= 40%; Met: true"
    assert found.of("sentence")  # the answer says so, too
    assert {place for move in found.moves for place in causes(move)} == {("row", f"data/rules.csv:{row}")}


def test_the_words_and_the_standing_of_a_rule_are_compared(edited):
    study = edited(PAYMENTS)
    row = study.edit(
        "data/rules.csv", '(1); since 2022, art. 24 (1)",secondary,', '(1); since 2022, art. 24 (1)",primary,'
    )
    move = the(study.changes().moves)
    assert move.kind == "rule"
    assert "from an account of it" in move.old
    assert "read in the text itself" in move.new
    assert causes(move) == [("row", f"data/rules.csv:{row}")]


def test_a_gloss_is_compared_where_it_is_shown(edited):
    study = edited(MIX)
    row = study.edit("data/revenue_mix.csv", "Online advertising makes up", "Advertising on line makes up")
    told = {(move.kind, move.id, move.label): move for move in study.changes().moves}
    assert set(told) == {
        ("table", "revenue-figures", "Online advertising, share of revenue"),
        ("sentence", "revenue-share-advertising", "gloss"),
    }
    assert all(causes(move) == [("row", f"data/revenue_mix.csv:{row}")] for move in told.values())


def test_a_quote_and_the_rights_of_a_note_are_compared(edited):
    study = edited(MIX)
    row = study.edit("data/revenue_mix.csv", "网络广告占18%,", "广告占18%,")
    source = study.edit("data/sources.csv", "Author and licence not stated", "Author unknown")
    found = study.changes()
    assert causes(the(found.of("number"))) == [("row", f"data/revenue_mix.csv:{row}")]
    assert the(found.of("number")).new == "18% (17.5 to 18.5%), quote 广告占18%"
    assert causes(the(found.of("sentence"))) == [("row", f"data/sources.csv:{source}")]


def test_what_is_said_to_be_claimed_is_compared(edited):
    study = edited(MIX)
    row = study.edit("data/claims.csv", "points into the industrial internet are mini-programs and smart",
                     "points are mini-programs and smart")  # fmt: skip
    study.edit("data/claims.csv", "line-010-2,conclusion,", "line-010-2,opinion,")
    moves = study.moves("verdict")
    assert set(moves) == {"line-004-1", "line-010-2"}
    assert moves["line-004-1"].new == "claim Tencent's entry points are mini-programs and smart retail."
    assert causes(moves["line-004-1"]) == [("row", f"data/claims.csv:{row}")]
    assert (moves["line-010-2"].old, moves["line-010-2"].new) == ("kind conclusion", "kind opinion")


def test_captions_headings_prose_and_labels_of_a_notebook_are_compared_and_their_cells_named(edited):
    study = edited(MIX)
    edits = {
        "answer": ("more than half.", "the larger half."),
        "caption of table-revenue-numbers": ("The mix with its rounding.", "What the note says, as rounded."),
        "markdown": ("is real: even with", "is real, even with"),
        "heading": ("## How sure", "## How certain"),
        "title": ("# What does Tencent live on", "# What does Tencent live of"),
        "Nobody says": ('"Not attributed": revenue', '"Nobody says": revenue'),
    }
    cells = {label: study.cell(MIX, old, new) for label, (old, new) in edits.items()}
    found = {move.label: move for move in study.changes().moves}
    assert set(found) == set(edits)
    assert found["Nobody says"].old == "Number: Not attributed"
    for label, move in found.items():
        place = ("cell", f"notebooks/{MIX}.ipynb, cell {cells[label]}")
        assert place in causes(move)
        assert label == "title" or causes(move) == [place]


def test_a_row_that_differs_by_its_number_alone_is_told_by_the_number(edited):
    study = edited(OVERVIEW)
    correct_tencent(study)
    found = study.changes()
    assert {move.id for move in found.of("chart")} == {"two-markets"}


def test_a_row_of_figures_is_told_by_the_number_and_its_sentence(edited):
    study = edited(CLOUDS)
    correct_tencent(study)
    move = the([move for move in study.changes().of("table") if move.id == "cloud-figures"])
    assert move.label == "Tencent Cloud, market share in China's cloud market, 2018"
    assert move.new.startswith("Value: 12.4%")  # its sentence and its line are others, too


class TestACorrection:
    """A correction moves the figure that it corrects, when it is made and when it is taken back."""

    @pytest.fixture
    def study(self, edited):
        study = edited(OVERVIEW)
        study.row = correct_tencent(study)
        return study

    def test_is_told_as_a_move_of_its_figure(self, study):
        move = study.moves("number")["cloud-share-tencent-2018"]
        assert (move.old, move.new) == ("11.8% (11.75 to 11.85%)", "12.4% (12.35 to 12.45%)")
        assert causes(move) == [("row", f"data/cloud_share.csv:{study.row}")]
        assert CORRECTION not in study.moves("number")

    def test_that_is_deleted_is_the_cause_and_no_untouched_cell_is(self, study):
        study.accept()
        study.delete_row("cloud_share.csv", CORRECTION)
        study.delete_row("sources.csv", "errata")
        (study.root / "seeds" / "errata.txt").unlink()
        found = study.changes()
        gone = Cause(
            "row", "data/cloud_share.csv", f"{CORRECTION} is no longer there; it corrected cloud-share-tencent-2018"
        )
        numbers = {move.id: move for move in found.of("number")}
        assert numbers["cloud-share-tencent-2018"].new == "11.8% (11.75 to 11.85%)"
        assert set(numbers) >= {"cloud-share-tencent-2018", "china-cloud-2018-hhi", "china-cloud-2018-residual"}
        assert {cause for move in (*numbers.values(), *found.of("verdict")) for cause in move.causes} == {gone}


def test_another_order_is_told_once_with_what_it_stands_behind(edited):
    study = edited(OVERVIEW)
    cell = study.cell(
        OVERVIEW, 'alibaba, tencent, study["cloud-share-tencent-2016"], alipay, tenpay,',
        'tenpay, alibaba, tencent, study["cloud-share-tencent-2016"], alipay,',
    )  # fmt: skip
    path = study.root / "notebooks" / f"{OVERVIEW}.ipynb"
    notebook = read(path)
    (limits,) = [place for place, one in enumerate(notebook.cells) if one.source.startswith("## Limits")]
    notebook.cells.insert(2, notebook.cells.pop(limits))
    nbformat.write(notebook, path)
    row, text = study.changes().moves
    assert (row.kind, row.label) == ("table", "Tenpay, market share in China's third-party payments, 2018-Q1")
    assert (row.old, row.new) == (
        "stands behind \"Alipay, market share in China's third-party payments, 2018-Q1\"", "stands behind 'Figure'",
    )  # fmt: skip
    assert causes(row) == [("cell", f"notebooks/{OVERVIEW}.ipynb, cell {cell + 1}")]
    assert (text.kind, text.label) == ("sentence", "heading: Limits")
    assert text.new == 'stands behind "What do the note\'s own figures say of Tencent against Alibaba?"'
    assert ("cell", f"notebooks/{OVERVIEW}.ipynb, cell 3") in causes(text)


def test_a_renamed_notebook_moves_its_section_and_nothing_in_it(edited):
    study = edited(OVERVIEW, MIX)
    folder = study.root / "notebooks"
    (folder / f"{MIX}.ipynb").rename(folder / "02_mix.ipynb")
    assert study.changes().moves == ()
    (folder / f"{OVERVIEW}.ipynb").rename(folder / "03_last.ipynb")
    move = the(study.changes().moves)
    assert (move.id, move.label) == ("03_last", "title: What do the note's own figures say of Tencent against Alibaba?")
    assert move.old == "stands first"
    words = f"the notebook was called {OVERVIEW}.ipynb"
    assert move.causes == (Cause("cell", "notebooks/03_last.ipynb, cell 1", words),)


def test_a_deleted_notebook_is_named_once_as_the_cause(edited):
    study = edited(OVERVIEW, MIX)
    (study.root / "notebooks" / f"{MIX}.ipynb").unlink()
    move = study.moves("chart")["revenue-mix"]
    assert move.new == ""
    assert causes(move) == [("cell", f"notebooks/{MIX}.ipynb")]


def test_a_line_of_another_note_says_of_which(edited):
    study = edited(OVERVIEW)
    correct_tencent(study)
    moves = study.changes().moves
    chart = the([move for move in moves if move.label == "source of figure-two-markets"])
    assert chart.old == "Source: the note, lines 89, 132; as of 2018, 2018-Q1."
    assert chart.new == "Source: the note, lines 89, 132; errata, line 1; as of 2018, 2018-Q1."
    assert "Line: errata, line 1;" in the([move for move in moves if move.id == "overview-figures"]).new
    outputs = [output for cell in study.ran()[OVERVIEW].cells for output in cell.get("outputs", ())]
    assert "errata, line 1: 腾讯云市场份额应为12.4%" in str(outputs)


def test_a_renamed_firm_is_the_cause_of_all_that_is_called_by_it(edited):
    study = edited(OVERVIEW)
    row = study.edit("data/entities.csv", "alibaba-cloud,Alibaba Cloud,", "alibaba-cloud,Aliyun,")
    found = study.changes()
    assert found.of("number")
    assert found.of("verdict")
    assert {place for move in found.moves for place in causes(move)} == {("row", f"data/entities.csv:{row}")}


def test_a_changed_test_of_a_claim_is_named_by_the_row_of_the_claim(edited):
    study = edited(MIX)
    test = "and cloud computing.,missing(entry-revenue; {} by entry"
    row = study.edit("data/claims.csv", test.format("revenue"), test.format("income"))
    move = the(study.changes().moves)
    assert move.kind == "verdict"
    assert "income by entry" in move.new
    assert move.causes == (Cause("row", f"data/claims.csv:{row}", "line-010-2: it was edited"),)


def test_a_chart_that_was_edited_together_with_a_row_names_both(edited):
    study = edited(OVERVIEW)
    cell = study.cell(OVERVIEW, 'name="two-markets"', 'name = "two-markets"')
    row = correct_tencent(study)
    move = study.moves("chart")["two-markets"]
    places = {("cell", f"notebooks/{OVERVIEW}.ipynb, cell {cell}"), ("row", f"data/cloud_share.csv:{row}")}
    assert set(causes(move)) == places


def test_a_picture_from_one_side_of_a_merge_and_its_numbers_from_the_other_are_named(edited):
    study = edited(OVERVIEW, MIX)
    path = study.root / BASELINE / "charts.csv"
    text = path.read_text("utf-8")
    (other,) = re.findall(r"^revenue-mix(,.+)$", text, re.M)
    path.write_text(re.sub(r"^two-markets,.+$", f"two-markets{other}", text, flags=re.M), "utf-8")
    move = the(study.changes().moves)
    said = "the picture of two-markets is not the one that was accepted with the numbers stated beside it"
    assert move.causes == (Cause("merge", "reports/baseline/charts.csv", said),)


def test_numbers_beside_a_picture_that_were_merged_alone_are_named_too(edited):
    study = edited(OVERVIEW)
    path = study.root / BASELINE / "statements.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (line,) = [line for line in lines if "figure-two-markets,plotted" in line and "Alipay" in line]
    path.write_text("".join(lines).replace(line, line.replace("49.9%", "48.9%")), "utf-8")
    move = the(study.changes().moves)
    assert (move.kind, [cause.kind for cause in move.causes]) == ("chart", ["merge"])


def test_a_new_chart_and_a_deleted_one_are_told_once_each(edited):
    study = edited(MIX)
    cell = study.cell(MIX, 'name="revenue-mix"', 'name="mix-again"')
    found = study.changes()
    place = [("cell", f"notebooks/{MIX}.ipynb, cell {cell}")]
    new, gone = sorted(found.of("chart"), key=lambda move: move.id)
    assert [(move.id, bool(move.old), bool(move.new)) for move in (new, gone)] == [
        ("mix-again", False, True), ("revenue-mix", True, False),
    ]  # fmt: skip
    assert causes(new) == causes(gone) == place
    assert not found.of("table")
    assert not found.of("sentence")
    assert ", 1 of 1 chart and 1 gone, " in as_text(found)


def test_a_new_table_is_told_once(edited):
    study = edited(MIX)
    study.cell(MIX, 'name="revenue-figures"', 'name="profit-figures"')
    found = study.changes()
    assert [(move.id, bool(move.old)) for move in found.of("table")] == [
        ("profit-figures", False),
        ("revenue-figures", True),
    ]
    assert len(found.moves) == 2


def test_another_version_that_words_numbers_otherwise_is_named(edited, monkeypatch):
    study = edited(MIX)
    path = study.root / BASELINE / "inputs.csv"
    path.write_text(
        re.sub("^marketshare,version,[^,]*", "marketshare,version,0.0.9", path.read_text("utf-8"), flags=re.M), "utf-8"
    )
    words = Quantity.text.fget
    monkeypatch.setattr(Quantity, "text", property(lambda quantity: words(quantity).replace("%", " per cent")))
    found = study.changes()
    assert {move.id for move in found.of("number")} >= {"revenue-share-vas", "revenue-residual"}
    assert {cause.kind for move in found.moves for cause in move.causes} == {"library"}
    assert "0.0.9 accepted the baseline" in found.moves[0].causes[0].words


def test_outputs_that_were_edited_in_the_stored_notebook_are_named(edited):
    study = edited(MIX)
    stored = study.ran()
    for data in (output["data"] for cell in stored[MIX].cells for output in cell.get("outputs", ())):
        data.get(MIME, {})["added"] = 1
    found = study.changes(stored)
    assert found.moves == ()
    assert as_text(found).startswith(f"notebooks/{MIX}.ipynb: its stored outputs are not what a run yields; run ")


def test_a_picture_in_which_one_digit_differs_has_moved(edited):
    study = edited(MIX)
    notebook = study.ran()[MIX]
    drawn = (output.data for cell in notebook.cells for output in cell.get("outputs", ()))
    (shown,) = [data for data in drawn if PNG in data]
    accepted = cut_out(before := b64decode(shown[PNG]), 20, 12)
    shown[PNG] = b64encode(accepted).decode()
    nbformat.write(notebook, study.root / "notebooks" / f"{MIX}.ipynb")
    study.edit(f"{BASELINE}/charts.csv", digest_of(before), digest_of(accepted))
    assert [move.kind for move in study.changes().moves] == ["chart"]


def test_of_a_baseline_without_inputs_no_row_is_said_to_be_new(edited):
    study = edited(MIX)
    for name in ("statements", "inputs"):
        (study.root / BASELINE / f"{name}.csv").unlink()
    found = study.changes()
    assert {"table", "sentence"} <= {move.kind for move in found.moves}  # all of it is new, and needs a reason
    assert {cause.kind for move in found.moves for cause in move.causes} == {"library"}
