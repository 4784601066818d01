"""Output places: nothing is written, emptied or removed through a link, and nothing that is not ours."""

import os
import stat

import pytest

from marketshare.report.files import NotOursError, refuse_strange_places, removed, replace_all


@pytest.fixture
def outside(tmp_path):
    """A folder beside the study, with a file in it that nobody may touch."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "precious.txt").write_text("kept")
    yield folder
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"precious.txt": "kept"}


LINKS = {
    "reports": "reports/report.html",
    "reports/figures": "reports/figures/a.png",
    "reports/figures/deep": "reports/figures/deep/a.png",
}


@pytest.mark.parametrize("link", LINKS)
def test_nothing_is_written_or_removed_through_a_link_to_a_folder(link, tmp_path, outside):
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(outside)
    with pytest.raises(NotOursError, match=rf"^{link}: a link to '{outside}', and nothing is written through a link"):
        replace_all(tmp_path, {LINKS[link]: b"new"})
    assert removed(tmp_path, [f"{link}/precious.txt"]) == []


def test_a_link_in_the_place_of_a_file_is_left_alone(tmp_path, outside):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").symlink_to(outside / "precious.txt")
    with pytest.raises(NotOursError, match=r"^b: a link to .*precious\.txt', and nothing is written through a link"):
        replace_all(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / "b").is_symlink()


def test_a_link_to_nowhere_is_a_link(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "gone")
    with pytest.raises(NotOursError, match=r"^a: a link to"):
        replace_all(tmp_path, {"a": b"new"})
    assert not (tmp_path / "gone").exists()


def test_the_root_itself_may_be_reached_through_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    replace_all(tmp_path / "link", {"a/b": b"new"})
    assert (tmp_path / "real" / "a" / "b").read_bytes() == b"new"


def test_a_pipe_and_a_folder_in_the_place_of_a_file_are_named(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotOursError, match=r"^pipe: a device or a pipe; it was left alone"):
        refuse_strange_places(tmp_path, ["pipe"])
    with pytest.raises(NotOursError, match=r"^folder: a folder; it was left alone"):
        refuse_strange_places(tmp_path, ["folder"])


def test_what_was_left_beside_is_removed_only_where_it_is_a_file(tmp_path, outside):
    (tmp_path / ".a.marketshare-abcd1234").mkdir()
    (tmp_path / ".b.marketshare-abcd1234").symlink_to(outside / "precious.txt")
    (tmp_path / ".c.marketshare-abcd1234").write_text("half")
    replace_all(tmp_path, {"a": b"new"})
    left = {path.name for path in tmp_path.iterdir()} - {"outside"}
    assert left == {"a", ".a.marketshare-abcd1234", ".b.marketshare-abcd1234"}


@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_outputs_have_the_rights_that_the_umask_gives(mask, rights, tmp_path):
    before = os.umask(mask)
    try:
        replace_all(tmp_path, {"a": b"new"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == rights
