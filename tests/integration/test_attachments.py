"""Evidence is kept sealed, known by its first bytes, bounded in size, and checked by fsck."""

import os
from pathlib import Path

import pytest

from models import attachments, fsck
from models.attachments import FOLDER
from models.base import Store, Tx
from models.errors import KentonganError, StorageError
from models.event import verify
from models.seal import Keyring
from tests.desk import Clerk
from tests.town import Town

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40
WHERE = "bukti"


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (PHOTO, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp5", "video/3gpp"),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"OggS\x00", "audio/ogg"),
        (b"ID3\x03", "audio/mpeg"),
        ("lampu sudah diganti \u2013 petugas\r\n\tregu 3".encode(), "text/plain"),
        (b"", ""),
        (b"\x7fELF\x02\x01", ""),
        (b"MZ\x90\x00", ""),
        (b"#!/bin/sh\nrm -rf /\n", ""),
        (b"PK\x03\x04", ""),
        (b"\xca\xfe\xba\xbe", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>", ""),
        (b"<!DOCTYPE html><p>halo", ""),
        (b"  <HTML><script>x()</script>", ""),
        (b"<?xml version='1.0'?><svg/>", ""),
        (b"teks\x00dengan nol", ""),
        (b"teks \x1b[31m merah", ""),
        ("teks \u202e terbalik".encode(), ""),
        (b"\xff\xfe\x00\x41", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, mime: str) -> None:
    assert attachments.sniff(content) == mime


def test_what_is_too_large_or_of_no_known_kind_is_refused() -> None:
    assert attachments.accept(PHOTO, len(PHOTO), WHERE) == "image/jpeg"
    with pytest.raises(KentonganError, match=r"bukti: larger than 100 bytes \(\[evidence\] most\)"):
        attachments.accept(PHOTO, 100, WHERE)
    with pytest.raises(KentonganError, match="not a kind of file that is kept; jpeg, png, "):
        attachments.accept(b"MZ\x90\x00", 100, WHERE)


def test_a_file_lies_sealed_and_private_under_its_digest(tmp_path: Path, keys: Keyring) -> None:
    folder = tmp_path / FOLDER
    mask = os.umask(0)
    try:
        digest = attachments.keep(folder, keys, PHOTO)
    finally:
        os.umask(mask)
    path = folder / digest.hex()[:2] / digest.hex()[2:]
    assert path == attachments.path_of(folder, digest)
    assert [p.stat().st_mode & 0o777 for p in (folder, path.parent, path)] == [0o700, 0o700, 0o600]
    assert PHOTO[20:60] not in path.read_bytes()
    assert [p for p in folder.rglob("*") if p.is_file()] == [path]


def test_the_same_content_never_looks_the_same_twice(tmp_path: Path, keys: Keyring) -> None:
    assert attachments.keep(tmp_path, keys, PHOTO) != attachments.keep(tmp_path, keys, PHOTO)


def test_a_disk_that_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, keys: Keyring
) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        attachments.keep(tmp_path / FOLDER, keys, PHOTO)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "missing"])
def test_only_plain_files_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "link":
        path.symlink_to("/etc/passwd")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(KentonganError):
        attachments.read(path, 100)


def test_no_more_is_read_than_is_needed_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(PHOTO)
    assert len(attachments.read(path, 99)) == 100
    assert attachments.read(path, 10**6) == PHOTO


def attach(town: Town, ticket: int, name: str = "foto rumah.jpg") -> int:
    folder = town.folder / FOLDER

    def add(tx: Tx) -> int:
        digest = attachments.keep(folder, tx.keys, PHOTO)
        return attachments.add(
            tx, ticket, digest, name, "image/jpeg", len(PHOTO), actor="staff:sari", now=town.now
        )

    return town.write(add)


def test_a_ticket_knows_its_files_and_the_event_names_none(town: Town) -> None:
    clerk = Clerk(town)
    case = clerk.report("lampu mati di Jl. Veteran")
    attach(town, case.id)
    attach(town, case.id, "x" * 1000 + ".jpg")
    with town.store.reading() as tx:
        first, second = attachments.files_of(tx, [case.id])
        assert verify(tx, case.id)
        name = tx.keys.open(second.name).decode()
    assert town.store.keys.open(first.name) == b"foto rumah.jpg"
    assert (len(name), name[-4:]) == (attachments.MOST_NAME, ".jpg")
    content = attachments.content_of(town.folder / FOLDER, town.store.keys, first)
    assert (content, first.mime, first.size) == (PHOTO, "image/jpeg", len(PHOTO))
    events = town.rows("SELECT verb, data FROM event ORDER BY seq DESC LIMIT 2")
    assert [verb for verb, _data in events] == ["attached", "attached"]
    assert "foto" not in str(events)


@pytest.mark.parametrize(("damage", "what"), [("change", "file"), ("remove", "no file")])
def test_fsck_sees_a_file_that_is_not_what_it_was(town: Town, damage: str, what: str) -> None:
    case = Clerk(town).report("lampu mati di Jl. Veteran")
    row, folder = attach(town, case.id), town.folder / FOLDER
    assert fsck.check(town.store, folder) == []
    (path,) = (p for p in folder.rglob("*") if p.is_file())
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert fsck.check(town.store, folder) == [fsck.Finding("attachment", row, what)]
    with town.store.reading() as tx:
        (file,) = attachments.files_of(tx, [case.id])
    with pytest.raises(StorageError):
        attachments.content_of(folder, town.store.keys, file)


def test_a_file_of_another_citys_key_does_not_open(store: Store, tmp_path: Path) -> None:
    digest = attachments.keep(tmp_path, Keyring(bytes(64)), PHOTO)
    file = attachments.Stored(1, digest, b"", "image/jpeg", 1, Town.now)
    with pytest.raises(StorageError):
        attachments.content_of(tmp_path, store.keys, file)
