"""The shape of the repository: what may import what, and what documents promise."""

import ast
import re
import sys
import tomllib
import traceback
from collections import defaultdict
from importlib.metadata import packages_distributions
from itertools import chain, groupby
from pathlib import Path

import pytest

from marketshare import metrics, show
from marketshare.studies import Study

ORDER = [
    "errors", "stops", "untrusted_files", "merge_leftovers", "unseen", "spreadsheet", "terminal", "location",
    "interval", "wording", "quantity", "font", "ledger", "metrics", "panel", "market", "search", "what_if", "reads",
    "studies", "tab_completion", "claims", "register", "svg", "payload", "captions", "charts", "show", "report_order",
    "stored_form", "notebooks", "gate", "report", "team_files", "changes", "explain", "as_of", "panel_command", "cli",
    "__main__",
]  # fmt: skip


DOCS = Path(__file__).parents[1] / "docs"
LIBRARY = "/src/marketshare/"


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


@pytest.mark.parametrize("package", ["quantity", "metrics"])
def test_a_public_name_means_one_thing(repository, package):
    """`sums` aside, whose formulas are named as the metrics that they are of."""
    places = defaultdict(list)
    for path in (repository / "src" / "marketshare" / package).glob("[!_]*.py"):
        for node in ast.parse(path.read_text("utf-8")).body if path.stem != "sums" else ():
            targets = getattr(node, "targets", [getattr(node, "target", node)])
            for name in (getattr(each, "name", getattr(each, "id", "_")) for each in targets):
                places[name] += [path.stem] if not name.startswith("_") else []
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_contributing_guide_tells_that_order(repository):
    text = (repository / "CONTRIBUTING.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("`errors` →"))
    assert sorted(re.findall(r"`(\w+)`", line)) == sorted(ORDER)


@pytest.mark.parametrize(
    "document",
    ["README.md", "CONTRIBUTING.md", "seeds/README.md", *(f"docs/{path.name}" for path in DOCS.glob("*.md"))],
)
def test_every_path_that_a_document_names_is_there(repository, document):
    text = (repository / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    folder = (repository / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def steps():
    """Modules that the page on architecture names, step by step."""
    page = (DOCS / "architecture.md").read_text("utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if re.match(r"\|[^|]+\| `[a-z_/]+\.py`", line)]
    return {step.strip(): re.findall(r"`([a-z_/]+)\.py`", named) for step, named in rows}


def watched(work, on_call):
    """The result of a piece of work; `on_call` is told of each call of a function of the library."""

    def heard(frame, event, _):
        if event == "call" and LIBRARY in frame.f_code.co_filename:
            on_call(frame)

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        return work()
    finally:
        sys.setprofile(before)


def module_of(frame):
    return frame.f_code.co_filename.partition(LIBRARY)[2].removesuffix(".py")


def chain_of(frame):
    """The modules of the library that a call has come through, the outermost first."""
    through = [module_of(each) for each, _ in traceback.walk_stack(frame) if LIBRARY in each.f_code.co_filename]
    return tuple(module for module, _ in groupby(reversed(through)))


def test_every_module_that_the_page_on_architecture_names_is_there(repository):
    named = {module for modules_of_step in steps().values() for module in modules_of_step}
    assert len(named) > 40
    assert {module for module in named if not (repository / "src/marketshare" / f"{module}.py").exists()} == set()


def test_the_diagram_of_rooms_has_every_room():
    diagram = (DOCS / "architecture.md").read_text("utf-8").partition("```mermaid")[2].partition("```")[0]
    assert set(ORDER) - set(re.findall(r"\w+", diagram)) == set()


def test_a_figure_goes_the_way_that_the_page_on_architecture_tells(root):
    def way(work):
        first = {}
        return watched(work, lambda frame: first.setdefault(module_of(frame))), list(first)

    study, read = way(lambda: Study.at(root))
    market, gathered = way(lambda: study.market("china-cloud", "2018"))
    number, derived = way(market.hhi)
    _, shown = way(lambda: show.say("{hhi}", hhi=number))
    told = list(steps().values())
    for step, passed in zip([[*chain(*told[:4])], *told[4:7]], [read, gathered, derived, shown], strict=True):
        assert step == [module for module in passed if module in step]


@pytest.mark.parametrize("index", ["hhi", "concentration_ratio", "effective_firms", "entropy", "hall_tideman"])
def test_bounds_of_an_index_cross_four_modules_at_most_and_lead_back_to_none(index):
    function, more = getattr(metrics, f"{index}_bounds"), {"k": 2} if index == "concentration_ratio" else {}
    chains = set()
    shares = [(42.85, 42.95), (11.75, 11.85)]
    watched(lambda: function(shares, unnamed="smaller", **more), lambda frame: chains.add(chain_of(frame)))
    assert max(map(len, chains)) == 4
    assert [each for each in chains if len(set(each)) < len(each)] == []


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
