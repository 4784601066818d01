"""Signals that stop a program: an exception once, never in the middle of what must be whole, and an end in any case."""

import os
import signal
import subprocess
import sys
import time

import pytest

from marketshare.stops import PATIENCE, uninterrupted

BEGIN = """
import os, signal, sys, time
from marketshare.stops import Stopped, held, obey, stopped_by
obey()
"""


def ended(code, *before):
    """Exit code, what was printed, and seconds of a program."""
    start = time.monotonic()
    done = subprocess.run([*before, sys.executable, "-c", BEGIN + code], capture_output=True, text=True, timeout=60)  # noqa: PLW1510
    return done.returncode, done.stdout.split(), done.stderr, time.monotonic() - start


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_is_an_exception_that_knows_it(name):
    code = f"""
try:
    os.kill(os.getpid(), signal.{name})
    print("lost")
except Stopped:
    print(signal.Signals(stopped_by()).name, flush=True)
os._exit(0)
"""
    assert ended(code)[:2] == (0, [name])


def test_what_must_be_whole_is_ended_first():
    code = """
try:
    with held():
        os.kill(os.getpid(), signal.SIGTERM)
        print("whole", flush=True)
    print("lost")
except Stopped:
    print("stopped", flush=True)
os._exit(0)
"""
    assert ended(code)[:2] == (0, ["whole", "stopped"])


def test_an_exception_that_is_swallowed_ends_the_program_all_the_same():
    code = """
class Swallows:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
del_me = Swallows()
del del_me
time.sleep(30)
"""
    returned, _, errors, seconds = ended(code)
    assert returned == 143
    assert errors.endswith("marketshare: stopped\n")
    assert seconds > PATIENCE


def test_who_waits_for_another_thread_is_ended():
    code = """
import threading
threading.Thread(target=time.sleep, args=(30,)).start()
os.kill(os.getpid(), signal.SIGINT)
"""
    assert ended(code)[0] == 130


def test_a_second_signal_ends_at_once():
    code = """
try:
    os.kill(os.getpid(), signal.SIGINT)
except Stopped:
    os.kill(os.getpid(), signal.SIGINT)
    print("went on", flush=True)
"""
    assert ended(code)[:2] == (130, [])


def test_what_is_ignored_stays_ignored():
    code = """
os.kill(os.getpid(), signal.SIGHUP)
print("goes on", flush=True)
"""
    assert ended(code, "nohup")[:2] == (0, ["goes", "on"])


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_while_a_finished_program_ends_changes_nothing(name):
    code = f"""
import atexit
from marketshare.stops import done
atexit.register(lambda: (os.kill(os.getpid(), signal.{name}), print("tidied")))
done()
sys.exit(0)
"""
    assert ended(code)[:3] == (0, ["tidied"], "")


def test_an_interrupt_waits_for_the_end_of_what_must_not_be_interrupted():
    reached = []

    def imported(*inner):
        with uninterrupted():
            for each in inner:
                imported(*each)
            os.kill(os.getpid(), signal.SIGINT)
            reached.append(len(inner))

    with pytest.raises(KeyboardInterrupt):
        imported([[]], [])
    assert reached == [0, 1, 0, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_within_it_is_the_error():
    with pytest.raises(ZeroDivisionError), uninterrupted():
        1 / 0  # noqa: B018
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_a_program_does_about_interrupts_it_goes_on_doing():
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append("interrupt"))
    try:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            assert heard == ["interrupt"]
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("package", ["charts", "show"])
def test_an_interrupt_in_the_middle_of_the_first_import_leaves_it_usable(package, tmp_path):
    """The interrupt comes while Matplotlib is half loaded, after which it would lack a function for good."""
    script = tmp_path / "import_twice.py"
    script.write_text(
        f"""
import os, signal, sys

class Impatient:
    def find_spec(self, name, *_):
        if name == "matplotlib.rcsetup":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
try:
    import marketshare.{package}
except KeyboardInterrupt:
    import marketshare.{package}
    print("whole")
"""
    )
    assert subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout == "whole\n"
