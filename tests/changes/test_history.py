"""A study as a commit has it: which commit is meant, and what can be read of it."""

import shutil

import pytest

from marketshare.changes.history import HistoryError, author, between, commit_at, in_line, written
from marketshare.errors import MachineError


@pytest.fixture
def study(tmp_path):
    """A folder with what makes it a study."""
    (tmp_path / "study" / "data").mkdir(parents=True)
    (tmp_path / "study" / "data" / "datapackage.json").write_text("{}")
    return tmp_path / "study"


def parts_of(root, commit, folder, *parts):
    written(root, commit, folder, *parts)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_commit_says_who_when_and_what(study, commit):
    made = commit(study, "First figures", author="李伟", day="2026-03-31")
    found = commit_at(study, "HEAD")
    assert found.id == made
    assert str(found) == f"{found.short} (2026-03-31, 李伟: First figures)"


@pytest.mark.parametrize("ref", ["HEAD~1", "main~1", "first", ":/First"])
def test_a_commit_may_be_called_what_git_calls_it(study, commit, git, ref):
    made = commit(study, "First")
    git(study, "tag", "first")
    commit(study, "Second")
    assert commit_at(study, ref).id == made


@pytest.mark.parametrize(
    ("date", "subject"),
    [("2026-03-31", "March"), ("2026-04-01", "March"), ("2026-06-30", "June"), ("2027-01-01", "June")],
)
def test_a_date_means_the_last_commit_up_to_its_end(study, commit, date, subject):
    commit(study, "March", day="2026-03-31")
    commit(study, "June", day="2026-06-30")
    assert commit_at(study, date).subject == subject


def test_a_date_follows_the_current_branch_not_what_was_merged_into_it_later(study, commit, git):
    commit(study, "March", day="2026-03-31")
    git(study, "checkout", "-q", "-b", "side")
    commit(study, "Not known yet", day="2026-04-15")
    git(study, "checkout", "-q", "main")
    git(study, "merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-06-30")
    assert commit_at(study, "2026-05-01").subject == "March"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("nowhere", "'nowhere': no commit is called so"),
        ("--output=x", "'--output=x': no commit is called so"),
        ("-1", "'-1': no commit is called so"),
        ("", "'': no commit is called so"),
        ("a\0b", "no commit is called so"),
        ("HEAD:data", "'HEAD:data': no commit is called so"),
        ("HEAD^{tree}", "'HEAD^{tree}': no commit is called so"),
        ("2026-02-30", "'2026-02-30': no calendar has this date or time"),
        ("2026-09-29", "'2026-09-29': the first commit of this branch is of 2026-09-30"),
    ],
)
def test_what_is_no_commit_is_refused(study, commit, ref, said):
    commit(study, "First")
    with pytest.raises(HistoryError) as caught:
        commit_at(study, ref)
    assert said in str(caught.value)
    assert not (study / "x").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("v1", "say refs/heads/v1 or refs/tags/v1"), ("2026-10-31", "say refs/heads/2026-10-31, or 2026-10-31T23:59:59")],
)
def test_a_name_of_two_things_is_refused(study, commit, git, name, said):
    commit(study, "First")
    git(study, "branch", name)
    if name == "v1":
        commit(study, "Second")
        git(study, "tag", name)
    with pytest.raises(HistoryError) as caught:
        commit_at(study, name)
    assert said in str(caught.value)


def test_a_folder_without_git_is_named(study):
    with pytest.raises(HistoryError, match="not in a git repository that can be read"):
        commit_at(study, "HEAD")


def test_a_repository_without_a_commit_is_named(study, git):
    git(study, "init", "-q")
    with pytest.raises(HistoryError, match="its git repository has no commit yet"):
        commit_at(study, "HEAD")


def test_a_machine_without_git_is_named(study, monkeypatch):
    monkeypatch.setenv("PATH", str(study))
    with pytest.raises(MachineError, match="git is not installed"):
        commit_at(study, "HEAD")
    assert author(study) != ""


def test_a_shallow_clone_says_how_to_get_the_rest(study, commit, git, tmp_path):
    made = commit(study, "First", day="2026-03-31")
    commit(study, "Second", day="2026-06-30")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{study}", "clone")
    for ref in (made, "2026-04-30"):
        with pytest.raises(HistoryError, match="this clone is shallow, git fetch --unshallow"):
            commit_at(tmp_path / "clone", ref)


