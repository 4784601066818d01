"""Market shares from research notes: every number leads to the sentence that it came from.

``from marketshare import study`` opens the study that the current folder belongs to.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketshare.studies import Study

    study: Study

__all__ = ["study"]


def __getattr__(name: str) -> Any:
    if name == "study":
        # Opened when asked for, so that importing the library reads no file.
        from marketshare.studies import Study  # noqa: PLC0415

        return Study.nearest()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
