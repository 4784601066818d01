"""Files that are either whole or as they were: written beside their places, then moved there."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

__all__ = ["replace_all"]


def replace_all(folder: Path, files: dict[str, bytes], *, manifest: bool = True) -> list[Path]:
    """Write files beside their places, then move them there; the manifest, which names their hashes, comes last."""
    if manifest:
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        files = {**files, "manifest.json": (json.dumps(hashes, indent=2) + "\n").encode()}
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[str, Path]] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            waiting.append((beside, target))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(beside).chmod(0o644)
        for beside, target in waiting:
            Path(beside).replace(target)
    finally:
        for beside, _ in waiting:
            Path(beside).unlink(missing_ok=True)
    return [target for _, target in waiting]
