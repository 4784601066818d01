"""Every hostile study ends in a sentence and an exit code, soon, in little memory, and with nothing outside touched."""

import hashlib
import resource
import signal
import sys

import pytest
from hostile_studies import STUDIES, sound

from marketshare.cli import main

COMMANDS = {
    "check": ["check"],
    "check --notebooks": ["check", "--notebooks"],
    "find": ["find", "腾讯"],
    "explain": ["explain", "cloud-share-tencent-2018"],
    "report": ["report"],
    "refresh": ["refresh", "--because", "a test"],
}
SECONDS = 60
MEGABYTES = 600


def contents(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def largest():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


@pytest.fixture
def soon():
    """Let a test end by an error where a command waits for something that never comes."""

    def over(*_):
        raise TimeoutError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.usefixtures("soon")
def test_a_hostile_study_is_answered(name, tmp_path, capsys):
    damage, wanted, said, commands = STUDIES[name]
    outside, folder = tmp_path / "outside", sound(tmp_path / "study")
    outside.mkdir()
    (outside / "precious.txt").write_text("kept")
    damage(folder, outside)
    before, memory = contents(outside), largest()
    for command in commands:
        code = main(["--root", str(folder), *COMMANDS[command]])
        out, err = capsys.readouterr()
        assert code == wanted, (command, err[-2000:])
        assert said in out + err, command
        assert "Traceback" not in out + err
        assert max(map(len, (out + err).split("\n"))) < 10_000
        assert contents(outside) == before
    assert largest() - memory < MEGABYTES
    assert (folder / "data" / "claims.csv").exists()
