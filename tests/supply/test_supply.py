"""What is installed is what is locked, its licences are listed, and nothing is fetched when the suite runs."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions

import pytest

LOCKS = ["requirements.lock", "requirements-spark.lock", "requirements-audit.lock", "tests/fuzz/atheris.lock"]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_a_version_and_hashes(root, lock):
    text = (root / lock).read_text("utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert packages
    assert [p.splitlines()[0] for p in packages if "==" not in p.splitlines()[0] or "--hash=sha256:" not in p] == []


def test_make_installs_nothing_without_its_hash(root):
    text = (root / "Makefile").read_text("utf-8")
    installs = [line.strip() for line in text.splitlines() if "pip install" in line and "-e ." not in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_the_licence_of_every_locked_package_that_is_installed_is_listed(root):
    locked = {normal(n) for n in re.findall(r"^([A-Za-z0-9._-]+)==", (root / LOCKS[0]).read_text("utf-8"), re.M)}
    installed = {normal(found.metadata["Name"]) for found in distributions()} & locked
    listed = {
        normal(name): licence.strip()
        for name, licence in re.findall(r"^\| ([\w.-]+)\s*\| (.*)$", (root / "THIRD_PARTY.md").read_text("utf-8"), re.M)
    }
    assert installed
    assert sorted(installed - set(listed)) == []


COMMANDS = """
import sys
from marketshare.cli import main
for arguments in (["check"], ["refresh"], ["report"], ["diff"], ["explain", "revenue-residual"], ["find", "腾讯"]):
    code = main(["--root", sys.argv[1], *arguments])
    if code:
        sys.exit(f"{arguments}: {code}")
"""


def apart(*command):
    """A command in a network of its own, which leads nowhere."""
    return ["unshare", "--user", "--map-root-user", "--net", *command]


def can_be_apart():
    found = shutil.which("unshare") and subprocess.run(apart("true"), capture_output=True, check=False)
    return bool(found) and found.returncode == 0


@pytest.mark.skipif(not can_be_apart(), reason="this system gives no network namespaces to its users")
def test_every_command_works_without_a_network(root, small):
    """`make soak` runs the whole suite so."""
    offline = str(root / "tests" / "supply" / "offline.py")
    command = apart(sys.executable, offline, sys.executable, "-c", COMMANDS, str(small))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (small / "reports" / "report.pdf").is_file()
