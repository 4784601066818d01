"""What ends a command: something the user wrote, or the machine."""

__all__ = ["MachineError", "StudyError"]


class StudyError(Exception):
    """Something in a notebook or the data is wrong; the message names it, and the likely fix."""


class MachineError(Exception):
    """The machine failed: a kernel died, a disk is full."""
