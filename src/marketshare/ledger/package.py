"""The package: ``data/datapackage.json`` and the schemas that it names, checked before anything relies on them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketshare.ledger.patterns import pattern_fault
from marketshare.ledger.problems import Problem
from marketshare.ledger.texts import is_inside, leads_away, read_text
from marketshare.merge_leftovers import StandsTwiceError, load_json

__all__ = ["PACKAGE", "Resource", "resources", "study_title"]

PACKAGE = "data/datapackage.json"
FIGURES_SCHEMA = "figures.schema.json"

RELIED_ON = {
    "entities": "id name_en name_zh parent",
    "markets": "id name_en",
    "measures": "id unit kind name_en name_zh",
    "sources": "id file title locale fiscal_year_end rights sha256",
    "rules": "id rule name jurisdiction standing in_force_from in_force_until about market outcome measure firms "
    "operator threshold condition citation verified remark",
    "readings": "figure reading value bounds meaning",
    "set_aside": "source line nth text",
    "claims": "id kind source line quote gloss claim test",
    "tensions": "first second why",
    "figures": "id entity market measure period printed value bounds status source line quote gloss also_on "
    "primary_source supersedes beside note",
}
"""Columns without which a table would be of no use."""

_FILE_NAME = re.compile(r"[^/\\:\0-\x1f]+")


@dataclass(frozen=True)
class Resource:
    """One table, as the package describes it.

    Attributes:
        name: Its name.
        file: Path from the root of the study.
        schema: Its fields, keys and constraints.
        holds_figures: True if it has the columns of a figure file.
    """

    name: str
    file: str
    schema: dict[str, Any]
    holds_figures: bool


def study_title(root: Path, otherwise: str = "") -> str:
    """The title of the study at `root`, as its data package has it; else what is given, or the name of its folder."""
    package = _json(root, PACKAGE, [])
    title = package.get("title") if isinstance(package, dict) else None
    return str(title or otherwise or root.name)


def resources(root: Path) -> tuple[list[Resource], list[Problem]]:
    """The tables that the package describes well enough to be read, and what is wrong with the others."""
    problems: list[Problem] = []
    package = _json(root, PACKAGE, problems)
    listed = package.get("resources", []) if isinstance(package, dict) else None
    problems += _title_faults(package)
    if not isinstance(listed, list):
        if package is not None:
            problems.append(Problem(PACKAGE, 0, "", 'expected {"name": …, "resources": [ … ]}, found something else'))
        return [], problems
    found: dict[str, Resource] = {}
    schemas: dict[str, Any] = {}
    for number, given in enumerate(listed, 1):
        fault = _resource_fault(given)
        if not fault and given["name"] in found:
            fault = f"repeats the name {given['name']!r}; give each table a name of its own"
        if fault:
            problems.append(Problem(PACKAGE, 0, "", f"resource {number} {fault}"))
            continue
        schema, place = given["schema"], PACKAGE
        if isinstance(schema, str):
            place = f"data/{schema}"
            if schema not in schemas:
                schemas[schema] = _json(root, place, problems)
            schema = schemas[schema]
            if schema is None:
                continue
        figures = given["schema"] == FIGURES_SCHEMA
        faults = list(_schema_faults(schema, "figures" if figures else given["name"]))
        problems += [Problem(place, 0, "", f"the schema of {given['name']} {fault}") for fault in faults]
        if not faults:
            found[given["name"]] = Resource(given["name"], f"data/{given['path']}", schema, figures)
    return list(found.values()), problems


def _title_faults(package: Any) -> Iterator[Problem]:
    title = package.get("title", "") if isinstance(package, dict) else ""
    if not isinstance(title, str) or len(title.splitlines()) > 1 or title.isspace():
        yield Problem(PACKAGE, 0, "title", f"{_short(title)}; expected a line of text, which heads the report")


def _json(root: Path, file: str, problems: list[Problem]) -> Any:
    path = root / file
    text = read_text(path, file, save_as="UTF-8") if is_inside(path, root) else leads_away(path, file)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    try:
        return load_json(text)
    except json.JSONDecodeError as error:
        words = "the file is empty" if not text.strip() else f"not JSON: {error.msg} at column {error.colno}"
        problems.append(Problem(file, error.lineno, "", f"{words}; restore it, or mend it there"))
    except StandsTwiceError as error:
        problems.append(Problem(file, 0, "", f"{error}; take the other out"))
    except (RecursionError, ValueError):  # a million brackets; a number of 5,000 digits
        problems.append(Problem(file, 0, "", "not JSON that anybody would write: too deep, or a number too long"))
    return None


def _resource_fault(given: Any) -> str:
    if not isinstance(given, dict):
        return f'is {_short(given)}; expected {{"name": …, "path": …, "schema": …}}'
    if lacking := [key for key in ("name", "path", "schema") if key not in given]:
        return f"({_short(given.get('name') or given.get('path'))}) has no {', '.join(lacking)}"
    name, path, schema = given["name"], given["path"], given["schema"]
    if not (isinstance(name, str) and re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", name)):
        return f"has the name {_short(name)}; expected small letters, digits and underscores"
    if not _is_file_name(path):
        return f"({name}) has the path {_short(path)}; expected the name of a file in data/"
    if not (isinstance(schema, dict) or _is_file_name(schema)):
        return f"({name}) has the schema {_short(schema)}; expected fields and keys, or the name of a file in data/"
    return ""


def _is_file_name(given: Any) -> bool:
    return isinstance(given, str) and bool(_FILE_NAME.fullmatch(given)) and given not in {".", ".."}


def _schema_faults(schema: Any, kind: str) -> Iterator[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(
        isinstance(spec, dict) and isinstance(spec.get("name"), str) for spec in fields
    ):
        yield 'has no list of fields, each with a name; expected {"fields": [{"name": …}, … ]}'
        return
    names = [spec["name"] for spec in fields]
    if lacking := [column for column in RELIED_ON.get(kind, "").split() if column not in names]:
        yield f"has no field {', '.join(lacking)}; every study needs it"
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        yield f"repeats the field {', '.join(repeated)}"
    for spec in fields:
        if fault := _field_fault(spec):
            yield f"has for {spec['name']} {fault}"
    key = schema.get("primaryKey")
    if not (isinstance(key, list) and key and all(part in names for part in key)):
        yield f"has the primaryKey {_short(key)}; expected a list of its fields"
    foreigns = schema.get("foreignKeys", [])
    for foreign in foreigns if isinstance(foreigns, list) else [foreigns]:
        if not _is_foreign_key(foreign, names):
            yield f"has the foreign key {_short(foreign)}; expected one field, and the resource and field that it names"


def _field_fault(spec: dict[str, Any]) -> str:
    constraints = spec.get("constraints", {})
    if not isinstance(constraints, dict):
        return f"the constraints {_short(constraints)}; expected {{…}}"
    for key in ("type", "description"):
        if not isinstance(spec.get(key, ""), str):
            return f"the {key} {_short(spec[key])}; expected text"
    if not isinstance(constraints.get("enum", []), list):
        return f"the enum {_short(constraints['enum'])}; expected a list"
    if not isinstance(constraints.get("minimum", 0), int):
        return f"the minimum {_short(constraints['minimum'])}; expected an integer"
    if "pattern" in constraints and (fault := pattern_fault(constraints["pattern"])):
        return f"the pattern {_short(constraints['pattern'])}, which is none that can be matched in time: {fault}"
    return ""


def _is_foreign_key(given: Any, names: list[str]) -> bool:
    try:
        (column,), (target,) = given["fields"], given["reference"]["fields"]
        return column in names and isinstance(target, str) and isinstance(given["reference"]["resource"], str)
    except (KeyError, TypeError, ValueError):
        return False


def _short(given: Any) -> str:
    words = repr(given)
    return words if len(words) <= 60 else f"{words[:60]}…"
