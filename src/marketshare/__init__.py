"""Market shares from research notes: every number leads to the sentence that it came from.

``from marketshare import study`` opens the study that the current folder belongs to; ``from marketshare import Market``
makes a market from numbers alone.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketshare.market import Market
    from marketshare.quantity import derive
    from marketshare.studies import Study

    study: Study

__all__ = ["Market", "derive", "study"]


def __getattr__(name: str) -> Any:
    if name == "study":
        # Opened when asked for, so that importing the library reads no file.
        from marketshare.studies import Study  # noqa: PLC0415

        return Study.nearest()
    if name == "Market":
        from marketshare.market import Market  # noqa: PLC0415  (so that one who needs none does not wait for it)

        return Market
    if name == "derive":
        from marketshare.quantity import derive  # noqa: PLC0415  (the same)

        return derive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
