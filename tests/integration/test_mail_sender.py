"""Mail reaches a real server, once, whatever the server does; and waits while there is none."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.config_mail import MailSettings, mail_contradiction
from gateway.mail import queue as mails
from gateway.mail.message import Attachment, Mail
from gateway.mail.sender import MailSender
from models.base import Store
from models.mailbox import Address
from tests.conftest import KEYS
from tests.mailpeer import SECRET, Post, mail_server
from tests.town import Town

TO = "bappeda@kedirikota.go.id"
SHORT = timedelta(milliseconds=300)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Town]:
    """Return a gateway over SQLite: who sends does not see the database."""
    store = Store.open(str(tmp_path / "var" / "kentongan.db"), KEYS, volatile=True)
    made = Town(store, tmp_path)
    yield made
    made.close()
    store.close()
    assert made.faults == []


def put(hall: Town, number: int = 1, *, to: str = TO, text: str = "Isi", **more: Any) -> None:
    mail = Mail(f"digest:{number}", to, f"Laporan {number}", text, **more)
    assert hall.write(lambda tx: mails.queue(tx, mail, now=hall.now)) is not None


def sender(hall: Town, settings: MailSettings) -> MailSender:
    hall.office.settings = _with(hall, settings)
    return MailSender(hall.office)


def _with(hall: Town, settings: MailSettings) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(hall.office.settings, mail=settings)


def states(hall: Town) -> list[tuple[str, str]]:
    return [(state, code) for state, code in hall.rows("SELECT state, code FROM mail ORDER BY id")]


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_mail_arrives_over_each_kind_of_connection(hall: Town, security: str) -> None:
    put(hall, text=".titik\n.\n" + "panjang " * 300, html="<p>Isi</p>")
    put(hall, 2)
    with mail_server(security) as post:
        sender(hall, post.settings(security=security)).look()
    assert states(hall) == [("sent", "250")] * 2
    first, second = post.to(TO)
    assert (first["Subject"], second["Subject"]) == ("Laporan 1", "Laporan 2")
    assert first["From"] == "LAPOR MBAK WALI 112 <lapor@kedirikota.go.id>"
    assert first["Date"].startswith("Mon, 23 Nov 2026 09:00:00 +0700")
    plain = first.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines()[:2] == [".titik", "."]
    assert first["Message-ID"] != second["Message-ID"]


def test_it_logs_in_with_the_password_of_a_file(hall: Town, tmp_path: Path) -> None:
    put(hall)
    secret = tmp_path / "mail.password"
    with mail_server(login=True) as post:
        for text, state in (("salah", "queued"), (SECRET + "\n", "sent")):
            secret.write_text(text)
            sender(hall, post.settings(username="lapor", password_file=secret)).look()
            assert states(hall)[0][0] == state
    assert len(post.taken) == 1


@pytest.mark.parametrize(
    ("fault", "state", "code", "taken"),
    [
        ({"rcpt": lambda _: "451 4.7.1 later"}, "queued", "451 4.7.1", 0),
        ({"rcpt": lambda to: f"550 5.1.1 <{to}> unknown"}, "failed", "550 5.1.1", 0),
        ({"data": "452 4.3.1 full"}, "queued", "452 4.3.1", 0),
        ({"data": "554 5.7.1 spam"}, "failed", "554 5.7.1", 0),
        ({"mail": "552 5.3.4 too large"}, "failed", "552 5.3.4", 0),
        ({"mail": "550 5.7.1 sender unknown"}, "queued", "550 5.7.1", 0),
        ({"mail": "421 4.3.2 closing"}, "queued", "421 4.3.2", 0),
        ({"silent": "rcpt"}, "queued", "cut", 0),
        ({"silent": "data"}, "unknown", "cut", 1),
        ({"cut": "354"}, "queued", "cut", 0),
        ({"cut": "taken"}, "unknown", "cut", 1),
    ],
)
def test_each_fault_has_a_clear_result_and_no_second_copy(
    hall: Town,
    fault: dict[str, Any],
    state: str,
    code: str,
    taken: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put(hall, attachments=(Attachment("a.csv", "text/csv", b"a,b"),))
    with mail_server() as post:
        for name, value in fault.items():
            setattr(post, name, value)
        short = {"timeout": SHORT * 3, "accept_timeout": SHORT} if "silent" in fault else {}
        one = sender(hall, post.settings(**short))
        with caplog.at_level(logging.INFO):
            one.look()
        assert states(hall) == [(state, code)]
        assert len(post.taken) == taken
        said = [one.getMessage() for one in caplog.records if one.name.startswith("gateway")]
        assert said
        assert "bappeda" not in " ".join(said)
        for name in fault:
            setattr(post, name, getattr(Post(), name))
        hall.wait(hours=2)
        one.look()
        assert len(post.taken) == (1 if state != "failed" else 0)
    assert states(hall)[0][0] == ("sent" if state == "queued" else state)


def test_a_server_that_closes_is_left_and_no_other_mail_pays_for_it(hall: Town) -> None:
    put(hall)
    put(hall, 2, to="kominfo@kedirikota.go.id")
    with mail_server() as post:
        post.mail = "421 4.3.2 closing"
        one = sender(hall, post.settings())
        one.look()
        assert hall.rows("SELECT attempt FROM mail ORDER BY id") == [(1,), (0,)]
        post.mail = ""
        hall.wait(minutes=1)
        one.look()
    assert [state for state, _code in states(hall)] == ["sent", "sent"]


def test_one_refused_mailbox_holds_up_no_other(hall: Town) -> None:
    for number in range(1, 6):
        put(hall, number, to=f"opd{number}@kedirikota.go.id")
    with mail_server() as post:
        post.rcpt = lambda to: "550 5.1.1 no" if to.startswith("opd2") else ""
        sender(hall, post.settings()).look()
    assert [state for state, _code in states(hall)] == ["sent", "failed", "sent", "sent", "sent"]
    assert len(post.taken) == 4


def test_an_alarm_of_unknown_outcome_goes_out_once_more_as_the_same_message(hall: Town) -> None:
    put(hall, essential=True)
    with mail_server() as post:
        post.cut = "taken"
        one = sender(hall, post.settings())
        for _try in range(4):
            one.look()
            hall.wait(minutes=30)
    assert len(post.taken) == 2
    first, second = post.to(TO)
    assert first["Message-ID"] == second["Message-ID"]
    assert states(hall)[0][0] == "unknown"


def test_a_server_that_is_not_there_is_tried_after_a_pause(hall: Town) -> None:
    put(hall)
    with mail_server() as post:
        settings = post.settings(retry_delay=timedelta(minutes=1))
    one = sender(hall, settings)  # it has gone
    one.look()
    assert states(hall) == [("queued", "")]
    post.taken.clear()
    with mail_server() as again:
        hall.office.settings = _with(hall, again.settings())
        one.look()
        assert again.taken == []  # rests
        hall.wait(minutes=1)
        one.look()
        assert len(again.taken) == 1


def test_the_house_is_told_when_no_server_takes_mail_and_when_one_does_again(hall: Town) -> None:
    put(hall)
    with mail_server() as post:
        settings = post.settings(retry_delay=timedelta(minutes=1))
    one = sender(hall, settings)  # it has gone
    said = "SELECT name, fields, cleared_at IS NULL FROM alarm_state"
    for _minute in range(9):
        one.look()
        hall.wait(minutes=1)
    assert hall.rows(said) == []
    for _minute in range(5):
        one.look()
        hall.wait(minutes=1)
    why = '{"tl": "server surel tidak bisa dihubungi"}'
    assert [tuple(row) for row in hall.rows(said)] == [("mail_failing", why, 1)]
    with mail_server() as again:
        hall.office.settings = _with(hall, again.settings())
        one.look()
    assert hall.rows(said)[0][2] == 0
    assert len(again.taken) == 1


def test_a_server_that_cannot_prove_its_name_gets_nothing(hall: Town) -> None:
    put(hall)
    with mail_server() as post:
        sender(hall, post.settings(ca_file=None)).look()
        assert post.connections == 0
        assert states(hall) == [("queued", "")]
    with mail_server("none") as plain:  # somebody took STARTTLS out of the answer
        sender(hall, plain.settings()).look()
        assert plain.connections == 0
    assert states(hall) == [("queued", "")]


def test_the_thread_sends_and_ends_with_the_office(hall: Town) -> None:
    put(hall)
    with mail_server() as post:
        thread = sender(hall, post.settings())
        thread.start()
        for _wait in range(400):
            if states(hall)[0][0] == "sent":
                break
            hall.office.stopping.wait(0.05)
        hall.office.stopping.set()
        hall.office.wake_all()
        thread.join(10)
    assert not thread.is_alive()
    assert len(post.taken) == 1


def test_contradictions_are_told() -> None:
    good = {"host": "mail.kedirikota.go.id", "sender": Address("a@b.id")}
    for change, said in (
        ({}, ""),
        ({"host": ""}, ""),
        ({"sender": Address()}, "sender: missing"),
        ({"username": "lapor"}, "username: goes with password_file"),
        ({"password_file": Path("x")}, "username: goes with password_file"),
        ({"security": "none"}, "security: 'none' is for a server on this machine"),
        ({"security": "none", "host": "localhost"}, ""),
        ({"security": "none", "host": "::1"}, ""),
    ):
        assert mail_contradiction(MailSettings(**{**good, **change})).startswith(said), change  # type: ignore[arg-type]
        if not said:
            assert not mail_contradiction(MailSettings(**{**good, **change}))  # type: ignore[arg-type]
