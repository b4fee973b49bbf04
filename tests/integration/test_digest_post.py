"""Who gets a digest, and that a run and its message are one, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gateway.digests import post
from gateway.digests.post import Run, Sms
from gateway.digests.recipients import Receiver, receivers
from gateway.mail.message import Mail
from models.base import Tx
from models.city_digest import Digest
from models.city_tables import Agency
from models.mailbox import Address
from tests.desk import Clerk
from tests.town import LINE, Town

AGENCIES = (
    Agency(code="DISHUB", name="Perhubungan", email=Address("dishub@b.id")),
    Agency(code="DLHKP", name="Lingkungan"),
)
DAY = date(2026, 11, 22)


def digest(to: str, form: str, **more: Any) -> Digest:
    return Digest(
        name="x", report="daily", to=tuple(to.split()), format=tuple(form.split()), **more
    )


def who(town: Town, one: Digest) -> list[tuple[str, str, str]]:
    city = replace(town.office.city, agencies=AGENCIES)
    with town.store.reading() as tx:
        found = receivers(tx, one, city)
    assert all(r.key.startswith("officer:" if r.form == "sms" else "mail:") for r in found)
    assert not any("@" in r.key or "+62" in r.key for r in found)
    return [(r.form, r.who, r.scope) for r in found]


@pytest.fixture
def staffed(town: Town) -> Town:
    clerk = Clerk(town)
    clerk.officer("+6281200000001", "KOMINFO", "mayor")
    clerk.officer("+6281200000002", "DISHUB", "head")
    clerk.officer("+6281200000003", "DLHKP", "head")
    clerk.officer("+6281200000004", "DISHUB", "officer")
    return town


def test_each_word_means_its_people(staffed: Town) -> None:
    assert who(staffed, digest("mayor heads", "sms")) == [
        ("sms", "mayor", ""), ("sms", "head DISHUB", "DISHUB"), ("sms", "head DLHKP", "DLHKP"),
    ]  # fmt: skip
    assert who(staffed, digest("heads a@b.id", "email")) == [
        ("email", "mailbox", ""), ("email", "head DISHUB", "DISHUB"),
    ]  # fmt: skip
    both = digest("mayor heads a@b.id A@b.id dishub@b.id", "sms email", heads_see="city")
    assert who(staffed, both) == [
        ("sms", "mayor", ""), ("sms", "head DISHUB", ""), ("sms", "head DLHKP", ""),
        ("email", "mailbox", ""), ("email", "mailbox", ""),
    ]  # fmt: skip
    assert who(staffed, digest("coordinator assistant", "sms")) == []
    assert who(staffed, digest("mayor", "sms", scope="DLHKP")) == [("sms", "mayor", "DLHKP")]


def test_a_run_and_its_message_are_one(staffed: Town) -> None:
    now = staffed.now
    contact = Clerk(staffed).contact("+6281200000001")
    sms = Sms("Laporan hari ini", LINE, "D_HARIAN", now + timedelta(hours=1))
    run = Run("daily", DAY, Receiver("officer:1", "sms", "mayor", contact=contact))

    def fails(tx: Tx) -> None:
        assert post.post_sms(tx, run, sms, now=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        staffed.write(fails)
    assert (staffed.count("digest_run"), staffed.count("outbox")) == (0, 0)
    assert staffed.write(lambda tx: post.post_sms(tx, run, sms, now=now))
    assert not staffed.write(lambda tx: post.post_sms(tx, run, sms, now=now))
    assert staffed.write(lambda tx: post.was_sent(tx, run))
    assert (staffed.count("digest_run"), staffed.count("outbox")) == (1, 1)
    ((cause, why, life),) = staffed.rows("SELECT cause, why, valid_until - not_before FROM outbox")
    ((row,),) = staffed.rows("SELECT id FROM digest_run")
    assert (cause, why, life) == (f"digest:{row}", "quiet", 12 * 3_600_000_000)


def test_another_scope_day_or_report_is_another_run(staffed: Town) -> None:
    box = Receiver("mail:00", "email", "mailbox", address="a@b.id")
    runs = [
        Run("weekly", DAY, box),
        Run("weekly", DAY, replace(box, scope="DISHUB")),
        Run("weekly", DAY - timedelta(days=7), box),
        Run("monthly", DAY, box),
    ]

    def mail(cause: str) -> Mail:
        return Mail(cause, "a@b.id", "x", "y")

    for _again in range(2):
        for run in runs:
            staffed.write(lambda tx, run=run: post.post_mail(tx, run, mail, now=staffed.now))  # type: ignore[misc]
    assert staffed.count("digest_run") == len(runs)
    assert staffed.count("mail") == len(runs)


def test_what_was_looked_after_is_kept(staffed: Town) -> None:
    for day in (DAY, DAY + timedelta(days=1), DAY):
        staffed.write(lambda tx, day=day: post.look_after(tx, "harian", day))  # type: ignore[misc]
        assert staffed.write(lambda tx: post.looked_after(tx, "harian")) == day
    assert staffed.write(lambda tx: post.looked_after(tx, "mingguan")) is None
