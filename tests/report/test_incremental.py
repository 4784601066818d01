"""What `make soak-incremental` edits is there to be edited."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "soak"))
from incremental import EDITS, workplace


def test_every_edit_finds_what_it_edits(tmp_path):
    folder = workplace(tmp_path / "study")
    for name, pattern, _ in EDITS.values():
        assert re.search(pattern, (folder / name).read_text("utf-8"), re.M), name
