"""A new file that is there whole or not at all, and that its owner alone may read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast


@contextmanager
def newfile(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it becomes *path*, mode 0600, when all went well.

    It is written beside *path* and then moved, so that a crash leaves the old file or none. Raises
    FileExistsError, before anything is written and again at the end, for a file that exists unless
    *force*; OSError as the disk does.
    """
    if not force and path.exists():
        raise FileExistsError(17, os.strerror(17), str(path))
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        made = Path(stream.name)
        try:
            yield cast("BinaryIO", stream)
            stream.flush()
            os.fsync(stream.fileno())
            if force:
                made.replace(path)
            else:
                os.link(made, path)  # unlike a rename it never takes the place of a file
        finally:
            with suppress(FileNotFoundError):
                made.unlink()
