"""Signals that stop a program: an exception once, never in the middle of what must be whole, and an end in any case."""

import subprocess
import sys
import time

import pytest

from marketshare.stops import PATIENCE

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
