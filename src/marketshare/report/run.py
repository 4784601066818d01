"""Run notebooks: each in a kernel of its own, some at a time, with a time limit."""

import asyncio
import atexit
import copy
import json
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from marketshare.errors import MachineError, StudyError
from marketshare.location import ROOT_VARIABLE
from marketshare.notebooks import forget_skipped, read
from marketshare.payload import CHART_FORMAT_VARIABLE
from marketshare.reads import READS_VARIABLE
from marketshare.report.kernels import WarmKernels
from marketshare.report.warm import INLINE
from marketshare.stored_form import language_of
from marketshare.studies import WHAT_IF_VARIABLE, Study

__all__ = ["KernelFailedError", "NotebookFailedError", "run"]

TIME_LIMIT = 300.0
"""Seconds that one notebook may take."""


SECONDS_TO_END = 0.3
"""Seconds in which what waits for a kernel hears that it was killed."""


class NotebookFailedError(StudyError):
    """A cell raised an error: something in the notebook or the data is wrong."""


class KernelFailedError(MachineError):
    """A kernel died, or a notebook took too long."""


class _NotBegunError(KernelFailedError):
    """A kernel ended before it answered: often because another program took one of its ports first."""


ATTEMPTS = 3
"""How often a kernel is started until one answers."""


def run(
    paths: list[Path],
    study: Study,
    *,
    vector_charts: bool,
    progress: Callable[[str], None],
    time_limit: float = TIME_LIMIT,
    reads: Path | None = None,
) -> dict[str, NotebookNode]:
    """Execute notebooks and return them by name; the files are not touched.

    Args:
        paths: Notebooks, in order.
        study: What they work on, its what-if included.
        vector_charts: Add SVG to each chart, for a report.
        progress: Told what starts and what is done.
        time_limit: Seconds that one notebook may take.
        reads: Folder for what each of them reads of the study, in a file of its name, where its kernel records that.

    Raises:
        NotebookFailedError: a cell raised; all of them are named.
        KernelFailedError: a kernel died, or a notebook took too long.
        KeyboardInterrupt: the user stopped it; no kernel is left.
    """
    environment = {**os.environ, ROOT_VARIABLE: str(study.root), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    environment["MPLBACKEND"] = INLINE  # whatever the shell draws with, a notebook draws into itself
    environment.pop(CHART_FORMAT_VARIABLE, None)
    environment.pop(WHAT_IF_VARIABLE, None)
    environment.pop(READS_VARIABLE, None)
    if study.hypothetical:
        environment[WHAT_IF_VARIABLE] = json.dumps(study.hypothetical)
    if vector_charts:
        environment[CHART_FORMAT_VARIABLE] = "svg"
    kernels = WarmKernels(progress)
    # In a thread of its own, because nbclient in the main thread takes Ctrl-C for itself and loses its way; a daemon,
    # because a program that was stopped does not wait for it.
    done: Future[dict[str, NotebookNode]] = Future()

    def work() -> None:
        try:
            done.set_result(asyncio.run(_run_all(paths, environment, kernels, progress, time_limit, reads)))
        except BaseException as error:  # it is raised where the result is asked for
            done.set_exception(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        return done.result()
    except KeyboardInterrupt:
        kernels.stop()
        raise
    finally:
        worker.join(timeout=SECONDS_TO_END)


async def _run_all(
    paths: list[Path],
    environment: Mapping[str, str],
    kernels: WarmKernels,
    progress: Callable[[str], None],
    time_limit: float,
    reads: Path | None,
) -> dict[str, NotebookNode]:
    slots = asyncio.Semaphore((os.cpu_count() or 1) + 1)  # one more than there are cores, since each waits at times
    clock = asyncio.get_running_loop()

    async def one(path: Path) -> NotebookNode:
        async with slots:
            start = clock.time()
            progress(f"{path.stem}: running")
            own = {**environment, READS_VARIABLE: str(reads / path.stem)} if reads else environment
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    notebook = await _execute(path, own, kernels.manager(), time_limit)
                    break
                except _NotBegunError:
                    if attempt == ATTEMPTS:
                        raise
                    progress(f"{path.stem}: its kernel did not begin; another one is started")
            progress(f"{path.stem}: run in {clock.time() - start:.1f} s")
            return notebook

    results = await asyncio.gather(*(one(path) for path in paths), return_exceptions=True)
    failures = [result for result in results if isinstance(result, BaseException)]
    for failure in failures:
        if not isinstance(failure, NotebookFailedError):
            raise failure
    if failures:
        raise NotebookFailedError("\n".join(map(str, failures)))
    return {
        path.stem: result for path, result in zip(paths, results, strict=True) if not isinstance(result, BaseException)
    }


async def _execute(
    path: Path, environment: Mapping[str, str], kernel: AsyncKernelManager, time_limit: float
) -> NotebookNode:
    notebook = copy.deepcopy(read(path))
    place = f"notebooks/{path.name}"
    if language := language_of(notebook):
        raise NotebookFailedError(f"{place}: written in {language}, expected Python; rename it, or take it away")
    forget_skipped(notebook)

    def begun(cell_index: int, **_: object) -> None:
        nonlocal place
        place = f"notebooks/{path.name}: cell {cell_index + 1}"

    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=None,
        shutdown_kernel="immediate",  # nothing of it is needed any more
        record_timing=False,
        extra_arguments=["--HistoryManager.enabled=False", "--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=begun,
    )
    # At the limit the kernel is killed: the client then ends as it does when a kernel dies, and leaves nothing behind.
    limit = _Limit(kernel)
    clock = asyncio.get_running_loop().call_later(time_limit, limit.reached)
    try:
        await client.async_execute(env=dict(environment), cleanup_kc=True)
    except CellExecutionError as error:
        raise NotebookFailedError(f"{place}: {_failure(error)}") from error
    except RuntimeError as error:  # it died while it ran, or before it answered, or never answered
        if limit.is_reached:
            words = f"{place}: not done after {time_limit:g} s; is a cell waiting, or is it endless?"
            raise KernelFailedError(f"{words} --time-limit allows more") from error
        if not isinstance(error, DeadKernelError):
            raise _NotBegunError(f"notebooks/{path.name}: the kernel did not begin ({error}); try again") from error
        raise KernelFailedError(f"{place}: the kernel died; is there enough memory?") from error
    finally:
        clock.cancel()
        atexit.unregister(client._cleanup_kernel)  # where ending a kernel failed, it would be tried again, and fail
    return notebook


class _Limit:
    """Kills a kernel when its time is up, and remembers that it did."""

    def __init__(self, kernel: AsyncKernelManager) -> None:
        self.is_reached = False
        self._kernel = kernel
        self._task: asyncio.Task[None] | None = None

    def reached(self) -> None:
        self.is_reached = True
        if self._kernel.provisioner is not None:
            self._task = asyncio.ensure_future(self._kernel.provisioner.kill())


def _failure(error: CellExecutionError) -> str:
    if error.ename == "StdinNotImplementedError":
        return "it asks for input, and nobody is there to answer; write the answer into the cell"
    return f"{error.ename}: {error.evalue}"
