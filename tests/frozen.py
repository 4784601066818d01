"""The study that tests of the product open, and how it is brought into a new form: python tests/frozen.py.

It is frozen, so that an accepted edit of the repository's own study moves no test of the product. Its data and notes
stay as they are. Run this when what a notebook or a baseline stores has changed its form, and look at the difference,
as after any refresh: a number that moves is a fault of the library.
"""

import base64
import hashlib
import io
import json
import sys
from pathlib import Path

from PIL import Image

from marketshare.cli import main
from marketshare.payload import MIME

ROOT = Path(__file__).parent / "frozen_study"


def renewed() -> int:
    """Store outputs and baseline anew, but for the pictures."""
    changelog = ROOT / "CHANGELOG.md"
    kept = changelog.read_bytes()
    status = main(["--root", str(ROOT), "refresh", "--because", "another form"])
    changelog.write_bytes(kept)
    if not status:
        without_pictures()
    return status


def without_pictures() -> None:
    """Put stubs in place of all pictures, in notebooks and in the baseline."""
    for path in ROOT.rglob("*.png"):
        path.write_bytes(stub(path.stem))
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
            if "image/png" in output.get("data", {}):
                name = output["data"][MIME]["block"]["name"]
                output["data"]["image/png"] = base64.b64encode(stub(name)).decode()
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


def stub(name: str) -> bytes:
    """A picture of four by four points, of its own for each chart: what charts look like is tested elsewhere."""
    made = io.BytesIO()
    Image.frombytes("RGB", (4, 4), hashlib.sha384(name.encode()).digest()).save(made, "PNG")
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(renewed())
