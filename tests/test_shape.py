"""The shape of the repository: what may import what, and what documents promise."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

ORDER = [
    "errors", "stops", "untrusted_files", "merge_leftovers", "unseen", "spreadsheet", "terminal", "location",
    "interval", "wording", "quantity", "font", "ledger", "metrics", "panel", "market", "search", "what_if", "studies",
    "tab_completion", "claims", "register", "svg", "payload", "captions", "charts", "show", "report_order",
    "stored_form", "notebooks", "gate", "report", "team_files", "changes", "explain", "as_of", "panel_command", "cli",
    "__main__",
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


def third_party(node):
    """Packages of others that a statement imports."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"marketshare"}


def test_every_package_that_is_imported_is_a_declared_dependency(repository):
    with (repository / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    declared = {re.match(r"[\w-]+", each)[0] for each in project["dependencies"]}
    distributions = packages_distributions()
    undeclared = {
        f"{path.name} imports {name}"
        for path in modules(repository)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in third_party(node)
        if not declared & {each.lower().replace("_", "-") for each in distributions.get(name, [name])}
    }
    assert not undeclared


def test_a_module_imports_only_from_those_before_it(repository):
    package = repository / "src" / "marketshare"
    backwards = [
        f"{path.relative_to(package)} imports {name}"
        for path in modules(repository)
        if path.parent != package or path.stem != "__init__"
        for name in imported(path)
        if ORDER.index(name) > ORDER.index(path.relative_to(package).parts[0].removesuffix(".py"))
    ]
    assert backwards == []


def test_every_module_has_its_place_in_the_order(repository):
    package = repository / "src" / "marketshare"
    tops = {path.relative_to(package).parts[0].removesuffix(".py") for path in modules(repository)}
    assert tops - {"__init__"} == set(ORDER)


def test_the_contributing_guide_tells_that_order(repository):
    text = (repository / "CONTRIBUTING.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("`errors` →"))
    assert sorted(re.findall(r"`(\w+)`", line)) == sorted(ORDER)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "seeds/README.md"])
def test_every_path_that_a_document_names_is_there(repository, document):
    text = (repository / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    folder = (repository / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_make_target_that_a_document_names_is_there(repository):
    makefile = (repository / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (repository / document).read_text("utf-8")
        named = r"\bmake (report|test|lint|lab|lock|refresh|diff|mutate|font|clean|spark|bench|soak)\b"
        assert set(re.findall(named, text)) <= targets


def test_each_dependency_has_its_reason_beside_it(repository):
    lines = (repository / "pyproject.toml").read_text("utf-8").splitlines()
    dependencies = [line for line in lines if re.match(r'  "[a-z0-9-]+[><=]', line)]
    assert len(dependencies) > 15
    assert [line for line in dependencies if "# " not in line] == []


def test_only_tests_of_this_study_open_it(repository):
    """The others open the frozen one, so that an accepted edit of data moves none of them; see `make soak-edits`."""
    opens = r'root[p]ath|repository / "(data|notebooks|reports|seeds)"|(Study\.at|read_ledger|paths)\(repository\)'
    found = [path for path in (repository / "tests").rglob("test_*.py") if re.search(opens, path.read_text("utf-8"))]
    assert [path.name for path in found if path.parent.name != "study"] == []


GENERAL_MEASURES = {"growth", "growth-ratio", "market-share", "rank", "revenue-share"}
"""Measures that the library knows, in whatever study."""


def said(path):
    """What a file of the package says, docstrings and comments of Python aside."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    aside = {id(node.body[0].value) for node in ast.walk(tree)
             if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in aside)
    return "\n".join(node.value for node in constants if isinstance(node.value, str))


def test_nothing_of_the_study_stands_in_the_library(repository, study):
    """No id or name of an entity, no id of a figure, claim, market, note or measure of its own; docstrings aside."""
    ledger = study.ledger
    words = {*ledger.entities, *ledger.markets, *ledger.figures, *ledger.claims, *ledger.notes}
    words |= {row[column] for row in ledger.entities.values() for column in ("name_en", "name_zh")}
    words |= {key for key in ledger.measures if "-" in key} - GENERAL_MEASURES
    of_the_study = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
    texts = {".py", ".css", ".html", ".j2", ".js", ".json", ".lua", ".typ"}
    package = repository / "src" / "marketshare"
    found = {
        f"{path.relative_to(package)}: {match[0]}"
        for path in package.rglob("*")
        if path.suffix in texts
        for match in of_the_study.finditer(said(path))
    }
    assert not found