def test_a_clone_without_its_contents_is_named(study, commit, git, tmp_path):
    (study / "data" / "a.csv").write_text("old")
    commit(study, "First")
    (study / "data" / "a.csv").write_text("new")
    commit(study, "Second")
    git(study, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{study}", "clone")
    shutil.rmtree(study)  # whom it would ask
    with pytest.raises(HistoryError, match="not all of its files are in this clone; git fetch --refetch"):
        parts_of(tmp_path / "clone", commit_at(tmp_path / "clone", "HEAD~1"), tmp_path / "out", "data")


def test_files_come_out_as_the_commit_has_them_whatever_the_working_tree_has(study, commit, tmp_path):
    (study / "data" / "ä b.csv").write_text("then\n")
    commit(study, "First")
    (study / "data" / "ä b.csv").write_text("now\n")
    found = parts_of(study, commit_at(study, "HEAD"), tmp_path / "out", "data", "nowhere")
    assert found == {"data/datapackage.json": "{}", "data/ä b.csv": "then\n"}
    assert (study / "data" / "ä b.csv").read_text() == "now\n"


def test_a_study_in_a_folder_of_the_repository_is_found_there(study, commit, tmp_path):
    (tmp_path / "other.txt").write_text("x")
    commit(tmp_path, "First")
    assert set(parts_of(study, commit_at(study, "HEAD"), tmp_path / "out", "data")) == {"data/datapackage.json"}


def test_a_study_in_a_submodule_has_the_history_of_the_submodule(study, commit, git, tmp_path):
    commit(study, "Inner")
    outer = tmp_path / "outer"
    outer.mkdir()
    commit(outer, "Outer")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(study), "inner")
    assert commit_at(outer / "inner", "HEAD").subject == "Inner"


def test_a_hook_of_another_repository_does_not_mislead(study, commit, tmp_path, monkeypatch):
    commit(study, "Mine")
    other = tmp_path / "other"
    other.mkdir()
    commit(other, "Not mine")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert commit_at(study, "HEAD").subject == "Mine"


def test_a_commit_from_before_the_study_is_named(study, commit, tmp_path):
    package = (study / "data" / "datapackage.json").read_text()
    (study / "data" / "datapackage.json").unlink()
    commit(study, "Before")
    (study / "data" / "datapackage.json").write_text(package)
    with pytest.raises(HistoryError, match=r"no study in its root: data/datapackage\.json is not in this commit"):
        parts_of(study, commit_at(study, "HEAD"), tmp_path / "out")


def test_a_link_in_a_commit_is_not_followed(study, commit, tmp_path):
    (study / "notebooks").symlink_to(tmp_path)
    commit(study, "First")
    with pytest.raises(HistoryError, match="notebooks is a link; only files of this repository are read"):
        parts_of(study, commit_at(study, "HEAD"), tmp_path / "out", "notebooks")


def test_a_part_in_a_submodule_is_named(study, commit, git, tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    commit(notes, "Notes")
    commit(study, "First")
    git(study, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(notes), "seeds")
    commit(study, "With notes")
    with pytest.raises(HistoryError, match="seeds is a submodule, whose files another repository has"):
        parts_of(study, commit_at(study, "HEAD"), tmp_path / "out", "seeds")


def test_programs_that_a_repository_names_are_not_run(study, commit, git, tmp_path):
    marker = tmp_path / "ran"
    (study / ".gitattributes").write_text("*.csv diff=evil filter=evil\n")
    (study / "data" / "a.csv").write_text("a\n")
    commit(study, "First")
    for key in ("diff.evil.textconv", "filter.evil.smudge", "filter.evil.clean", "core.pager", "gpg.program"):
        git(study, "config", key, f"touch {marker};")
    git(study, "config", "log.showSignature", "true")
    found = commit_at(study, "HEAD")
    assert parts_of(study, found, tmp_path / "out", "data")["data/a.csv"] == "a\n"
    assert [each.subject for each in between(study, found, None)] == []
    assert not marker.exists()


def test_commits_between_are_those_that_changed_a_file_the_oldest_first(study, commit):
    commit(study, "First")
    for number in range(2):
        (study / "data" / "a.csv").write_text(str(number))
        commit(study, f"a is {number}")
    commit(study, "Nothing")
    first = commit_at(study, "HEAD~3")
    assert [each.subject for each in between(study, first, None, "data/a.csv")] == ["a is 0", "a is 1"]
    assert [each.subject for each in between(study, first, commit_at(study, "HEAD~2"), "data")] == ["a is 0"]


def test_a_commit_of_another_branch_is_not_in_line_with_the_current_one(study, commit, git):
    commit(study, "First")
    git(study, "checkout", "-q", "-b", "side")
    commit(study, "Side")
    git(study, "checkout", "-q", "main")
    commit(study, "Main")
    assert in_line(study, commit_at(study, "HEAD~1"), None)
    assert in_line(study, commit_at(study, "HEAD"), commit_at(study, "HEAD~1"))
    assert not in_line(study, commit_at(study, "side"), None)


def test_the_author_is_whom_git_would_name(study, git, monkeypatch):
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    git(study, "init", "-q")
    git(study, "config", "user.name", " Wang\tFang ")
    assert author(study) == "Wang Fang"


def test_without_a_name_in_git_it_is_the_user(study, git, monkeypatch):
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    git(study, "init", "-q")
    monkeypatch.setenv("LOGNAME", "wfang")
    assert author(study) == "wfang"
