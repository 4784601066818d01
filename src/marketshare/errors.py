"""What ends a command or a cell: something the user wrote, or the machine."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import ParamSpec, TypeVar

__all__ = [
    "CallError", "CallerError", "DisplayError", "MachineError", "NoStudyError", "StudyError", "UnknownIdError",
    "UnknownNameError", "called", "did_you_mean",
]  # fmt: skip

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class CallerError(Exception):
    """What somebody wrote is wrong; the message names it, and the likely fix.

    In IPython its traceback ends at the line that they wrote: the library has checked, and how does not matter to them.
    ``traceback.print_exc()`` and ``%debug`` still show the library's own frames.
    """

    def _render_traceback_(self) -> list[str]:
        """The traceback as IPython shows it, which calls this by that name."""
        from IPython import get_ipython  # noqa: PLC0415  (who asks has imported it)

        cause, context, unsaid = self.__cause__, self.__context__, self.__suppress_context__
        self.__cause__ = None if _began_here(cause) else cause
        self.__suppress_context__ = unsaid or _began_here(context)
        try:
            shown: list[str] = get_ipython().InteractiveTB.structured_traceback(
                type(self), self, _of_caller(self.__traceback__)
            )
        finally:
            self.__cause__, self.__suppress_context__ = cause, unsaid
        return shown


class StudyError(CallerError):
    """Something in a notebook or the data is wrong."""


class DisplayError(CallerError, ValueError):
    """Something that cannot be shown: in words, in a table or in a chart."""


class UnknownIdError(CallerError, KeyError):
    """Nothing goes by that id; near misses are named."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would show it in quotation marks


class UnknownNameError(CallerError, AttributeError):
    """Nothing goes by that name behind a point; what does is named."""


class CallError(CallerError, TypeError):
    """A call with other arguments than are taken, or something of another kind."""


class NoStudyError(CallerError, FileNotFoundError):
    """There is no study where one was looked for."""


class MachineError(Exception):
    """The machine failed: a kernel died, a disk is full."""


def called(function: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
    """What a function returns; for one that wraps it, whose own frames are not the caller's.

    Raises:
        CallError: it does not take these arguments.
    """
    try:
        return function(*given, **named)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is not None:  # it was entered
            raise
        raise CallError(str(error)) from None


def _of_caller(traceback: TracebackType | None) -> TracebackType | None:
    """A traceback without the library's frames, and those of its import, at its end; as it is, if it has no others."""
    frames = []
    while traceback is not None:
        frames.append(traceback)
        traceback = traceback.tb_next
    kept = max(
        (place for place, frame in enumerate(frames, 1) if not (_is_ours(frame) or _is_of(frame, "importlib"))),
        default=len(frames),
    )
    rest = None
    for frame in reversed(frames[:kept]):
        rest = TracebackType(rest, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return rest


def did_you_mean(
    name: object, known: Iterable[object], *, instead: str = "", quoted: bool = False, most: int = 3
) -> str:
    """The end of a message about a name that is not known: its near misses, else what is said instead of them.

    Example:
        >>> did_you_mean("alhpa", ["alpha", "beta"])
        '; did you mean alpha?'
        >>> did_you_mean("x", ["alpha", "beta"], instead="there are alpha, beta")
        '; there are alpha, beta'
    """
    from difflib import get_close_matches  # noqa: PLC0415  (only for who has mistyped)

    near = get_close_matches(str(name), list(map(str, known)), n=most)
    said = f"did you mean {' or '.join(map(repr, near) if quoted else near)}?" if near else instead
    return f"; {said}" if said else ""


def _began_here(error: BaseException | None) -> bool:
    """True for an error that the library caught itself, to say it in other words."""
    return error is not None and error.__traceback__ is not None and _is_ours(error.__traceback__)


def _is_ours(frame: TracebackType) -> bool:
    return _is_of(frame, __name__.partition(".")[0])


def _is_of(frame: TracebackType, package: str) -> bool:
    return str(frame.tb_frame.f_globals.get("__name__")).partition(".")[0] == package
