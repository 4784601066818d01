"""Brings `tests/frozen_study` into the form that the library has now: python tests/renew_frozen_study.py "why".

That study is the one that tests of the product open, so that an accepted edit of the repository's own study moves none
of them. Its data and notes stay as they are. Run this when what a notebook or a baseline stores has changed its form,
and look at the difference, as after any refresh.
"""

import base64
import hashlib
import io
import json
import sys
from pathlib import Path

from PIL import Image

from marketshare.cli import main

ROOT = Path(__file__).parent / "frozen_study"


def stub(png):
    """A picture of four by four points of its own for each chart: looks of charts are tested apart."""
    made = io.BytesIO()
    Image.frombytes("RGB", (4, 4), (hashlib.sha512(png).digest() * 2)[:48]).save(made, "PNG")
    return made.getvalue()


def without_pictures():
    """Put stubs in place of all pictures, in notebooks and in the baseline."""
    for path in ROOT.rglob("*.png"):
        path.write_bytes(stub(path.read_bytes()))
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
            if png := output.get("data", {}).get("image/png"):
                output["data"]["image/png"] = base64.b64encode(stub(base64.b64decode(png))).decode()
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    if status := main(["--root", str(ROOT), "refresh", "--because", " ".join(sys.argv[1:])]):
        sys.exit(status)
    without_pictures()
