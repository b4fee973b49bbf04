"""Evidence: files kept sealed beside the database, named by the SHA-256 of what lies there.

The digest is over the sealed bytes: one over the content would tell who guesses it that it is the
right one, and fsck needs no key to see damage.
"""

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models import event, place
from models.base import Tx
from models.errors import KentonganError, StorageError
from models.i18n import _
from models.rows import insert
from models.seal import Keyring
from models.times import from_us, to_us

FOLDER = "attachments"
"""In the state directory, outside any web root."""

HEAD = 1024  # bytes that say what a file is
MOST_NAME = 200  # characters of a file's name that are kept

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
)
"""(offset, bytes, type); the first that fits. Executables, archives, HTML and SVG are in no row."""

_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<iframe")
TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "video/mp4",
         "video/3gpp", "audio/amr", "audio/ogg", "audio/mpeg", "text/plain")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of a ticket."""

    id: int  # attachment.id
    sha256: bytes  # over the sealed bytes
    name: bytes  # sealed
    mime: str
    size: int  # bytes before sealing
    at: datetime


def sniff(content: bytes) -> str:
    """Return the type of a file by its first bytes; '' for one that is not accepted.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"MZ...."), sniff(b"lampu mati"), sniff(b"<svg onload=x>")
    ('application/pdf', '', 'text/plain', '')
    """
    for offset, magic, mime in _MAGIC:
        if content[offset : offset + len(magic)] == magic:
            return mime
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    head = content[:HEAD].lower()
    if not content or content.startswith(b"#!") or any(mark in head for mark in _MARKUP):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\t\r\n\f" for char in text)


def read(path: Path, most: int) -> bytes:
    """Return what the plain file *path* holds; KentonganError when it is none, or too large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise KentonganError(f"{path}: {(error.strerror or '').lower()}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise KentonganError(_("%(path)s: not a plain file") % {"path": path})
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most + 1)


def accept(content: bytes, most: int, where: str) -> str:
    """Return the type of *content*; KentonganError, beginning with *where*, when it is refused."""
    if len(content) > most:
        told = {"where": where, "most": most}
        raise KentonganError(_("%(where)s: larger than %(most)d bytes ([evidence] most)") % told)
    mime = sniff(content)
    if not mime:
        told = {"where": where, "types": ", ".join(kind.partition("/")[2] for kind in TYPES)}
        raise KentonganError(_("%(where)s: not a kind of file that is kept; %(types)s") % told)
    return mime


def keep(folder: Path, keys: Keyring, content: bytes) -> bytes:
    """Seal *content* into *folder*, mode 0600, on the disk before this returns; return its digest.

    StorageError when it cannot be written.
    """
    sealed = keys.seal(content)
    digest = hashlib.sha256(sealed).digest()
    path = path_of(folder, digest)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        place.make_directory(folder)
        place.make_directory(path.parent)
        place.make_file(partial)
        partial.write_bytes(sealed)
        place.sync(partial)
        partial.replace(path)
        place.sync(path.parent)
        place.sync(folder)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise StorageError(f"{path.parent}: {error.strerror}", kind="io") from error
    return digest


def path_of(folder: Path, digest: bytes) -> Path:
    """Return where the file with *digest* lies: ``ab/cdef...``."""
    name = digest.hex()
    return folder / name[:2] / name[2:]


def add(  # noqa: PLR0913 - the columns of a row
    tx: Tx, ticket: int, digest: bytes, name: str, mime: str, size: int, *, actor: str,
    now: datetime,
) -> int:  # fmt: skip
    """Add a kept file to *ticket* with the event ``attached``; return attachment.id."""
    (row,) = tx.ids("attachment")
    told = {"attachment": row, "mime": mime, "size": size}
    happened = event.append(tx, ticket, at=now, actor=actor, verb="attached", data=told)
    sealed = tx.keys.seal(name[-MOST_NAME:].encode("utf-8", "replace"))
    columns = {
        "id": row, "ticket": ticket, "event": happened, "sha256": digest, "name": sealed,
        "mime": mime, "size": size, "at": to_us(now),
    }  # fmt: skip
    insert(tx, "attachment", columns)
    tx.change("UPDATE ticket SET updated_at = ? WHERE id = ?", (to_us(now), ticket))
    return row


def files_of(tx: Tx, tickets: Sequence[int]) -> list[Stored]:
    """Return the files of *tickets* in the order they were added."""
    rows = tx.execute(
        "SELECT id, sha256, name, mime, size, at FROM attachment"
        f" WHERE ticket IN ({tx.marks(len(tickets))}) ORDER BY id",
        tickets,
    )
    return [Stored(row, bytes(digest), bytes(name), mime, size, from_us(at))
            for row, digest, name, mime, size, at in rows]  # fmt: skip


def content_of(folder: Path, keys: Keyring, file: Stored) -> bytes:
    """Return what *file* holds; StorageError when it is missing, damaged or of another key."""
    try:
        sealed = path_of(folder, file.sha256).read_bytes()
    except OSError as error:
        told = {"row": file.id, "error": (error.strerror or "").lower()}
        raise StorageError(_("attachment %(row)d: %(error)s") % told, kind="io") from error
    return keys.open(sealed)


def remove_rows(tx: Tx, tickets: Sequence[int]) -> None:
    """Let *tickets* have no files; who calls removes these after COMMIT."""
    tx.change(f"DELETE FROM attachment WHERE ticket IN ({tx.marks(len(tickets))})", tickets)


def remove_files(folder: Path, files: Sequence[Stored]) -> None:
    """Remove *files* from the disk; one that is gone already is no fault."""
    for file in files:
        path = path_of(folder, file.sha256)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}", kind="io") from error


def damage(folder: Path, rows: Sequence[tuple[int, bytes]]) -> Iterator[tuple[int, str]]:
    """Yield (attachment.id, code word) of *rows* (id, digest) whose file is not what it was."""
    for row, digest in rows:
        try:
            with path_of(folder, bytes(digest)).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").digest()
        except OSError:
            yield row, "no file"
        else:
            if found != bytes(digest):
                yield row, "file"
