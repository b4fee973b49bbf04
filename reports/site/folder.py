"""Files put in the place of those that were there: a reader sees the old site or the new one."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

MARK = ".kentongan-site"
"""Lies in every folder that we made; a folder without it is somebody else's."""


def foreign(folder: Path) -> bool:
    """Tell whether *folder* holds something that we did not put there."""
    return folder.exists() and not (folder / MARK).exists() and any(folder.iterdir())


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make *folder* hold *files* (content by path in it) and no others.

    They are written beside it and then take its place by two renames. Raises FileExistsError when
    the folder is foreign(), and OSError as the disk does; then what was there is still there.
    """
    if foreign(folder):
        raise FileExistsError(17, "not a site of ours", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, content in {**files, MARK: b""}.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        _swap(folder, fresh)
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(fresh)


def _swap(folder: Path, fresh: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    folder.rename(old)  # an empty folder gives way
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)
