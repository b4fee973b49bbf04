"""Who is told, in which words and when: nobody hears what is not theirs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import city as cities
from models.casework.case import Case
from models.casework.effects import (
    Assign,
    Link,
    Merge,
    Move,
    OpenTicket,
    Person,
    Set,
    StartClock,
    Tell,
)
from models.times import to_us
from tests.desk import REPORT, Clerk
from tests.town import Town

BUDI, SITI, TONO, WATI = "+6281234567890", "+6281299999999", "+6281277777777", "+6281255555555"
LAMP = "lampu jalan mati di Jl. Veteran depan rumah Sri Wahyuni 081233334444"
NIGHT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 22:30 in Kediri
NEWS = Tell("PROSES", "reporter", (("tl", "regu berangkat"),))
TASK = Tell("P_BARU", "agency:DISHUB", (("opd", "DISHUB"),))


@pytest.fixture
def clerk(town: Town) -> Clerk:
    return Clerk(town)


def assigned(clerk: Clerk, new: OpenTicket = REPORT) -> Case:
    case = clerk.report(LAMP, BUDI, new)
    return clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=case)


def test_news_tells_number_agency_and_words(clerk: Clerk) -> None:
    case = assigned(clerk)
    clerk.write(NEWS, case=case)
    assert clerk.told(BUDI) == [
        f"Tiket {case.number} PROSES oleh DISHUB: regu berangkat. Info: TAMBAH {case.number} isi"
    ]


@pytest.mark.parametrize("how", ["silent", "opted_out", "no_contact"])
def test_who_must_or_wants_not_hear_does_not(clerk: Clerk, how: str) -> None:
    new = replace(REPORT, silent=how == "silent")
    case = clerk.report(LAMP, "" if how == "no_contact" else BUDI, new)
    if how == "opted_out":
        clerk.write(Person("opt_out"), case=case, contact=clerk.contact(BUDI))
    clerk.write(NEWS, case=case)
    assert clerk.told(BUDI) == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("", "Kabar sudah dikirim ke pelapor"),
        (
            "opted_out",
            "Pelapor tidak dikabari: ia menolak kabar, atau tidak dapat menerima SMS kami",
        ),
        ("night", "Kabar untuk pelapor menunggu sampai 24/11 06.00"),
    ],
)
def test_an_officer_reads_what_became_of_the_news(clerk: Clerk, how: str, said: str) -> None:
    case = assigned(clerk)
    tono = clerk.officer(TONO, "DISHUB")
    if how == "opted_out":
        clerk.write(Person("opt_out"), case=case, contact=clerk.contact(BUDI))
    if how == "night":
        clerk.town.now = NIGHT
    done = Tell("P_OK", "sender", (("status", "DIPROSES"),))
    clerk.write(NEWS, done, case=case, actor=tono, contact=tono.contact)
    assert clerk.told(TONO) == [f"OK. {case.number} DIPROSES. {said}"]


def test_a_question_reaches_who_wants_no_updates(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.write(Person("opt_out"), case=case, contact=clerk.contact(BUDI))
    asked = (("tl", "sejak kapan"), ("tgl", "07-12-2026"))
    clerk.write(Tell("TANYA", "reporter", asked), case=case)
    assert "petugas bertanya: sejak kapan?" in clerk.told(BUDI)[0]


def test_officers_read_the_report_without_names_and_numbers(clerk: Clerk) -> None:
    clerk.officer(SITI, "DISHUB")
    clerk.write(TASK, case=assigned(clerk))
    (text,) = clerk.told(SITI)
    assert "lampu jalan mati di Jl. Veteran" in text
    assert "0812" not in text
    assert clerk.told(BUDI) == []


def test_officers_read_no_word_of_a_rahasia_report(clerk: Clerk) -> None:
    clerk.officer(SITI, "DISHUB")
    case = assigned(clerk, replace(REPORT, confidentiality="rahasia"))
    clerk.write(Tell("P_BARU", "agency:DISHUB", (("tl", "lampu mati"),)), case=case)
    (text,) = clerk.told(SITI)
    assert "lampu" not in text
    assert "Veteran" not in text


@pytest.mark.parametrize(
    ("role", "address"),
    [("officer", True), ("head", True), ("coordinator", True), ("assistant", False),
     ("mayor", False)],
)  # fmt: skip
def test_only_who_works_on_a_report_reads_where_it_is(
    clerk: Clerk, role: str, address: bool
) -> None:
    agency, plate = "DISHUB", "truk AG 8123 XY tumpah di Jl. Veteran no 5 RT 02 RW 03"
    clerk.officer(SITI, agency, role)  # type: ignore[arg-type]
    case = clerk.write(Assign(agency, lead=True), case=clerk.report(plate, BUDI))
    to = {"officer": f"agency:{agency}", "head": f"head:{agency}"}.get(role, role)
    clerk.write(replace(TASK, kind="P_ESKALASI", to=to), case=case)
    (text,) = clerk.told(SITI)
    assert ("AG 8123 XY" in text, "RT 02" in text) == (address, address)


def test_the_reporter_of_a_rahasia_report_is_not_told_who_has_it(clerk: Clerk) -> None:
    case = assigned(clerk, replace(REPORT, confidentiality="rahasia"))
    clerk.write(Tell("DISPOSISI", "reporter"), case=case)
    (text,) = clerk.told(BUDI)
    assert "DISHUB" not in text


def test_the_accused_agency_hears_nothing(clerk: Clerk) -> None:
    clerk.officer(SITI, "DISHUB")
    clerk.officer(TONO, "DISHUB", "head")
    case = assigned(clerk, replace(REPORT, accused=("DISHUB",)))
    for to in ("agency:DISHUB", "head:DISHUB"):
        clerk.write(replace(TASK, to=to), case=case)
    assert clerk.told(SITI) == clerk.told(TONO) == []


def test_an_agency_without_officers_is_answered_for_by_the_coordinators(clerk: Clerk) -> None:
    clerk.officer(SITI, "KOMINFO", "coordinator")
    clerk.officer(TONO, "PUPR")
    clerk.write(TASK, case=assigned(clerk))
    assert len(clerk.told(SITI)) == 1
    assert clerk.told(TONO) == []


@pytest.mark.parametrize(
    ("to", "role"),
    [("coordinator", "coordinator"), ("mayor", "mayor"), ("assistant", "assistant"),
     ("admin", "coordinator"), ("head:DISHUB", "head")],
)  # fmt: skip
def test_a_role_is_told(clerk: Clerk, to: str, role: str) -> None:
    clerk.officer(SITI, "DISHUB", role)  # type: ignore[arg-type]
    clerk.officer(TONO, "DISHUB")
    clerk.write(replace(TASK, to=to), case=assigned(clerk))
    assert len(clerk.told(SITI)) == 1
    assert clerk.told(TONO) == []


def test_one_officer_is_told_by_id(clerk: Clerk) -> None:
    officer = clerk.officer(SITI, "DISHUB")
    clerk.officer(TONO, "DISHUB")
    clerk.write(replace(TASK, to=f"officer:{officer.officer}"), case=assigned(clerk))
    assert (len(clerk.told(SITI)), clerk.told(TONO)) == (1, [])


def test_news_waits_for_the_morning_and_alarms_do_not(clerk: Clerk) -> None:
    town = clerk.town
    clerk.officer(SITI, "DISHUB")
    case = assigned(clerk)
    town.now = NIGHT
    clerk.write(NEWS, replace(TASK, kind="P_DARURAT", lane="urgent"), case=case)
    town.work()
    assert (len(town.replies(BUDI)), len(town.replies(SITI))) == (0, 1)
    town.now = NIGHT + timedelta(hours=7, minutes=29)
    town.work()
    assert town.replies(BUDI) == []
    town.wait(minutes=1)
    town.work()
    assert len(town.replies(BUDI)) == 1


def test_newer_news_takes_the_place_of_what_still_waits(clerk: Clerk) -> None:
    case = assigned(clerk)
    clerk.town.now = NIGHT
    clerk.write(Tell("DISPOSISI", "reporter"), case=case)
    clerk.town.wait(minutes=10)
    clerk.write(NEWS, case=case)
    assert [text.split()[2] for text in clerk.told(BUDI)] == ["PROSES"]


def test_news_that_is_held_gives_way_by_day_too(clerk: Clerk) -> None:
    path = clerk.town.folder / "city.toml"
    path.write_text(f'{path.read_text()}\n[desk]\nnews_hold = "1 menit"\n')
    clerk.town.office.city = cities.load(path)
    clerk.town.configure(lambda settings: settings)
    case = assigned(clerk)
    tono = clerk.officer(TONO, "DISHUB")
    clerk.write(Tell("DISPOSISI", "reporter"), case=case)
    clerk.town.wait(seconds=40)
    done = Tell("P_OK", "sender", (("status", "DIPROSES"),))
    clerk.write(NEWS, done, case=case, actor=tono, contact=tono.contact)
    sql = (
        "SELECT o.kind FROM outbox o JOIN delivery d ON d.outbox = o.id"
        " WHERE d.state = 'queued' AND d.not_before > ?"
    )
    assert clerk.town.rows(sql, to_us(clerk.town.now)) == [("PROSES",)]
    assert clerk.told(TONO) == [f"OK. {case.number} DIPROSES. Kabar sudah dikirim ke pelapor"]
    assert [text.split()[2] for text in clerk.told(BUDI)] == ["PROSES"]


def test_everybody_of_an_incident_hears_with_their_own_number(clerk: Clerk) -> None:
    first, second, third, other = (clerk.report(LAMP, one) for one in (BUDI, SITI, TONO, WATI))
    clerk.write(Link(first), case=second)
    clerk.write(Move("merged", "merge"), Merge(clerk.see(second.id)), case=third)
    clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=clerk.see(first.id))
    clerk.write(replace(NEWS, to="reporters"), case=clerk.see(first.id))
    for number, case in ((BUDI, first), (SITI, second), (TONO, third)):
        (text,) = clerk.told(number)
        assert str(case.number) in text
    assert clerk.told(WATI) == []
    assert clerk.see(other.id).incident == 0


def test_the_same_is_told_once(clerk: Clerk) -> None:
    case = assigned(clerk)
    clerk.write(NEWS, NEWS, Set("rating", 3), case=case)
    assert len(clerk.told(BUDI)) == 1


def test_the_same_words_later_are_told_again(clerk: Clerk) -> None:
    case = assigned(clerk)
    for _turn in range(2):
        clerk.write(NEWS, case=case)
        clerk.town.work()
    assert len(clerk.told(BUDI)) == 2
    assert clerk.events(case.id)[-2:] == ["told", "told"]


def test_the_deadline_in_a_text_is_the_one_that_the_text_is_about(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    due = datetime(2026, 11, 26, 9, tzinfo=UTC)
    clerk.write(StartClock("verify", due), Tell("TERLAMBAT", "reporter"), case=case)
    assert "lewat batas 26-11-2026" in clerk.told(BUDI)[0]


def test_more_news_than_the_budget_waits_for_the_next_day(clerk: Clerk) -> None:
    clerk.town.configure(
        lambda was: replace(was, budget=replace(was.budget, acknowledgements=1, checks=1))
    )
    cases = [assigned(clerk) for _turn in range(3)]
    for case in cases:
        clerk.write(NEWS, case=case)
    clerk.town.work()
    assert len(clerk.town.replies(BUDI)) == 2
    assert len(clerk.told(BUDI)) == 3
