"""Pages from templates: what is filled in is text, unless it says that it is markup, and nothing may be left out."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

__all__ = ["template"]


def template(package: str, name: str, **filters: Callable[..., Any]) -> Template:
    """A template of a package's folder ``templates``.

    Args:
        package: Its dotted name.
        name: File name of the template.
        filters: Functions that the template uses, by name.
    """
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    return environment.get_template(name)
