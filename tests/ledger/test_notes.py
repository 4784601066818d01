"""Notes: kept as received, read by line."""

import pytest

from marketshare.ledger import DataError, Note, read_ledger

PAYMENTS = "data/payment_share.csv"
SOURCES = "data/sources.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"


@pytest.fixture
def figure_on(append):
    """Add a figure of the note `later`, which says 支付宝占60%, on the given line; returns its row."""

    def add(line, quote="支付宝占60%"):
        return append(
            PAYMENTS,
            f"later-share,alipay,china-third-party-payments,market-share,2019,60%,60,,stated,later,{line},{quote},,,,,,",
        )

    return add


def note_of(*lines):
    return Note("later", "seeds/later.txt", "A note", "Free.", lines)


# Lines


def test_a_line_is_counted_from_one():
    assert note_of("甲", "乙").passage("1") == "甲"


def test_several_lines_are_joined_by_a_return_sign():
    assert note_of("甲", "乙", "丙").passage("2-3") == "乙⏎丙"


@pytest.mark.parametrize("line", ["0", "3", "2-3", "2-1"])
def test_a_line_outside_the_note_has_no_passage(line):
    assert note_of("甲", "乙").passage(line) is None


def test_the_note_of_this_study_has_its_lines_as_an_editor_counts_them(root):
    assert read_ledger(root).notes["tencent-note"].passage("126") == "### 支付业务"


def test_a_quote_over_two_lines_is_found_by_its_return_sign(add_note, figure_on, problems):
    add_note("later", "2019年，支付宝\n占60%。")
    figure_on("1-2", "支付宝⏎占60%")
    assert problems() == []


def test_a_line_that_does_not_exist_is_told_the_lines_there_are(add_note, figure_on, problems):
    file = add_note("later", "2019年\n支付宝占60%")
    row = figure_on(3)
    assert problems() == [f"{PAYMENTS}:{row}: line: 3: {file} has lines 1 to 2"]


def test_the_line_feed_at_the_end_of_a_note_begins_no_further_line(add_note, figure_on, problems):
    file = add_note("later", "2019年\n支付宝占60%\n")
    row = figure_on(3)
    assert problems() == [f"{PAYMENTS}:{row}: line: 3: {file} has lines 1 to 2"]


@pytest.mark.parametrize("line", ["x", "1-x", "²", "line 1"])
def test_a_line_that_is_no_number_is_malformed(add_note, figure_on, problems, line):
    add_note("later", "支付宝占60%")
    row = figure_on(line)
    assert problems() == [
        f"{PAYMENTS}:{row}: line: {line!r} is malformed; "
        f"expected: Physical line of the note, 1-based; 91-92 when the quote spans lines.",
    ]


# Kept as received


@pytest.mark.parametrize("file", ["data/markets.csv", "seeds/../data/markets.csv", "../note.txt", "/note.txt"])
def test_a_source_file_outside_seeds_is_refused(edit, problems, file):
    row = edit(SOURCES, NOTE, file)
    assert problems() == [f"{SOURCES}:{row}: file: {file!r} is not in seeds/; notes are kept there"]


def test_a_missing_note_is_told_where_it_is_listed(copy, problems):
    (copy / NOTE).unlink()
    assert problems() == [f"{NOTE}: the file does not exist; restore it, or take it out of data/sources.csv"]


def test_a_note_with_byte_order_mark_and_windows_line_ends_is_read_by_the_same_lines(copy, accept_notes, problems):
    (copy / NOTE).write_bytes(b"\xef\xbb\xbf" + (copy / NOTE).read_bytes().replace(b"\n", b"\r\n"))
    accept_notes()
    assert problems() == []


def test_a_note_in_another_encoding_is_not_taken_for_a_csv_file(copy, accept_notes, problems):
    (copy / NOTE).write_bytes((copy / NOTE).read_text("utf-8").encode("gb18030"))
    accept_notes()
    assert "CSV" not in "".join(problems())


@pytest.mark.parametrize("folder", ["seeds", "data"])
def test_a_folder_that_is_a_link_out_of_the_study_is_refused(copy, tmp_path, folder):
    (copy / folder).rename(tmp_path / "elsewhere")
    (copy / folder).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match="outside the study; replace the link by what it leads to"):
        read_ledger(copy)
