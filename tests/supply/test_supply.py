"""What is installed is what is locked, its licences are listed, and nothing is fetched when the suite runs."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions, entry_points, version
from zipfile import ZipFile

import pytest

LOCKS = ["requirements.lock", "requirements-spark.lock", "requirements-audit.lock", "tests/fuzz/atheris.lock"]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_a_version_and_hashes(repository, lock):
    text = (repository / lock).read_text("utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert packages
    assert [p.splitlines()[0] for p in packages if "==" not in p.splitlines()[0] or "--hash=sha256:" not in p] == []


def test_make_installs_nothing_without_its_hash(repository):
    """But this package itself; and `test-newest` is there to try what no lock names."""
    text = (repository / "Makefile").read_text("utf-8")
    installs = [line.strip() for line in text.splitlines() if "pip install" in line and " -e " not in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_the_licence_of_every_locked_package_that_is_installed_is_listed(repository):
    locked = {normal(n) for n in re.findall(r"^([A-Za-z0-9._-]+)==", (repository / LOCKS[0]).read_text("utf-8"), re.M)}
    installed = {normal(found.metadata["Name"]) for found in distributions()} & locked
    listed = {
        normal(name): licence.strip()
        for name, licence in re.findall(
            r"^\| ([\w.-]+)\s*\| (.*)$", (repository / "THIRD_PARTY.md").read_text("utf-8"), re.M
        )
    }
    assert installed
    assert sorted(installed - set(listed)) == []


def test_the_wheel_brings_the_names_of_the_reports_to_where_jupyterlab_looks_for_them(repository, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        place = f"marketshare-{version('marketshare')}.data/data/share/jupyter/labextensions/marketshare"
        package = json.loads(wheel.read(f"{place}/package.json"))
        script = wheel.read(f"{place}/{package['jupyterlab']['_build']['load']}").decode()
    assert package["version"] == version("marketshare")
    for kind in ("html", "pdf"):
        (exporter,) = entry_points(group="nbconvert.exporters", name=f"marketshare_{kind}")
        assert f'marketshare_{kind}: "{exporter.load().export_from_notebook}"' in script


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
def test_every_command_works_without_a_network(repository, small):
    """`make soak` runs the whole suite so."""
    offline = str(repository / "tests" / "supply" / "offline.py")
    command = apart(sys.executable, offline, sys.executable, "-c", COMMANDS, str(small))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (small / "reports" / "report.pdf").is_file()


STAND_IN = """#!/bin/sh
# Plays a Python {minor}: makes a venv whose pip finds no wheel where there is none.
case "$1 $2" in
  "--version ") echo "Python 3.{minor}.0" ;;
  "-m venv") mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
  "-m pip") case "$*" in *requirements.lock*)
    if [ {wheels} = no ]; then echo "ERROR: No matching distribution found for duckdb==2.0" >&2; exit 1; fi;; esac ;;
  "-c "*) exit {old} ;;
esac
"""


@pytest.fixture
def fresh(repository, tmp_path):
    """A checkout with nothing installed, and Pythons of one's choice as the only ones on PATH."""

    def run(*, wheels, old=()):
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy(repository / name, tmp_path)
        bin_ = tmp_path / "bin"
        bin_.mkdir()
        for minor, has in wheels.items():
            file = bin_ / f"python3.{minor}"
            file.write_text(STAND_IN.format(minor=minor, wheels="yes" if has else "no", old=int(minor in old)))
            file.chmod(0o755)
        for tool in ("make", "sh", "ls", "sort", "mkdir", "cp", "grep", "touch"):
            (bin_ / tool).symlink_to(shutil.which(tool))
        command = ["make", ".venv/installed-from-lock"]
        only = {"cwd": tmp_path, "env": {"PATH": str(bin_)}}
        return subprocess.run(command, **only, capture_output=True, text=True, check=False)

    return run


def test_make_takes_the_newest_python(fresh):
    done = fresh(wheels={11: True, 9: True, 14: True, 13: True}, old=(9,))
    assert done.stdout.splitlines() == ["Creating .venv with Python 3.14.0; the first time takes a minute or two"]
    assert done.returncode == 0, done.stderr


def test_make_says_for_which_python_the_lock_has_no_wheels_and_takes_the_next(fresh):
    done = fresh(wheels={11: True, 15: False, 12: True})
    assert "has no wheel of that package for Python 3.15.0" in done.stderr
    assert done.stdout.splitlines()[-1].startswith("Creating .venv with Python 3.12.0")
    assert done.returncode == 0


def test_make_says_what_to_do_where_no_python_is_new_enough(fresh):
    done = fresh(wheels={9: True}, old=(9,))
    assert "needs Python 3.11 or later" in done.stderr
    assert done.returncode == 2


def test_make_says_what_to_do_where_no_python_has_wheels(fresh):
    done = fresh(wheels={15: False})
    assert "Install an older Python beside it" in done.stderr
    assert done.returncode == 2
