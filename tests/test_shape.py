"""The shape of the repository: what may import what, and what documents promise."""

import ast
import doctest
import re

import pytest

ORDER = [
    "errors", "stops", "untrusted_files", "unseen", "spreadsheet", "terminal", "location", "interval", "wording",
    "quantity", "font", "ledger", "metrics", "panel", "reads", "studies", "claims", "register", "svg", "payload",
    "charts", "show", "report_order", "stored_form", "notebooks", "gate", "report", "changes", "explain",
    "panel_command", "cli", "__main__",
]  # fmt: skip


def modules(root):
    return sorted((root / "src" / "marketshare").rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "marketshare":
            names += [f"marketshare.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name and name.startswith("marketshare."))


def test_a_module_imports_only_from_those_before_it(pytestconfig):
    package = pytestconfig.rootpath / "src" / "marketshare"
    backwards = [
        f"{path.relative_to(package)} imports {name}"
        for path in modules(pytestconfig.rootpath)
        if path.parent != package or path.stem != "__init__"
        for name in imported(path)
        if ORDER.index(name) > ORDER.index(path.relative_to(package).parts[0].removesuffix(".py"))
    ]
    assert backwards == []


def test_every_module_has_its_place_in_the_order(pytestconfig):
    package = pytestconfig.rootpath / "src" / "marketshare"
    tops = {path.relative_to(package).parts[0].removesuffix(".py") for path in modules(pytestconfig.rootpath)}
    assert tops - {"__init__"} == set(ORDER)


def test_the_contributing_guide_tells_that_order(pytestconfig):
    text = (pytestconfig.rootpath / "CONTRIBUTING.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("`errors` →"))
    assert sorted(re.findall(r"`(\w+)`", line)) == sorted(ORDER)


def test_the_examples_of_the_readme_hold(pytestconfig):
    result = doctest.testfile(str(pytestconfig.rootpath / "README.md"), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "seeds/README.md"])
def test_every_path_that_a_document_names_is_there(pytestconfig, document):
    text = (pytestconfig.rootpath / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    folder = (pytestconfig.rootpath / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_make_target_that_a_document_names_is_there(pytestconfig):
    makefile = (pytestconfig.rootpath / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (pytestconfig.rootpath / document).read_text("utf-8")
        named = r"\bmake (report|test|lint|lab|lock|refresh|diff|mutate|font|clean|spark|bench|soak)\b"
        assert set(re.findall(named, text)) <= targets


def test_each_dependency_has_its_reason_beside_it(pytestconfig):
    lines = (pytestconfig.rootpath / "pyproject.toml").read_text("utf-8").splitlines()
    dependencies = [line for line in lines if re.match(r'  "[a-z0-9-]+[><=]', line)]
    assert len(dependencies) > 15
    assert [line for line in dependencies if "# " not in line] == []
