"""Every figure of a month that was counted by hand (tests/november.py), on both databases."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from typing import Any

import pytest

from gateway.pdu import Deliver, decode, encode_deliver
from gateway.segments import split
from gateway.watch import operator
from models.base import Store, Tx
from models.casework.sop import Sop
from models.clocks import Calendar
from reports import period, reconcile, scope
from reports.figures import (
    agencies,
    conduct,
    deadlines,
    emergencies,
    flow,
    messages,
    money,
    ppid,
    reports,
    responses,
    standing,
    stories,
    trend,
)
from reports.figures.flow import Flow
from reports.figures.values import Count, Rating, Share
from reports.page import Hidden
from reports.scope import CITY
from tests.conftest import KEYS
from tests.november import ZONE, November, begin, moment, play

NOVEMBER = period.month(date(2026, 11, 1), ZONE)
OCTOBER = NOVEMBER.previous()
NOW = moment("12-03 09:00")
FEW = Hidden(5)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[November]:
    """Return November as it was, played once for all tests of this file, which only read."""
    folder = tmp_path_factory.mktemp("november")
    url = str(folder / "var" / "kentongan.db")
    if request.param == "pg":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create(request.getfixturevalue("template")))
    store = Store.open(url, KEYS, volatile=True)
    made = play(begin(store, folder))
    yield made
    made.town.close()
    store.close()
    assert made.town.faults == []


@pytest.fixture
def tx(story: November) -> Iterator[Tx]:
    with story.town.store.reading() as tx:
        yield tx


@pytest.fixture
def sop(story: November) -> Sop:
    return story.sop


@pytest.fixture
def calendar(sop: Sop) -> Calendar:
    return sop.calendar


def test_gross_has_every_message_once(tx: Tx) -> None:
    # Reports C D H I J K; F; G; E. Commands BUKA B, TAMBAH C, NILAI A, NILAI D, BATAL I, CEK F.
    # One of two parts waits for the other; the second report of E's blocked sender is none.
    found = messages.gross(tx, NOVEMBER)
    assert dict(found.parts()) == {
        "complaint": 6, "aspiration": 1, "information": 1, "prank": 1, "command": 6, "ghost": 2,
        "spam": 1, "machine": 1, "blocked": 1, "waiting": 1, "other_city": 0, "unreadable": 0,
        "unaccounted": 0,
    }  # fmt: skip
    assert found.total == 21
    assert (found.ghost_rate, found.prank_rate) == (2 / 21, 1 / 21)
    assert messages.gross(tx, OCTOBER).total == 2  # A and B
    assert messages.calls(tx, NOVEMBER) == ()


def test_what_the_gateway_calls_a_machine_is_one() -> None:
    assert messages._kind(operator.OUTCOME) == "machine"
    for pid, dcs, reason in ((0x40, 0, "type0"), (0, 0xC8, "mwi"), (0x7F, 0xF6, "simdata")):
        pdu = encode_deliver(
            sender="+62812340001", data=split("x", reference=1)[0].data, part=None,
            sent_at=NOW, pid=pid, dcs=dcs,
        )  # fmt: skip
        read = decode(pdu)
        assert isinstance(read, Deliver)
        assert (read.silent, messages._kind(read.silent)) == (reason, "machine")


def test_reports_are_counted_by_what_they_are_now(tx: Tx) -> None:
    found = reports.new(tx, NOVEMBER, CITY)  # C to K
    assert (found.total, found.complaint, found.aspiration, found.information) == (9, 7, 1, 1)
    assert (found.prank, found.valid, found.urgent, found.secret, found.by_sms) == (1, 8, 1, 1, 9)


def test_progress_of_the_months_own_reports(tx: Tx) -> None:
    # Valid: done D G H, at work C, nobody yet F K, elsewhere I (taken back) J (merged).
    # Assigned: C D H, all followed up; G the coordinator did alone.
    found = reports.progress(tx, NOVEMBER, CITY)
    assert (found.total, found.valid) == (9, 8)
    assert (found.held, found.done, found.in_work, found.not_yet, found.elsewhere) == (
        0, 3, 1, 2, 2,
    )  # fmt: skip
    assert (found.assigned, found.followed_up) == (3, 3)
    assert (found.red, found.yellow, found.green, found.grey) == (2, 1, 3, 3)
    assert (found.assigned_share, found.follow_up_share, found.done_share) == (3 / 8, 1.0, 3 / 8)


def test_subjects_channels_and_places(tx: Tx, sop: Sop) -> None:
    assert reports.channels(tx, NOVEMBER, CITY) == (Count("sms/kartu", 8),)
    assert reports.categories(tx, NOVEMBER, CITY, sop, 2) == (Count("pju", 3), Count("jalan", 1))
    semampir, bujel, kota = "35.71.01.1001", "35.71.02.1001", "35.71.01"
    every = (Count(semampir, 3), Count(bujel, 2), Count(kota, 1))
    assert reports.areas(tx, NOVEMBER, CITY, sop) == every
    assert reports.areas(tx, NOVEMBER, CITY, sop, public=True) == every[:2]


def test_a_small_cell_is_hidden_in_public(tx: Tx, sop: Sop) -> None:
    within = reports.heat(tx, NOVEMBER, CITY, sop)
    assert within.areas == ("35.71.01.1001", "35.71.02.1001", "35.71.01")
    assert within.categories == ("pju", "kebakaran", "pungli", "sampah")
    assert within.cells == ((2, 1, 0, 0), (1, 0, 0, 1), (0, 0, 1, 0))
    outside = reports.heat(tx, NOVEMBER, CITY, sop, public=True)
    assert outside.areas == within.areas[:2]  # of the third only the levy is known
    assert outside.cells == ((2, 1, FEW, 0), (1, 0, FEW, 1))  # 0 is hidden too


def test_an_emergency_says_how_long_it_waited(tx: Tx, story: November) -> None:
    (fire,) = emergencies.emergencies(tx, NOVEMBER, CITY)
    assert (fire.number, fire.category, fire.minutes) == (story.numbers["H"], "kebakaran", 6.0)
    assert fire.at == moment("11-09 20:00")


def test_flow_keeps_what_a_reopening_took_back(tx: Tx) -> None:
    # Opening A; came C to K; reopened B; done A D G H; elsewhere E I J; closing B C F K.
    assert flow.flow(tx, NOVEMBER, CITY) == Flow(1, 9, 1, 4, 3, 4)
    assert flow.flow(tx, OCTOBER, CITY) == Flow(0, 2, 0, 1, 0, 1)  # B was done in October


def test_flow_of_an_agency_is_of_its_tasks(tx: Tx, sop: Sop) -> None:
    dishub, dlhkp = scope.agency(sop, "DISHUB"), scope.agency(sop, "DLHKP")
    assert flow.flow(tx, NOVEMBER, dishub) == Flow(1, 2, 0, 1, 1, 1)  # A; C D; A; D; C
    assert flow.flow(tx, NOVEMBER, dlhkp) == Flow(0, 2, 0, 1, 0, 1)  # ; B D; D; ; B
    assert flow.flow(tx, OCTOBER, dlhkp) == Flow(0, 1, 0, 1, 0, 0)


# agency: opening, came, done, handed, closing, overdue; in time of due; response; hk; reopened.
# Responses: A 28 Oct 10:00 to 2 Nov 11:00 is 6 + 8.5 + 8.5 + 3.5 h; C 7 + 0.5, then the answer is
# awaited, 8 + 1.5; D at DLHKP 7 + 3 * 8.5 + 1.5; H in the night 0.
# Due in November: A 4, B 6 and 10 (missed), C 11 (moved from 9), D 11, H 16; DISHUB's D stopped.
AGENCIES: dict[str, tuple[Any, ...]] = {
    "DAMKAR": (0, 1, 1, 0, 0, 0, Share(1, 1), (0.0,), (1,), 0),
    "DISHUB": (1, 2, 1, 1, 1, 1, Share(2, 2), (17.0, 26.5), (6,), 0),
    "DLHKP": (0, 2, 1, 0, 1, 1, Share(2, 3), (34.0,), (5,), 1),
}


def test_the_table_of_agencies(tx: Tx, calendar: Calendar) -> None:
    rows = agencies.agencies(tx, NOVEMBER, CITY, calendar, NOW)
    assert [row.agency for row in rows] == list(AGENCIES)
    for row in rows:
        counts, (on_time, hours, days, reopened) = (
            AGENCIES[row.agency][:6],
            AGENCIES[row.agency][6:],
        )
        assert astuple(row)[1:7] == tuple(counts), row.agency
        assert (row.on_time, row.reopened) == (on_time, reopened), row.agency
        for found, hand in ((row.response, hours), (row.completion, days)):
            assert found is not None
            assert (found.n, found.least, found.most) == (len(hand), hand[0], hand[-1]), row.agency
    total = agencies.total(rows)
    assert (total.came, total.done, total.closing, total.on_time) == (5, 3, 2, Share(5, 6))


def test_the_ranking_goes_by_what_is_in_time_then_by_hours(tx: Tx, calendar: Calendar) -> None:
    rows = agencies.agencies(tx, NOVEMBER, CITY, calendar, NOW)
    found = agencies.ranking(rows, least=1)
    assert [(one.place, one.agency, one.of) for one in found] == [
        (1, "DAMKAR", 1), (2, "DISHUB", 2), (3, "DLHKP", 3),
    ]  # fmt: skip
    assert agencies.ranking(rows, least=3) == (agencies.Ranked(1, "DLHKP", 2 / 3, 3, 34.0),)


def test_answers_of_the_whole_city(tx: Tx, calendar: Calendar) -> None:
    found = responses.answered(tx, NOVEMBER, CITY, calendar)
    assert found.response is not None
    assert found.completion is not None
    assert (found.response.n, found.response.median) == (4, 21.75)  # 0 17 26.5 34
    assert (found.completion.n, found.completion.median) == (4, 5)  # H 1, D 5, G 5, A 6
    assert found.rating == Rating(2, None)  # 5 and 2: too few for a mean


def test_deadlines_count_where_they_fall_due(tx: Tx) -> None:
    # Settled in time A (17), D (23), H (27); missed B (23, begun again), C (24), F (25).
    # K was given 60 hk, J E I stopped. G's 10 hk were kept.
    assert deadlines.on_time(tx, NOVEMBER, CITY, NOW) == Share(5, 6)
    kept = deadlines.classes(tx, NOVEMBER, CITY, NOW)
    assert [(one.code, one.n, one.of) for one in kept] == [("complaint", 3, 6), ("ppid", 1, 1)]
    assert deadlines.changed(tx, NOVEMBER, CITY) == 1  # K


def test_a_deadline_still_ahead_is_not_missed(tx: Tx) -> None:
    # On 5 November A's and B's first had been kept, C's and D's and B's second lay ahead.
    assert deadlines.on_time(tx, NOVEMBER, CITY, moment("11-04 17:00")) == Share(5, 5)


def test_each_step_of_the_ladder_once(tx: Tx, sop: Sop) -> None:
    # To verify F and K all four, G the first; to follow up B all; to settle B C F all.
    steps = {"coordinator": 3, "officer": 4, "head": 6, "assistant": 6, "mayor": 6}
    assert deadlines.escalations(tx, NOVEMBER, sop) == tuple(Count(*one) for one in steps.items())


def test_how_things_stand(tx: Tx, story: November, calendar: Calendar) -> None:
    late = standing.overdue(tx, CITY, NOW, calendar)
    assert [(one.agency, one.n) for one in late] == [*standing.late(tx, CITY, NOW)]
    numbers = story.numbers
    # F since 10 November (K since 17); C since 24; B since 10.
    assert [(one.agency, one.n, one.oldest, one.days) for one in late] == [
        ("", 2, numbers["F"], 17), ("DISHUB", 1, numbers["C"], 7), ("DLHKP", 1, numbers["B"], 17),
    ]  # fmt: skip
    assert standing.unverified(tx, CITY, NOW, calendar) == 2  # F K; L came yesterday
    assert [one.number for one in standing.oldest(tx, CITY, 2)] == [numbers["B"], numbers["C"]]
    assert standing.blocked(tx, NOW) == 1
    due = standing.due_on(tx, period.day(date(2026, 12, 7), ZONE), CITY)
    assert due == (standing.DueOn("", 1),)  # L is to be verified in 3 hk
    sent = standing.sending(tx, NOVEMBER)
    assert (sent.failed, sent.unknown, sent.waiting) == (0, 0, 0)


def test_each_is_narrowed_to_an_agency(tx: Tx, sop: Sop, calendar: Calendar) -> None:
    dlhkp = scope.agency(sop, "DLHKP")
    assert reports.new(tx, NOVEMBER, dlhkp).total == 1  # D
    assert [one.agency for one in standing.overdue(tx, dlhkp, NOW, calendar)] == ["DLHKP"]
    assert standing.due_on(tx, NOVEMBER, dlhkp) == (standing.DueOn("DLHKP", 1),)
    assert deadlines.on_time(tx, NOVEMBER, dlhkp, NOW) == Share(2, 3)
    (row,) = agencies.agencies(tx, NOVEMBER, dlhkp, calendar, NOW)
    assert (row.agency, row.came) == ("DLHKP", 2)
    found = responses.answered(tx, NOVEMBER, dlhkp, calendar)
    assert found.response is not None
    assert (found.response.n, found.response.median) == (1, 34.0)


def test_each_is_narrowed_to_an_area(tx: Tx, sop: Sop, calendar: Calendar) -> None:
    mojoroto = scope.Scope("area", "35.71.02", "Mojoroto", ("35.71.02", "35.71.02.1001"))
    assert reports.new(tx, NOVEMBER, mojoroto).total == 2  # D I
    assert flow.flow(tx, NOVEMBER, mojoroto) == Flow(0, 2, 1, 1, 1, 1)  # D I; B; D; I; B
    rows = agencies.agencies(tx, NOVEMBER, mojoroto, calendar, NOW)
    assert [(row.agency, row.came, row.handed) for row in rows] == [
        ("DISHUB", 1, 1), ("DLHKP", 2, 0),
    ]  # fmt: skip
    assert deadlines.on_time(tx, NOVEMBER, mojoroto, NOW) == Share(2, 3)
    assert deadlines.changed(tx, NOVEMBER, mojoroto) == 0
    assert responses.answered(tx, NOVEMBER, mojoroto, calendar).rating == Rating(1, None)


def test_the_trend_is_made_of_the_months_own_figures(tx: Tx) -> None:
    steps = trend.trend(tx, NOVEMBER.trend(13), CITY, NOW)
    assert [step.sms for step in steps] == [0] * 11 + [2, 21]
    assert [step.flow.closing for step in steps] == [0] * 11 + [1, 4]
    assert steps[-1].flow == flow.flow(tx, NOVEMBER, CITY)
    assert steps[-1].on_time == Share(5, 6)


def test_complaints_on_staff_are_never_few(tx: Tx, sop: Sop) -> None:
    assert conduct.accused(tx, NOVEMBER, sop) == tuple(
        Count(kind, FEW) for kind in ("internal", "area", "outside", "unknown")
    )
    assert conduct.reveals(tx, NOVEMBER) == (Count("number", 2), Count("original", 1))


def test_requests_for_information(tx: Tx, story: November, calendar: Calendar) -> None:
    found = ppid.requests(tx, NOVEMBER, CITY, calendar)
    assert (found.total, found.partly, found.open, found.mean_days) == (1, 1, 0, 5.0)
    (row,) = ppid.register(tx, NOVEMBER, CITY, calendar)
    assert (row.number, row.decision, row.days) == (story.numbers["G"], "partly", 5)
    assert row.reason == "hanya ringkasan, rincian dikecualikan"
    assert row.purpose == "skripsi saya"


def test_only_released_stories_are_told(tx: Tx, story: November, calendar: Calendar) -> None:
    (told,) = stories.stories(tx, NOVEMBER, CITY, calendar)
    assert (told.number, told.agency, told.days, told.rating) == (story.numbers["D"], "DLHKP", 5, 2)
    assert "regu B" in told.result


def test_what_sending_cost(tx: Tx) -> None:
    ((parts,),) = tx.execute("SELECT SUM(parts) FROM spend WHERE day >= '2026-11-01'"
                             " AND day < '2026-12-01'")  # fmt: skip
    found = money.cost(tx, NOVEMBER, 350)
    assert (found.parts, found.rupiah, found.estimated) == (parts, parts * 350, False)
    assert 0 < found.sms <= found.parts


def test_all_adds_up(tx: Tx) -> None:
    week = period.week(date(2026, 11, 4), ZONE)
    day, year = (make(date(2026, 11, 10), ZONE) for make in (period.day, period.year))
    for one in (NOVEMBER, OCTOBER, week, week.previous(), day, year):
        assert reconcile.check(tx, one, NOW) == (), one.first


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2031, 1, 1)], ids=["before", "ahead"])
def test_an_empty_period_is_a_clear_result(tx: Tx, sop: Sop, calendar: Calendar, on: date) -> None:
    empty = period.month(on, ZONE)
    assert messages.gross(tx, empty) == messages.Gross(0)
    assert reports.new(tx, empty, CITY) == reports.Reports(*[0] * 8)
    assert reports.progress(tx, empty, CITY).assigned_share is None
    assert reports.heat(tx, empty, CITY, sop).cells == ()
    assert emergencies.emergencies(tx, empty, CITY) == ()
    found = flow.flow(tx, empty, CITY)
    assert (found.opening, found.came, found.done) == (found.closing, 0, 0)
    rows = agencies.agencies(tx, empty, CITY, calendar, NOW)
    assert all((row.opening, row.came) == (row.closing, 0) for row in rows)
    assert responses.answered(tx, empty, CITY, calendar).response is None
    assert deadlines.on_time(tx, empty, CITY, NOW) == Share(0, 0)
    assert ppid.requests(tx, empty, CITY, calendar).mean_days is None
    assert reconcile.check(tx, empty, NOW) == ()


PLANTED: list[tuple[str, tuple[str, ...], str]] = [
    ("UPDATE ticket SET state = 'closed' WHERE number = ?", ("F",), "closing"),
    ("UPDATE ticket SET type = 'lain' WHERE number = ?", ("F",), "types"),
    ("UPDATE inbox SET reason = 'ticket' WHERE reason = 'spam'", (), "unaccounted"),
    (
        "UPDATE assignment SET created_at = ended_at + 2592000000000 WHERE agency = 'DAMKAR'",
        (),
        "closing",
    ),
]


@pytest.mark.parametrize(("sql", "letters", "name"), PLANTED, ids=[row[2] for row in PLANTED])
def test_a_planted_wrong_row_makes_it_speak(
    story: November, sql: str, letters: tuple[str, ...], name: str
) -> None:
    class _UndoneError(Exception):
        pass

    with pytest.raises(_UndoneError), story.town.store.transaction() as tx:
        tx.change(sql, [story.numbers[letter] for letter in letters])
        found = reconcile.check(tx, NOVEMBER, NOW)
        assert name in {one.name for one in found}
        assert all(str(one).startswith(one.name) for one in found)
        raise _UndoneError
