"""Where data may lie: modes, owners, and file systems on which SQLite keeps its promise."""

import os
import stat
from pathlib import Path

from models.errors import ConfigError
from models.i18n import _

# SQLite locks and shared memory do not hold across these (https://sqlite.org/wal.html, 1).
_REFUSED = ("nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "glusterfs", "ncpfs")
_VANISHING = ("tmpfs", "ramfs")


def file_system(directory: Path) -> str:
    """Return the type of the mount that holds *directory*, such as ``"ext4"``; "" if unknown.

    From /proc/self/mountinfo: the longest mount point that is a parent, the last one mounted.
    """
    here = directory.resolve()
    best, found = -1, ""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _dash, after = line.partition(" - ")
        point = Path(before.split()[4].replace("\\040", " "))
        depth = len(point.parts)
        if here.is_relative_to(point) and depth >= best:
            best, found = depth, after.split()[0]
    return found


def check_file_system(directory: Path, *, volatile: bool) -> None:
    """Refuse a file system that loses or shares data; ConfigError names it and what helps."""
    judge(directory, file_system(directory), volatile=volatile)


def judge(directory: Path, kind: str, *, volatile: bool) -> None:
    """Raise ConfigError if *kind*, a type of file system, is unfit for *directory*."""
    where = {"path": str(directory), "kind": kind}
    if kind.startswith(_REFUSED):
        raise ConfigError(
            _("%(path)s: lies on %(kind)s, where locks do not hold; use a local disk") % where
        )
    if kind in _VANISHING and not volatile:
        raise ConfigError(
            _("%(path)s: lies on %(kind)s, gone after a restart; use a disk or --volatile") % where
        )
    if kind == "overlay":
        _warn("%s: lies on overlay, a container's own layer; mount a volume", directory)


def make_directory(directory: Path) -> None:
    """Make *directory* with mode 0700, whatever the umask is; warn when others may look in."""
    if not directory.exists():
        directory.mkdir(mode=0o700, parents=True)
        directory.chmod(0o700)
    elif stat.S_IMODE(directory.stat().st_mode) & 0o077:
        _warn("%s: others may look into this directory; 0700 is right", directory)


def make_file(path: Path) -> None:
    """Make *path* with mode 0600 before anything is in it, or set the mode of the one there.

    ConfigError when it belongs to another user: SQLite's companions (-wal, -shm) would then be
    ours, and the owner's daemon could not write them.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except FileExistsError:
        check_owner(path)
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            path.chmod(0o600)


def check_owner(path: Path) -> None:
    """Raise ConfigError unless the file *path* is there and belongs to the user that we are."""
    try:
        owner = path.stat().st_uid
    except FileNotFoundError as error:
        raise ConfigError(_("%(path)s: there is no such database") % {"path": path}) from error
    if owner != os.geteuid():
        raise ConfigError(
            _("%(path)s: belongs to user %(owner)d; run this as that user (sudo -u)")
            % {"path": path, "owner": owner}
        )


def sync(path: Path) -> None:
    """Put a file, or a directory's entries, on the disk (fsync)."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _warn(text: str, directory: Path) -> None:
    import logging  # noqa: PLC0415 - 4 ms that no list of tickets should wait for

    logging.getLogger(__name__).warning(text, directory)
