"""The process that kernels are forked from: begun early, it imports while the command reads the data."""

import multiprocessing
from multiprocessing.context import ForkServerContext

__all__ = ["begun"]


def begun() -> ForkServerContext | None:
    """The context whose processes are forks of the warm process, which has begun to import; None without forks."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return None
    from multiprocessing.forkserver import ensure_running  # noqa: PLC0415  (there is no such module on Windows)

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["marketshare.report.warm"])
    ensure_running()
    return context
