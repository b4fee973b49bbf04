"""What is known about a sender when a message is decided, on both databases."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from gateway import facts
from gateway.gather import gather
from gateway.origin import Origin
from models.base import Tx
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    Answered,
    Ask,
    Assign,
    ClockChange,
    Happened,
    Move,
    OpenTicket,
    Person,
    StartClock,
    Tell,
)
from models.casework.facts import Facts
from models.casework.sop import ClockRule
from models.casework.states import State
from models.clocks import Span
from parser import parse
from parser.reading import Reading
from tests.desk import REPORT, Clerk
from tests.town import Town

BUDI, SITI, TONO = "+6281234567890", "+6281299999999", "+6281277777777"
LAMP = "SURGA lampu jalan mati di Jl. Veteran"


@pytest.fixture
def clerk(town: Town) -> Clerk:
    rules = (ClockRule("verify", Span(3, "hk")), ClockRule("follow_up", Span(5, "hk")))
    sop = replace(town.desk.setting.sop, deadlines=rules)
    town.desk.setting = replace(town.desk.setting, sop=sop)
    return Clerk(town)


def known(clerk: Clerk, number: str, text: str, reading: Reading | None = None) -> Facts:
    """Return the facts of *text* from *number*, which stays in the inbox; then let it be done."""
    town = clerk.town
    town.sms(number, text)
    with town.store.reading() as tx:
        ((message,), _damaged) = gather(tx, 1)
    contact = clerk.contact(number)
    words = clerk.setting.words_of(message.line)

    def load(tx: Any) -> Facts:
        actor = facts.actor_of(tx, contact)
        role = "petugas" if actor.officer else "warga"
        origin = Origin(
            actor, town.now, cause=f"inbox:{message.inbox}", text=text, line=message.line,
            contact=contact, message=message, reading=reading or parse(text, words, role=role),
        )  # fmt: skip
        found = facts.load(tx, origin, clerk.setting)
        tx.change("UPDATE inbox SET state = 'done', reason = 'looked' WHERE id = ?",
                  (message.inbox,))  # fmt: skip
        return found

    return town.write(load)


def test_a_stranger_is_a_citizen_about_whom_nothing_is_known(clerk: Clerk) -> None:
    found = known(clerk, BUDI, LAMP)
    assert found == Facts(clerk.setting.sop, line="kartu")


def test_a_registered_number_is_an_officer(clerk: Clerk) -> None:
    officer = clerk.officer(SITI, "DISHUB", "head")
    assert known(clerk, SITI, "DAFTAR").actor == officer
    assert (officer.label, officer.role, officer.agency) == (
        f"officer:{officer.officer}", "head", "DISHUB",
    )  # fmt: skip
    clerk.town.write(lambda tx: tx.change("UPDATE officer SET until_at = 1"))
    assert known(clerk, SITI, "DAFTAR").actor.officer == 0


def test_a_named_ticket_is_known_whoever_reported_it(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    mine = known(clerk, BUDI, f"CEK {case.number}").named
    theirs = known(clerk, SITI, f"CEK {case.number}").named
    assert mine is not None
    assert theirs is not None
    assert (mine.id, mine.mine, theirs.id, theirs.mine) == (case.id, True, case.id, False)
    assert known(clerk, SITI, "CEK 1234567").named is None


@pytest.mark.parametrize(
    ("kind", "text", "hours", "pending"),
    [
        ("LOKASI", "di jl kawi", 1, "lokasi"),
        ("LOKASI", "di jl kawi", 49, ""),
        ("LENGKAPI", "di jl kawi", 1, "lengkapi"),
        ("TANYA", "sejak senin", 1, "tanya"),
        ("SELESAI", "belum pak", 24 * 20, "penutupan"),
        ("SELESAI", "belum pak", 24 * 31, ""),
        ("TUTUP", "BELUM", 1, "penutupan"),
        ("NILAI", "5", 1, "nilai"),
        ("NILAI", "SURGA sampah di jl kawi", 1, ""),
        ("STATUS", "ya", 1, ""),
        ("TERIMA", "ya", 1, ""),
    ],
)
def test_our_last_question_waits_with_its_ticket(
    clerk: Clerk, kind: str, text: str, hours: int, pending: str
) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.report("SURGA sampah menumpuk di pasar", BUDI)
    clerk.town.wait(hours=2)
    state: State = "held" if kind in {"LOKASI", "LENGKAPI", "TANYA"} else "done"
    clerk.write(Move(state, "x"), Tell(kind, "reporter", lane="urgent"), case=case)
    clerk.write(Tell("STATUS", "reporter", lane="urgent"), Happened("x"), case=case)
    clerk.town.wait(hours=hours)
    found = known(clerk, BUDI, text)
    assert found.pending == pending
    if pending:
        assert found.asked is not None
        assert (found.asked.number, found.asked_age_h) == (case.number, hours)


def test_the_senders_newest_ticket_and_equal_words_are_known(clerk: Clerk) -> None:
    first = clerk.report(LAMP.removeprefix("SURGA "), BUDI)
    clerk.town.wait(minutes=3)
    second = clerk.report("sampah menumpuk di pasar", BUDI)
    clerk.town.wait(minutes=6)
    found = known(clerk, BUDI, LAMP)
    assert found.latest is not None
    assert found.repeated is not None
    assert (found.latest.id, found.latest_age_h) == (second.id, 0.1)
    assert (found.repeated.id, found.repeated.mine) == (first.id, True)


def similar(clerk: Clerk, text: str = LAMP) -> list[int]:
    return [case.id for case in known(clerk, TONO, text).similar]


def test_others_reports_of_the_same_place_are_similar(clerk: Clerk) -> None:
    case = clerk.report("lampu pju mati di jalan veteran gelap", BUDI)
    clerk.report("lampu pju mati di jalan kawi", BUDI)
    clerk.report("lampu mati di jl veteran", TONO)
    clerk.report("lampu mati di jl veteran", BUDI, replace(REPORT, confidentiality="rahasia"))
    clerk.report("pohon tumbang di jl veteran", BUDI, replace(REPORT, category="pohon"))
    clerk.write(Move("closed", "close"), case=clerk.report("lampu mati di jl veteran", BUDI))
    assert similar(clerk) == [case.id]
    assert similar(clerk, "terima kasih") == []
    clerk.town.wait(hours=73)
    assert similar(clerk) == []


def test_misses_ghosts_and_strikes_are_counted(clerk: Clerk) -> None:
    town = clerk.town
    case = clerk.report(LAMP, BUDI)
    clerk.write(Person("strike", reason="prank", whose="reporter"), case=case)
    until = town.now + timedelta(days=3)
    clerk.write(Person("block", until=until, whose="reporter"), case=case)
    for reason, ago in (("not_found", 30), ("not_found", 90), ("enumeration", 5), ("empty", 70),
                        ("spam", 80), ("empty", 60 * 12), ("status", 1)):  # fmt: skip
        town.now -= timedelta(minutes=ago)
        known(clerk, BUDI, "cek")
        change = f"UPDATE inbox SET reason = '{reason}' WHERE reason = 'looked'"
        town.write(partial(Tx.change, sql=change))
        town.now += timedelta(minutes=ago)
    found = known(clerk, BUDI, "cek")
    assert (found.misses, found.ghosts_today, found.strikes) == (2, 2, 1)
    assert found.blocked_until == until
    town.wait(days=366)
    assert known(clerk, BUDI, "cek").strikes == 0
    assert known(clerk, SITI, "cek").misses == 0


def challenged(clerk: Clerk) -> tuple[Case, str]:
    """Ask SITI, an officer, for a code; return the ticket and the code."""
    officer, case = clerk.officer(SITI, "DISHUB"), clerk.report(LAMP, BUDI)
    into = clerk.report(LAMP, TONO)
    clerk.write(
        Ask("gabung", "sama", into.number), Tell("P_KODE", fields=(("verba", "GABUNG"),)),
        case=case, actor=officer, contact=officer.contact,
    )  # fmt: skip
    clerk.town.work()
    return case, clerk.town.replies(SITI)[0].split()[2]


def test_a_code_that_comes_back_is_known_with_its_tickets(clerk: Clerk) -> None:
    case, code = challenged(clerk)
    found = known(clerk, SITI, f"OK {code}")
    assert found.challenge is not None
    assert found.named is not None
    assert (found.challenge.verb, found.challenge.right) == ("gabung", True)
    assert (found.challenge.body, found.challenge.tries) == ("sama", 0)
    assert found.named.number == found.challenge.ticket == case.number
    assert found.into is not None
    assert found.into.number == found.challenge.into
    wrong = known(clerk, SITI, "OK 000000" if code != "000000" else "OK 111111").challenge
    assert wrong is not None
    assert not wrong.right


def test_a_used_or_forgotten_code_is_none(clerk: Clerk) -> None:
    case, code = challenged(clerk)
    assert known(clerk, BUDI, f"OK {code}").challenge is None
    clerk.town.wait(hours=23)
    assert known(clerk, SITI, f"OK {code}").challenge is not None
    clerk.write(Answered(1), Happened("x"), case=case)
    assert known(clerk, SITI, f"OK {code}").challenge is None


def test_an_officer_knows_the_alarm_told_last(clerk: Clerk) -> None:
    officer, case = clerk.officer(SITI, "DAMKAR"), clerk.report(LAMP, BUDI)
    clerk.write(Alarm(), case=case)
    assert known(clerk, SITI, "TERIMA").alarm is None
    clerk.town.write(lambda tx: tx.change("UPDATE alarm SET told = ?", (officer.officer,)))
    alarm = known(clerk, SITI, "TERIMA").alarm
    assert alarm is not None
    assert alarm.id == case.id


def test_an_officers_tasks_come_the_first_due_first(clerk: Clerk) -> None:
    clerk.officer(SITI, "DISHUB")
    slow, fast, other, ended = (clerk.report(LAMP, BUDI) for _turn in range(4))
    for case, span in ((slow, Span(9, "hk")), (fast, Span(3, "jam")), (ended, Span(1, "jam"))):
        clerk.write(Assign("DISHUB", lead=True, span=span), case=case)
    clerk.write(Assign("PUPR", lead=True), case=other)
    clerk.town.write(
        lambda tx: tx.change("UPDATE assignment SET ended_at = 1 WHERE ticket = ?", (ended.id,))
    )
    assert [case.id for case in known(clerk, SITI, "DAFTAR").tasks] == [fast.id, slow.id]
    assert known(clerk, SITI, "halo").tasks == ()


def test_a_coordinator_sees_what_nobody_has_then_what_is_late(clerk: Clerk) -> None:
    clerk.officer(SITI, "KOMINFO", "coordinator")
    late, fresh = clerk.report(LAMP, BUDI), clerk.report(LAMP, BUDI)
    clerk.write(
        Move("assigned", "assign"), StartClock("settle", clerk.town.now + timedelta(hours=1)),
        case=late,
    )  # fmt: skip
    clerk.town.wait(hours=2)
    clerk.write(ClockChange("settle", "breached"), case=late)
    assert [case.id for case in known(clerk, SITI, "TELAT").tasks] == [fresh.id, late.id]


def test_a_held_ticket_says_who_waits_for_the_answer(clerk: Clerk) -> None:
    officer, case = clerk.officer(SITI, "DISHUB"), clerk.report(LAMP, BUDI)
    clerk.write(Move("held", "hold"), Happened("asked"), case=case, actor=officer)
    assert clerk.see(case.id).question == "DISHUB"
    clerk.write(Happened("asked"), case=case)
    assert clerk.see(case.id).question == "coordinator"


def test_words_that_threaten_are_known(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI, OpenTicket("pengaduan", "keamanan", "darurat", "biasa",
                                               flags=("ancaman",)))  # fmt: skip
    assert case.threat
    assert not clerk.report(LAMP, BUDI).threat
