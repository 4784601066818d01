"""How long Tab takes for the first time in a fresh kernel: with the library's completions, and with IPython's alone.

The other completions that an analyst waits for are the ratio's base: those of the standard library, by Jedi or without.
"""

import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SETTING = "import decimal\nfrom marketshare import charts, metrics, show, study\n"
OURS = (
    'study["',
    'study.replacing({"',
    'study.readings("',
    "show.",
    "charts.",
    "metrics.",
    "study.",
    'study["cloud-share-tencent-2018"].',
)
TABLE = "study.cloud_share."
"""Loads pandas, which takes its time; Jedi reads its sources as well."""
BASE = "decimal."
ALONE = "get_ipython().Completer.custom_matchers.clear()\n"
HIGHEST = 0.3
"""Seconds within which a first Tab answers."""


def first_tab(typed: str, setting: str) -> float:
    """Seconds from the key to the answer, the first time in a kernel."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(NOTEBOOKS))
    try:
        client.execute_interactive(setting, timeout=60)
        start = time.perf_counter()
        client.complete(typed, len(typed), reply=True, timeout=120)
        return time.perf_counter() - start
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> None:
    """Print the table; the library's column holds at most `HIGHEST`."""
    slowest = 0.0
    for jedi in (True, False):
        setting = f"%config Completer.use_jedi = {jedi}\n{SETTING}"
        base = first_tab(BASE, setting)
        print(f"\n{'with' if jedi else 'without'} Jedi; {BASE} takes {base:.3f} s")
        print(f"{'first Tab behind':42}{'marketshare':>12}{'IPython alone':>15}{'of ' + BASE:>14}")
        for typed in (*OURS, TABLE):
            own, alone = first_tab(typed, setting), first_tab(typed, setting + ALONE)
            slowest = max(slowest, own if typed in OURS else 0)
            print(f"{typed:42}{own:10.3f} s{alone:13.3f} s{own / base:13.2f}×")
    print(f"\nslowest {slowest:.3f} s, of at most {HIGHEST} s; {TABLE} loads pandas besides")


if __name__ == "__main__":
    main()
