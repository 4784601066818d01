"""A sample of `make mutate-words`, and what a mutant is."""

import pytest
from words import Copy, Mutant, lower, mutants, seen, texts

NOTEBOOK = "notebooks/01_revenue_mix.ipynb"


@pytest.mark.parametrize(("threshold", "less"), [("1/2", "3/8"), ("1800", "1350"), ("150", "112")])
def test_a_lower_threshold_is_one_of_its_kind(threshold, less):
    assert lower(threshold) == less


def test_labels_and_captions_are_found_wherever_a_cell_writes_them():
    source = (
        'key, label = "a", "一 b"\nshow.chart(ax, name="n", caption=f"{key} c")\nids = {"id": "d", "label": f"e {key}"}'
    )
    code = source.encode()
    found = sorted((kind, code[:end].decode().rpartition(" ")[2]) for kind, _, end in texts(source))
    assert found == [("caption", "c"), ("label", "b"), ("label", "{key}")]


def test_a_gloss_a_name_a_label_and_a_caption_are_caught_and_blamed_each(small, tmp_path):
    study = Copy(small, tmp_path / "again")
    batch = [mutant for mutant in mutants(small) if mutant.kind != "rule"]
    moves, stated = study.moved(batch)
    results = [(mutant.kind, seen(mutant, batch, moves, stated, "")) for mutant in batch]
    assert {kind for kind, result in results if result != "not stated"} == {"gloss", "name", "label", "caption"}
    assert not any("NOT" in result for _, result in results)


def test_what_is_stated_otherwise_and_told_by_no_move_is_not_caught():
    mutant = Mutant("caption", NOTEBOOK, (0, 7), "zqaaaqz")
    assert seen(mutant, [mutant], [], "A caption zqaaaqz", "A caption") == "NOT CAUGHT"
    assert seen(mutant, [mutant], [], "A caption", "A caption") == "not stated"
