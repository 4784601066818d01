"""Run notebooks: each in a kernel of its own, two at a time, with a time limit."""

import asyncio
import copy
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from marketshare.errors import MachineError, StudyError
from marketshare.notebooks import read
from marketshare.show import CHART_FORMAT_VARIABLE
from marketshare.studies import ROOT_VARIABLE, WHAT_IF_VARIABLE, Study

__all__ = ["KernelFailedError", "NotebookFailedError", "run"]

TIME_LIMIT = 300
"""Seconds that one cell may take."""


class NotebookFailedError(StudyError):
    """A cell raised an error: something in the notebook or the data is wrong."""


class KernelFailedError(MachineError):
    """A kernel died or hung: the machine, not the notebook."""


def run(
    paths: list[Path], study: Study, *, vector_charts: bool, progress: Callable[[str], None]
) -> dict[str, NotebookNode]:
    """Execute notebooks and return them by name; the files are not touched.

    Args:
        paths: Notebooks, in order.
        study: What they work on, its what-if included.
        vector_charts: Add SVG to each chart, for a report.
        progress: Told what starts and what is done.

    Raises:
        NotebookFailedError: a cell raised; all of them are named.
        KernelFailedError: a kernel died, or a cell took too long.
    """
    environment = {**os.environ, ROOT_VARIABLE: str(study.root), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    environment.pop(CHART_FORMAT_VARIABLE, None)
    environment.pop(WHAT_IF_VARIABLE, None)
    if study.hypothetical:
        environment[WHAT_IF_VARIABLE] = json.dumps(study.hypothetical)
    if vector_charts:
        environment[CHART_FORMAT_VARIABLE] = "svg"
    return asyncio.run(_run_all(paths, environment, progress))


async def _run_all(
    paths: list[Path], environment: Mapping[str, str], progress: Callable[[str], None]
) -> dict[str, NotebookNode]:
    kernels = asyncio.Semaphore(os.cpu_count() or 2)
    clock = asyncio.get_running_loop()

    async def one(path: Path) -> NotebookNode:
        async with kernels:
            start = clock.time()
            notebook = await _execute(path, environment)
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


async def _execute(path: Path, environment: Mapping[str, str]) -> NotebookNode:
    notebook = copy.deepcopy(read(path))
    client = NotebookClient(
        notebook,
        timeout=TIME_LIMIT,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--HistoryManager.enabled=False", "--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env=dict(environment))
    except CellExecutionError as error:
        cell = next((number for number, cell in enumerate(notebook.cells, 1) if _raised(cell)), "?")
        raise NotebookFailedError(f"notebooks/{path.name}: cell {cell}: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise KernelFailedError(f"notebooks/{path.name}: a cell took more than {TIME_LIMIT} s") from error
    except DeadKernelError as error:
        raise KernelFailedError(f"notebooks/{path.name}: the kernel died; is there enough memory?") from error
    return notebook


def _raised(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))
