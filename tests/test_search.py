"""Search: what is found, and what is offered where nothing is."""

import pytest

from marketshare.studies import Study


@pytest.fixture(scope="module")
def study(root):
    return Study.at(root)


def test_what_is_found_are_figures_that_print_a_line_each(study):
    found = study.find("腾讯云以位居第二")
    assert [figure.id for figure in found] == ["cloud-rank-tencent-2018", "cloud-share-tencent-2018"]
    assert repr(found).splitlines()[1] == (
        "cloud-share-tencent-2018: 11.8%, line 89 of tencent-note: 腾讯云以位居第二（11.8%）"
    )


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("tencnt", "tencent"),
        ("Alibaba Clod", "alibaba cloud"),
        ("腾迅云", "腾讯云"),
        ("tencent cloud 2016", "cloud-share-tencent-2016"),  # each of the words, though not together
    ],
)
def test_a_text_that_nothing_has_is_told_what_is_like_it(study, text, near):
    found = study.find(text)
    assert found == []
    assert found.near[0] == near
    assert repr(found).startswith(f"no figure has {text!r} in its names or its sentence; did you mean {near}")


def test_a_text_that_is_like_nothing_is_told_so(study):
    assert repr(study.find("火星")) == "no figure has '火星' in its names or its sentence"


def test_nothing_is_offered_beside_what_was_found(study):
    assert study.find("腾讯云").near == []
