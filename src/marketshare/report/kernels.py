"""Kernels that start warm: forked from one process that has the imports of every notebook already.

Starting Python and importing pandas, matplotlib and the library costs a second of processor time for each notebook;
a fork costs a hundredth of it. `tests/benchmarks` measures what that is worth. Where the system cannot fork
(Windows), or the warm process could not be had, kernels start as usual.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from marketshare.report.forks import Forked, NotWarmError, begun

__all__ = ["WarmKernels"]


class WarmKernels:
    """Makes kernel managers whose kernels are forked from one warm process.

    Args:
        progress: Told if they have to start cold, and why.
    """

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.stopped = False
        self._progress = progress
        self._managers: list[AsyncKernelManager] = []
        self._warm = begun()

    def stop(self) -> None:
        """Kill every kernel, and let none start any more; whoever waits for one hears that it died."""
        self.stopped = True
        if self._warm is not None:
            self._warm.end()
        for manager in self._managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()

    def manager(self) -> AsyncKernelManager:
        """A manager of one kernel, not yet started.

        Raises:
            RuntimeError: kernels were stopped.
        """
        if self.stopped:
            raise RuntimeError("kernels were stopped")
        manager = AsyncKernelManager(kernel_name="python3")
        self._managers.append(manager)
        if self._warm is not None:
            spec = manager.kernel_spec
            manager.provisioner = _Forked(kernel_id="", kernel_spec=spec, parent=manager, kernels=self)
        return manager

    def fork(self, arguments: list[str], environment: dict[str, str], folder: str) -> Forked | None:
        """Start a process that becomes a kernel; None if it has to start cold.

        Raises:
            RuntimeError: kernels were stopped.
        """
        if not self.stopped and self._warm is not None:
            try:
                return Forked(self._warm, self._warm.fork(arguments, environment, folder))
            except NotWarmError as error:
                if not self.stopped:
                    self._warm = None
                    self._progress(f"kernels start cold, which takes a second more for each notebook: {error}")
        if self.stopped:
            raise RuntimeError("kernels were stopped")
        return None


class _Forked(LocalProvisioner):
    """Launches a kernel as a fork of the warm process."""

    def __init__(self, *, kernels: WarmKernels, **traits: Any) -> None:
        super().__init__(**traits)
        self._kernels = kernels

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel; `cmd` is the command that starts a cold one."""
        arguments = cmd[cmd.index("-f") :]  # what follows python -m ipykernel_launcher
        self.cwd = kwargs.get("cwd") or Path.cwd()
        process = self._kernels.fork(arguments, dict(kwargs["env"]), str(self.cwd))
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]  # it has what is called of a Popen
        self.pid, self.pgid = process.pid, None  # signals go through the process, which sends them to the whole group
        return self.connection_info
