"""What is stated is set beside what it says otherwise, by likeness."""

from marketshare.changes.pairs import paired
from marketshare.changes.statements import Statement


def said(kind, text, *, name="", place="03_cloud"):
    return Statement(place, name, kind, text)


def texts(before, now):
    return [tuple(side.text if side else "" for side in pair) for pair in paired(before, now)]


def test_what_is_stated_as_before_has_no_pair_wherever_it_stands():
    one, other = said("text", "Alibaba leads."), said("text", "Tencent follows.")
    assert texts([one, other], [other, one]) == []


def test_what_is_stated_once_less_is_gone_once():
    one = said("text", "Alibaba leads.")
    assert texts([one, one], [one]) == [("Alibaba leads.", "")]


def test_an_answer_never_stands_in_the_place_of_a_caption():
    before, now = (
        said("caption", "Shares of the cloud market.", name="figure-a"),
        said("answer", "Shares of the cloud."),
    )
    assert texts([before], [now]) == [("", "Shares of the cloud."), ("Shares of the cloud market.", "")]


def test_sentences_are_paired_by_likeness_and_not_by_place():
    before = [said("text", "Alibaba Cloud leads by far."), said("text", "Nobody reports who holds the rest.")]
    now = [said("text", "Nobody says who holds the rest."), said("text", "Alibaba Cloud leads by very far.")]
    assert texts(before, now) == [
        ("Nobody reports who holds the rest.", "Nobody says who holds the rest."),
        ("Alibaba Cloud leads by far.", "Alibaba Cloud leads by very far."),
    ]


def test_a_sentence_that_is_like_none_is_new_and_the_other_is_gone():
    before, now = [said("text", "Alibaba leads.")], [said("text", "What nobody reports is hatched in the chart.")]
    assert texts(before, now) == [("", now[0].text), (before[0].text, "")]


def test_a_caption_stands_in_the_place_of_the_old_one_however_unlike():
    before, now = [said("caption", "abc", name="table-a")], [said("caption", "xyz", name="table-a")]
    assert texts(before, now) == [("abc", "xyz")]


def test_a_table_keeps_its_name_in_another_notebook():
    before = [said("row", "Alibaba | 42.9%", name="table-a")]
    assert texts(before, [said("row", "Alibaba | 42.9%", name="table-a", place="04_payments")]) == []


def test_rows_that_begin_alike_are_paired():
    before = [
        said("row", "Alibaba | 42.9% | as printed in the note", name="table-a"),
        said("row", "Rest | 1", name="table-a"),
    ]
    now = [
        said("row", "Alibaba | 1", name="table-a"),
        said("row", "Rest | 42.9% | as printed in the note", name="table-a"),
    ]
    assert [(old.partition(" ")[0], new.partition(" ")[0]) for old, new in texts(before, now)] == [
        ("Alibaba", "Alibaba"), ("Rest", "Rest"),
    ]  # fmt: skip


def test_many_rows_are_paired_by_what_they_begin_with():
    before = [said("row", f"Firm {n} | {n}", name="table-a") for n in range(200)]
    now = [said("row", f"Firm {n} | {n + 1}", name="table-a") for n in range(200)]
    assert texts(before, now) == [(f"Firm {n} | {n}", f"Firm {n} | {n + 1}") for n in range(200)]


def test_sentences_of_a_script_without_spaces_are_paired_by_their_characters():
    before, now = said("text", "阿里云的份额比腾讯云高得多。"), said("text", "阿里云的份额比腾讯云高。")
    assert texts([before], [now]) == [(before.text, now.text)]
