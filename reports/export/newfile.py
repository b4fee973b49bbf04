"""A new file that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast


@contextmanager
def newfile(path: Path, *, force: bool = False, private: bool = True) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it becomes *path* when all went well.

    It is written beside *path* and then moved, so that a crash leaves the old file or none.
    *private*: its owner alone may read it (0600), not whom the umask lets. Raises FileExistsError,
    before anything is written and again at the end, for a file that exists unless *force*; OSError
    as the disk does.
    """
    if not force and path.exists():
        raise FileExistsError(17, os.strerror(17), str(path))
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        made = Path(stream.name)
        try:
            yield cast("BinaryIO", stream)
            stream.flush()
            os.fsync(stream.fileno())
            if not private:
                made.chmod(0o666 & ~_umask())
            if force:
                made.replace(path)
            else:
                os.link(made, path)  # unlike a rename it never takes the place of a file
        finally:
            with suppress(FileNotFoundError):
                made.unlink()


def _umask() -> int:
    """Return the process's umask; it can only be asked by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
