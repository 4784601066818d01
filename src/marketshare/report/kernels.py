"""Kernels that start warm: forked from one process that has the imports of every notebook already.

Starting Python and importing pandas, matplotlib and the library costs a second of processor time for each notebook;
a fork costs a hundredth of it. `tests/benchmarks` measures what that is worth. Where the system cannot fork
(Windows), kernels start as usual.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from marketshare.report.forks import begun

__all__ = ["WarmKernels"]


class WarmKernels:
    """Makes kernel managers whose kernels are forked from one warm process; close it when the last has ended."""

    def __init__(self) -> None:
        self.stopped = False
        self._managers: list[AsyncKernelManager] = []
        self._context = begun()

    def stop(self) -> None:
        """Kill every kernel, and let none start any more; whoever waits for one hears that it died."""
        self.stopped = True
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
        if self._context is not None:
            spec = manager.kernel_spec
            manager.provisioner = _Forked(kernel_id="", kernel_spec=spec, parent=manager, kernels=self)
        return manager

    def fork(self, *arguments: Any) -> "_AsPopen":
        """Start a process that becomes a kernel.

        Raises:
            RuntimeError: kernels were stopped.
        """
        if self.stopped or self._context is None:
            raise RuntimeError("kernels were stopped")
        process = self._context.Process(target=_become_kernel, args=arguments, daemon=True)
        process.start()
        return _AsPopen(process)


class _Forked(LocalProvisioner):
    """Launches a kernel as a fork of the warm process."""

    def __init__(self, *, kernels: WarmKernels, **traits: Any) -> None:
        super().__init__(**traits)
        self._kernels = kernels

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel; `cmd` is the command that would start a cold one."""
        arguments = cmd[cmd.index("-f") :]  # what follows python -m ipykernel_launcher
        self.cwd = kwargs.get("cwd") or Path.cwd()
        process = self._kernels.fork(arguments, dict(kwargs["env"]), str(self.cwd))
        self.process = process  # type: ignore[assignment]  # it has what is called of a Popen
        self.pid, self.pgid = process.pid, None  # the group is the warm process's own: signals go to the kernel alone
        return self.connection_info


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """In the fork: be what ``python -m ipykernel_launcher`` would be."""
    os.setsid()  # Ctrl-C in the terminal is for the command, which ends its kernels itself
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, "")  # the notebook's folder, as in a cold kernel
    arguments = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]  # it ends when the warm process does
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel import kernelapp  # noqa: PLC0415

    kernelapp.launch_new_instance(argv=arguments)


class _AsPopen:
    """A process of `multiprocessing` as jupyter_client wants it: with the methods of Popen."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return None if self._process.is_alive() else self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return int(self._process.exitcode)

    def send_signal(self, number: int) -> None:
        if self._process.is_alive():
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)
