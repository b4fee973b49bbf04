"""The queue of mail on both databases: nothing twice, nothing lost, nothing readable at rest."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

import pytest

from gateway.errors import LineDown, PermanentError, TemporaryError, TransportError, UnknownOutcome
from gateway.mail import message
from gateway.mail import queue as mails
from gateway.mail.message import Attachment, Mail, Stamp, compose, stamped
from gateway.mail.queue import Claimed
from models.base import Store
from models.times import from_us

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
LEASE = timedelta(minutes=12)
TO = "kominfo@kedirikota.go.id"


def a_mail(cause: str = "digest:9", to: str = TO, *, essential: bool = False) -> Mail:
    return Mail(cause, to, "Laporan harian", "Isi", "<p>Isi</p>", essential=essential)


def put(store: Store, mail: Mail) -> int | None:
    with store.transaction() as tx:
        return mails.queue(tx, mail, now=NOW)


def take(store: Store, now: datetime = NOW) -> Claimed | None:
    with store.transaction() as tx:
        return mails.claim(tx, lease=LEASE, now=now)


def must_take(store: Store, now: datetime = NOW) -> Claimed:
    claimed = take(store, now)
    assert claimed is not None
    return claimed


def end(store: Store, claimed: Claimed, error: TransportError | None, now: datetime = NOW) -> str:
    with store.transaction() as tx:
        return mails.record(tx, claimed, error, now=now, dice=0.5)


def states(store: Store) -> list[tuple[str, int, str]]:
    with store.reading() as tx:
        return cast(
            "list[tuple[str, int, str]]",
            [tuple(row) for row in tx.execute("SELECT state, attempt, code FROM mail ORDER BY id")],
        )


def test_one_cause_reaches_a_mailbox_once(store: Store) -> None:
    first = put(store, a_mail())
    assert first is not None
    assert put(store, a_mail(to=TO.upper().replace("GO.ID", "go.id"))) is None
    assert put(store, a_mail(cause="digest:10")) is not None
    assert put(store, a_mail(to="bappeda@kedirikota.go.id")) is not None


def test_neither_the_address_nor_the_words_lie_in_clear(store: Store) -> None:
    put(store, a_mail())
    with store.reading() as tx:
        ((recipient, key, content),) = tx.execute(
            "SELECT recipient, recipient_key, content FROM mail"
        )
    for stored in (recipient, key, content):
        assert b"kominfo" not in bytes(stored)
        assert b"Laporan" not in bytes(stored)


def test_what_was_taken_is_not_claimed_again(store: Store) -> None:
    put(store, a_mail())
    claimed = must_take(store)
    assert (claimed.to, claimed.attempt) == (TO, 1)
    assert take(store) is None
    assert end(store, claimed, None) == "sent"
    assert take(store, NOW + timedelta(hours=5)) is None
    assert states(store) == [("sent", 1, "250")]
    with store.reading() as tx:
        ((content,),) = tx.execute("SELECT content FROM mail")
        assert tx.keys.open(bytes(content)) == b""  # its words are gone


@pytest.mark.parametrize(
    ("error", "state", "attempt"),
    [
        (TemporaryError("later", code="451"), "queued", 1),
        (PermanentError("no", code="550"), "failed", 1),
        (UnknownOutcome("cut", code="cut"), "unknown", 1),
        (LineDown("no server", code="unreachable"), "queued", 0),
    ],
)
def test_the_class_of_the_error_decides(
    store: Store, error: TransportError, state: str, attempt: int
) -> None:
    put(store, a_mail())
    assert end(store, must_take(store), error) == state
    assert states(store) == [(state, attempt, error.code)]


def test_a_refused_message_waits_longer_each_time_and_then_fails(store: Store) -> None:
    put(store, a_mail())
    now, waits = NOW, []
    while True:
        claimed = must_take(store, now)
        if end(store, claimed, TemporaryError("later", code="451"), now) == "failed":
            break
        with store.reading() as tx:
            ((due,),) = tx.execute("SELECT not_before FROM mail")
        waits.append(from_us(due) - now)
        now = from_us(due)
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(hours=1)
    assert now > NOW + timedelta(hours=22)


def test_a_claim_that_is_lost_may_neither_send_nor_record(store: Store) -> None:
    put(store, a_mail())
    old = must_take(store)
    later = NOW + LEASE
    with store.transaction() as tx:
        assert mails.recover(tx, later) == 1
    new = must_take(store, later)
    with store.transaction() as tx:
        assert not mails.begin(tx, old)
        assert mails.begin(tx, new)
    end(store, old, None, later)
    assert states(store)[0][0] == "sending"


@pytest.mark.parametrize("essential", [False, True])
def test_a_sender_that_died_at_the_end_of_data_leaves_an_unknown_outcome(
    store: Store, *, essential: bool
) -> None:
    put(store, a_mail(essential=essential))
    claimed = must_take(store)
    with store.transaction() as tx:
        assert mails.begin(tx, claimed)
        assert mails.recover(tx, NOW) == 0  # its lease runs
        assert mails.recover(tx, NOW + LEASE) == 1
    assert states(store) == [("unknown", 1, "restart")]
    much_later = NOW + LEASE + timedelta(hours=1)
    with store.transaction() as tx:
        assert mails.retry_unknown(tx, NOW + LEASE) == 0
        assert mails.retry_unknown(tx, much_later) == int(essential)
        assert mails.retry_unknown(tx, much_later) == 0
    again = take(store, much_later)
    assert (again is not None) == essential
    if again is not None:  # the same Message-ID, and never a third copy
        assert again.key == claimed.key
        end(store, again, UnknownOutcome("cut", code="cut"), much_later)
        with store.transaction() as tx:
            assert mails.retry_unknown(tx, much_later + timedelta(hours=1)) == 0


def test_what_is_too_old_fails_with_the_last_answer_of_the_server(store: Store) -> None:
    put(store, a_mail())
    end(store, must_take(store), TemporaryError("later", code="451"))
    with store.transaction() as tx:
        assert mails.expire(tx, NOW + timedelta(hours=23)) == 0
        assert mails.expire(tx, NOW + timedelta(hours=24)) == 1
    assert states(store) == [("failed", 1, "451")]


def test_what_was_sent_is_forgotten_after_a_week_and_what_was_not_after_three_months(
    store: Store,
) -> None:
    put(store, a_mail())
    put(store, a_mail("digest:10"))
    end(store, must_take(store), None)
    end(store, must_take(store), PermanentError("no", code="550"))
    for days, left in ((6, 2), (8, 1), (89, 1), (91, 0)):
        with store.transaction() as tx:
            now = NOW + timedelta(days=days)
            assert mails.open_ends(tx, now) == bool(mails.forget(tx, now))
        assert len(states(store)) == left


STAMP = Stamp(
    "LAPOR MBAK WALI 112 <lapor@kedirikota.go.id>", "", TO, NOW, "00ff"
)  # fmt: skip


def read(mail: Mail) -> EmailMessage:
    data = stamped(compose(mail), STAMP)
    data.decode("ascii")
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    return message_from_bytes(data, policy=SMTP)


def test_a_message_has_text_html_images_and_files() -> None:
    files = (
        Attachment("grafik.png", "image/png", b"\x89PNG", cid="flow"),
        Attachment("lap oran\r\n.csv", "text/csv", b"a,b\r\n"),
    )
    text = "Grafik \u2026 " + "panjang " * 400
    found = read(Mail("digest:9", TO, "Mingguan \u2013 47", text, '<img src="cid:flow">', files))
    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain",
                     "multipart/related", "text/html", "image/png", "text/csv"]  # fmt: skip
    assert found["Subject"] == "Mingguan \u2013 47"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Id"] == "<kentongan.kedirikota.go.id>"
    assert found["Message-ID"] == "<00ff@kedirikota.go.id>"
    plain = found.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().rstrip("\r\n").replace("\r\n", "\n") == text
    *_rest, image, table = found.walk()
    assert image["Content-ID"] == "<flow>"
    assert table.get_filename() == "lap_oran_.csv"
    assert table.get_payload(decode=True) == b"a,b\r\n"


@pytest.mark.parametrize(
    "subject",
    ["x\r\nBcc: semua@contoh.id", "x\nBcc: a@b.id", "x\x85Bcc: a@b.id", "x\u2028Bcc: a@b.id",
     "\ud800x", "", "=?utf-8?q?=0D=0ABcc:_a@b.id?=", "\u202eterbalik \U0001f600" * 90],
)  # fmt: skip
def test_a_subject_cannot_add_a_header(subject: str) -> None:
    found = read(Mail("digest:9", TO, subject, "\ud800 \0 \x1b[31m"))
    assert found["Bcc"] is None
    assert set(found.keys()) == {
        "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "From", "To",
        "Date", "Message-ID", "Auto-Submitted", "List-Id", "X-Auto-Response-Suppress",
    }  # fmt: skip


@pytest.mark.parametrize(
    "to",
    ["", "a", "a@", "@b.id", "a@b.id\r\nBcc: c@d.id", "a b@c.id", "A <a@b.id>", "a@b.id,c@d.id",
     "a@b..id", "\u00e9@b.id", "a" * 65 + "@b.id", "a@" + "b." * 130 + "id", '"a"@b.id'],
)  # fmt: skip
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        compose(Mail("digest:9", to, "x", "y"))


def test_a_message_that_no_server_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "MOST_BYTES", 10_000)
    large = Attachment("a.csv", "text/csv", bytes(8_000))
    with pytest.raises(ValueError, match="at most"):
        compose(Mail("digest:9", TO, "x", "y", attachments=(large,)))
