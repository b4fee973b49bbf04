"""A mail sender that is killed at any moment sends nothing twice, and nothing certain is lost."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.mail import queue as mails
from gateway.mail.message import Mail
from gateway.mail.sender import MailSender
from models.base import Store
from tests.conftest import KEYS
from tests.mailpeer import Post, mail_server
from tests.town import Town

ROOT = Path(__file__).parents[2]
TO = "bappeda@kedirikota.go.id"


def send(folder: Path, port: int, ca_file: str, *, hours: float = 0) -> None:
    """Look for mail once, *hours* after it was queued, over the store in *folder*."""
    store = Store.open(str(folder / "kentongan.db"), KEYS, volatile=True)
    town = Town(store, folder)
    town.wait(hours=hours)
    found = Post(port=port, ca_file=Path(ca_file)).settings()
    town.office.settings = replace(town.office.settings, mail=found)
    MailSender(town.office).look()
    town.close()
    store.close()


def put(folder: Path, *, essential: bool) -> None:
    store = Store.open(str(folder / "kentongan.db"), KEYS, volatile=True)
    town = Town(store, folder)
    mail = Mail("digest:1", TO, "Laporan", "Isi", essential=essential)
    town.write(lambda tx: mails.queue(tx, mail, now=town.now))
    town.close()
    store.close()


def state(folder: Path) -> str:
    store = Store.open(str(folder / "kentongan.db"), KEYS, volatile=True)
    with store.reading() as tx:
        ((found,),) = tx.execute("SELECT state FROM mail")
    store.close()
    return str(found)


@pytest.mark.parametrize("essential", [False, True])
@pytest.mark.parametrize(
    ("point", "copies", "after"),
    [
        ("after_claim", 1, "sent"),  # no byte had left: it goes out
        ("after_write", 1, "unknown"),  # the server may have it
        ("before_record", 1, "unknown"),  # it has it, and nobody wrote that down
    ],
)
def test_killed_sender_leaves_one_copy(
    tmp_path: Path, point: str, copies: int, after: str, *, essential: bool
) -> None:
    put(tmp_path, essential=essential)
    with mail_server() as post:
        code = f"from tests.faults.test_mail_kill import *; send(Path({str(tmp_path)!r}),"
        code += f" {post.port}, {str(post.ca_file)!r})"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "KENTONGAN_FAILPOINT": point},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == -9, done.stderr
        assert state(tmp_path) == "sending"
        send(tmp_path, post.port, str(post.ca_file), hours=1)  # the lease is over
        if after == "sent":
            assert (state(tmp_path), len(post.taken)) == ("sent", 1)
            return
        assert state(tmp_path) == "unknown"
        assert len(post.taken) <= copies
        send(tmp_path, post.port, str(post.ca_file), hours=2)
        send(tmp_path, post.port, str(post.ca_file), hours=4)
        # A digest never again; an alarm once more, as the same message
        assert state(tmp_path) == ("sent" if essential else "unknown")
        assert len({m["Message-ID"] for _to, m in post.taken}) <= 1
        assert len(post.taken) <= copies + essential
