"""The study that tests of the product open, and how it is brought into a new form: python tests/frozen.py [--copy].

It is frozen, so that an accepted edit of the repository's own study moves no test of the product. Run this when what a
notebook or a baseline stores has changed its form, and look at the difference, as after any refresh: a number that
moves is a fault of the library. Where the form of data has changed, --copy takes the repository's study anew; then
tests of the product must still pass as they are, so it is for changes of form before numbers part.
"""

import argparse
import base64
import hashlib
import io
import json
import shutil
import sys
from itertools import pairwise
from pathlib import Path

from PIL import Image

from marketshare.captions import caption
from marketshare.cli import main
from marketshare.notebooks import paths
from marketshare.payload import MIME

ROOT = Path(__file__).parent / "frozen_study"
REPOSITORY = Path(__file__).resolve().parents[1]
BASELINE = Path("reports") / "baseline"


def copied() -> None:
    """Take data, notes, notebooks and baseline of this repository."""
    for part in ("data", "seeds", BASELINE):
        shutil.rmtree(ROOT / part, ignore_errors=True)
        shutil.copytree(REPOSITORY / part, ROOT / part)
    shutil.rmtree(ROOT / "notebooks", ignore_errors=True)
    (ROOT / "notebooks").mkdir()
    for path in paths(REPOSITORY):
        shutil.copy(path, ROOT / "notebooks")


def renewed() -> int:
    """Store outputs and baseline anew; the exit code."""
    status = main(["--root", str(ROOT), "refresh", "--because", "another form"])
    shutil.rmtree(ROOT / "changelog.d", ignore_errors=True)
    return status


def without_pictures() -> None:
    """Put stubs in place of all pictures, in notebooks and in the baseline, and their digests where theirs stood."""
    digests = {}
    for path in ROOT.rglob("*.png"):
        path.write_bytes(stub(path.stem))
    for path in paths(ROOT):
        notebook = json.loads(path.read_text("utf-8"))
        for outputs in (cell.get("outputs", ()) for cell in notebook["cells"]):
            for output, following in pairwise([*outputs, {}]):
                if "image/png" in output.get("data", {}):
                    payload = output["data"][MIME]
                    made = stub(payload["block"]["name"])
                    digests[digest(base64.b64decode(output["data"]["image/png"]))] = digest(made)
                    output["data"]["image/png"] = base64.b64encode(made).decode()
                    following["data"] = caption(payload, output["data"]["image/png"])  # it has the picture's height
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")
    for path in (ROOT / BASELINE).glob("*.csv"):
        text = path.read_text("utf-8")
        for old, new in digests.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8", newline="\n")


def stub(name: str) -> bytes:
    """A picture of four by four points, of its own for each chart: what charts look like is tested elsewhere."""
    made = io.BytesIO()
    Image.frombytes("RGB", (4, 4), hashlib.sha384(name.encode()).digest()).save(made, "PNG")
    return made.getvalue()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--copy", action="store_true", help="take the study of this repository anew")
    failed = copied() if parser.parse_args().copy else renewed()
    if not failed:
        without_pictures()
    sys.exit(failed)
